import { median } from '#core/statistics.ts';
import type { SweepSummary } from '#core/summary.ts';
import type { MeasuredLine } from '#core/sweepTable.ts';
import { effectRanking } from '../figures/effectRanking.ts';
import { realisedHistogram } from '../figures/realisedHistogram.ts';
import { type Html, html } from '../html.ts';
import { countOf, decimalsFor, formatCount, formatFixed, formatShare, metric } from '../numbers.ts';
import { stepValues, strip, tile } from '../pictures.ts';
import { type Quantity, quantityOf } from '../quantity.ts';
import type { ReportData, ShownLine } from '../reportData.ts';
import { byEffect } from '../strongest.ts';
import { directionName, modeName, rangeName, stepLabels } from '../words.ts';
import { FULL_WIDTH_PX } from './linkSection.ts';

/** Below this a picture shows little of the unit itself. */
const POORLY_REALISED = 0.2;
/** Fewer units than this have all their ratios in the panels. */
const FEWEST_IN_HISTOGRAM = 8;
/** More steps than this get a row of their own. */
const NARROW_STEPS = 7;

export function strongestUnits(data: ReportData): Html {
  const { sweep, shown } = data;
  const units = shown.filter(({ line }) => line.direction.kind === 'unit');
  const further = shown.filter(({ line }) => line.direction.kind !== 'unit');
  const ranked = sweep.lines.filter(({ direction }) => direction.kind === 'unit').sort(byEffect);
  const effects = ranked.flatMap(({ effect }) => (effect ? [quantityOf(effect)] : []));
  const ratios = ranked.flatMap(({ realised }) => (realised ? [realised.value] : []));
  const decimals = decimalsFor(effects[0]?.value ?? 0);
  const wall = (lines: readonly ShownLine[]) =>
    html`<div class="units${sweep.params.steps > NARROW_STEPS && ' long'}">${lines.map((line) => unitPanel(data, line, decimals))}</div>`;
  return html`<section id="units"><h2>Strongest units</h2>
<p>Each unit alone was set to ${formatCount(sweep.params.steps)} equally spaced values, from ${rangeName(sweep.params.range)}, ${modeName(sweep.params.mode)}. Ordered by effect: the mean pixel difference between the two ends.</p>
${ratios.length > 0 && realisedNote(ratios)}
${sweep.summary.judged > 0 && flaggedNote(sweep.summary)}
${noiseNote(data)}
${wall(units)}
${effects.length > 0 && html`<h3>All units</h3>${rankingFigure(data, effects, units.length)}`}
${ratios.length >= FEWEST_IN_HISTOGRAM && histogramFigure(ratios)}
${ranked.length > 0 && unitTable(ranked, decimals)}
${further.length > 0 && html`<h3>Further directions</h3>${wall(further)}`}
</section>`;
}

function realisedNote(ratios: readonly number[]): Html {
  const middle = median(ratios);
  return html`<p>Realised is how far the unit itself moved when the pictures were encoded again, relative to what was asked: 1 would be all of it. The median of ${countOf(ratios.length, 'unit')} is <b>${formatFixed(middle, 2)}</b>${
    middle < 0.5 && ', so these pictures show the direction of a unit in w rather than the unit alone'
  }.</p>`;
}

function flaggedNote({ flagged, judged }: SweepSummary): Html {
  return html`<p><b>${formatCount(flagged)}</b> of ${countOf(judged, 'unit')} ${flagged === 1 ? 'is' : 'are'} flagged: asked to rise, the unit itself does not surely rise in the pictures, or more than a tenth of all other units change at least as much, each in its own standard deviations. The pictures of a flagged unit show what the link does with it; they are not pictures of this unit alone.</p>`;
}

function noiseNote({ sweep }: ReportData): Html | null {
  const { noiseFloor, starts } = sweep.summary;
  if (noiseFloor === null) return null;
  return html`<p>The no-op control, the same walk with nothing changed, moved pixels by at most <b>${formatFixed(noiseFloor, 2)}</b> grey levels (largest of all steps, n = ${formatCount(starts)} start pictures)${
    noiseFloor === 0 && ': whatever changes below was changed by the unit'
  }.</p>`;
}

function unitPanel(data: ReportData, { line, values, starts }: ShownLine, decimals: number): Html {
  const steps = values.length;
  const name = directionName(line.direction);
  const labels = stepLabels(values);
  const columns = steps > NARROW_STEPS ? '44px 56px 8px minmax(0,1fr)' : `44px minmax(0,1fr) 8px minmax(0,${steps}fr)`;
  const rows = starts.map(({ sample, className, picture, strip: hash }) => {
    const alt = `${name} set from ${labels[0]} to ${labels.at(-1)} in ${steps} steps, start picture ${className} ${sample}`;
    return html`<span class="who">${className}</span>${tile(data, picture, `Start picture: ${className}, sample ${sample}`)}<span></span>${strip(data, hash, steps, alt)}`;
  });
  return html`<figure class="unit${line.extrapolated && ' beyond'}">
<h3>${capitalised(name)}${line.extrapolated && html` <small>beyond anything seen in the samples</small>`}</h3>
<dl class="facts"><dt>effect</dt><dd>${metric(line.effect && quantityOf(line.effect), decimals)}</dd><dt>realised</dt><dd>${realisedMetric(line)}</dd></dl>
<div class="walk" style="grid-template-columns:${columns}">${rows}<span></span><span class="t3">start</span><span></span>${stepValues(values)}</div>
</figure>`;
}

function realisedMetric({ realised }: MeasuredLine): Html {
  const isPoor = realised !== null && realised.value < POORLY_REALISED;
  return html`${isPoor && html`<span class="warn" role="img" aria-label="poorly realised">△</span> `}${metric(realised && quantityOf(realised), 2)}`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function rankingFigure({ sweep }: ReportData, effects: readonly Quantity[], shown: number): Html {
  const ends = `from ${formatFixed(effects[0]?.value ?? null, 2)} to ${formatFixed(effects.at(-1)?.value ?? null, 2)} grey levels`;
  return html`<figure>${effectRanking({
    effects,
    shown,
    noiseFloor: sweep.summary.noiseFloor,
    widthPx: FULL_WIDTH_PX,
    alt: `Effects of ${effects.length} units, sorted, ${ends}.`,
  })}<figcaption>Effects of ${countOf(effects.length, 'unit')}, ${ends}, with 95 % intervals over n = ${formatCount(sweep.summary.starts)} start pictures. In colour: the units shown above.</figcaption></figure>`;
}

function histogramFigure(ratios: readonly number[]): Html {
  const poor = ratios.filter((ratio) => ratio < POORLY_REALISED).length;
  const sentence = `Realised / requested activation of ${countOf(ratios.length, 'unit')}; median ${formatFixed(median(ratios), 2)}, below ${POORLY_REALISED} in ${formatCount(poor)}`;
  return html`<figure>${realisedHistogram({ ratios, widthPx: FULL_WIDTH_PX, alt: `${sentence}.` })}<figcaption>${sentence}. <span class="warn">△</span> marks these above.</figcaption></figure>`;
}

function unitTable(ranked: readonly MeasuredLine[], decimals: number): Html {
  return html`<details><summary>Table of all units</summary><div class="wide"><table><thead><tr><th>Unit</th><th class="r">Range</th><th class="r">Mean activation</th><th class="r">Length in w, sd</th><th class="r">Effect</th><th class="r">Realised</th><th class="r">Own change, sd</th><th class="r">Others at least as large</th><th class="r">Stability</th></tr></thead><tbody>${ranked.map(
    ({ direction, low, high, activationMean, latentLength, effect, realised, specificity, stability }) =>
      html`<tr><th scope="row">${directionName(direction)}</th><td class="r">${formatFixed(low, 2)} to ${formatFixed(high, 2)}</td><td class="r">${formatFixed(activationMean, 2)}</td><td class="r">${formatFixed(latentLength, 2)}</td><td class="r">${metric(effect && quantityOf(effect), decimals, { n: false })}</td><td class="r">${metric(realised && quantityOf(realised), 2, { n: false })}</td><td class="r">${metric(specificity && quantityOf(specificity.ownChange), 2, { n: false })}</td><td class="r">${specificity ? formatShare(specificity.rankShare, 0) : formatFixed(null, 0)}</td><td class="r">${formatFixed(stability, 2)}</td></tr>`,
  )}</tbody></table></div></details>`;
}
