import { REPORTED_AT } from '#core/atlas/assemble.ts';
import type { TotalScore } from '#core/summary.ts';
import type { ReportedAtlas, ReportedEffect } from '../atlas.ts';
import { conceptMap } from '../figures/conceptMap.ts';
import { type Html, html } from '../html.ts';
import { countOf, formatCount, formatFixed, formatSetting, formatShare } from '../numbers.ts';
import type { ReportData } from '../reportData.ts';

/** Units told. */
const MOST_UNITS = 12;
const WIDTH_PX = 800;

/** Which unit holds which concept, with what chance would give. Nothing where no atlas was built. */
export function atlasSection({ atlas }: ReportData): Html | null {
  if (atlas === null) return null;
  const { summary, params } = atlas;
  return html`<section id="atlas"><h2>Atlas</h2>
<p>${countOf(summary.units, 'unit')}, ${countOf(summary.parts.length, 'part')} and ${countOf(summary.metrics.length, 'metric')} give ${formatCount(summary.tested)} cells that can be tested against ${formatCount(summary.nullDirections)} null directions: random directions in w, with the covariance of the held-out latents and the length of the unit’s own line, walked from the same start pictures. ${formatCount(summary.reported)} cells of ${countOf(summary.unitsReported, 'unit')} are reported at a false discovery rate of ${formatSetting(REPORTED_AT)}: of these, about ${formatShare(REPORTED_AT, 0)} are expected to be chance.</p>
${summary.remarks.map((remark) => html`<p class="t2">${remark}</p>`)}
${summary.reported === 0 ? html`<p class="t3">No unit moves a part more than chance would.</p>` : [mapFigure(atlas), unitTable(atlas)]}
<h3>Scores</h3>
<p>${scoreSentence('Disentanglement', 'how far a unit moves one part only', summary.disentanglement)} ${scoreSentence('Completeness', 'how far a part is moved by one unit only', summary.completeness)} Null: ${formatCount(params.rotations)} random rotations of all units that keep the covariance of w. ${tailSentence(atlas)}</p>
</section>`;
}

function mapFigure({ map, summary }: ReportedAtlas): Html {
  const groups = summary.parts
    .map((name) => ({ name, columns: map.concepts.filter(({ part }) => part === name).length }))
    .filter(({ columns }) => columns > 0);
  const alt = `Reported effects of ${countOf(map.units.length, 'unit')} on ${countOf(map.concepts.length, 'concept')}: ${formatCount(map.cells.length)} cells are filled.`;
  return html`<figure>${conceptMap({ rows: map.units.map(String), groups, cells: map.cells, widthPx: WIDTH_PX, alt })}<figcaption>Reported cells: a row a unit, like ones together; under each part a column a metric (${summary.metrics.join(', ')}). Blue is more, red is less, stronger the larger the effect; empty is not reported, which is not the same as no effect.</figcaption></figure>`;
}

function unitTable({ units, summary }: ReportedAtlas): Html {
  const shown = units.slice(0, MOST_UNITS);
  const seen = summary.parts.flatMap((name, at) => (shown.some(({ parts }) => parts[at]) ? [{ name, at }] : []));
  return html`<div class="wide"><table class="tight"><thead><tr><th>Unit</th>${seen.map(({ name }) => html`<th>${name}</th>`)}<th class="r">Concepts</th><th class="r">Selectivity</th></tr></thead><tbody>${shown.map(
    ({ unit, parts, concepts, overParts }) =>
      html`<tr><th scope="row">${unit}</th>${seen.map(({ at }) => html`<td>${effectText(parts[at] ?? null)}</td>`)}<td class="r">${formatCount(concepts)}</td><td class="r">${formatFixed(overParts, 2)}</td></tr>`,
  )}</tbody></table></div>
<p class="caption">${units.length > shown.length ? `The ${formatCount(shown.length)} units with the largest effects of ${formatCount(units.length)}. ` : ''}Of each part its largest reported effect: change from one end of the unit’s range to the other, in standard deviations of the metric within a class, with half the width of its 95 % interval. Concepts: reported cells. Selectivity: 1 where all effects lie on one part, 0 where they are spread evenly.</p>`;
}

function effectText(effect: ReportedEffect | null): Html | null {
  if (effect === null) return null;
  const sign = effect.value > 0 ? '+' : '';
  return html`<span class="nowrap">${effect.metric}</span><br><span class="nowrap">${sign}${formatFixed(effect.value, 2)} <span class="t3">± ${formatFixed(effect.half, 2)}</span></span>`;
}

function scoreSentence(name: string, meaning: string, { measured, predicted, low, high, p }: TotalScore): string {
  return `${name}, ${meaning}, is ${formatFixed(measured, 3)}; the linear response to the units, for which there is a null, has ${formatFixed(predicted, 3)} where units that point anywhere would have ${formatFixed(low, 3)} to ${formatFixed(high, 3)} (p = ${formatFixed(p, 3)}).`;
}

function tailSentence({ summary: { tailCheck } }: ReportedAtlas): string {
  const shares = tailCheck.shares
    .map(({ level, share }) => `${formatShare(share, 2)} below ${formatSetting(level)}`)
    .join(', ');
  return `Probabilities beyond what ${formatCount(tailCheck.n)} left-out null statistics can count come from a fitted tail; of these statistics it puts ${shares}.`;
}
