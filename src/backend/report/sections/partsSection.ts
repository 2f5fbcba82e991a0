import { MEASURE_IDS } from '#core/measure/measures.ts';
import type { Change } from '#core/summary.ts';
import { type Html, html } from '../html.ts';
import { countOf, decimalsFor, enumerate, formatCount, formatFixed, metric } from '../numbers.ts';
import type { ReportedParts } from '../parts.ts';
import { quantityOf } from '../quantity.ts';
import type { ReportData } from '../reportData.ts';
import { directionName, measureName } from '../words.ts';

/** Parts: how well the segmenter finds them, and what units change of them. Nothing where none were measured. */
export function partsSection({ parts }: ReportData): Html | null {
  if (parts === null) return null;
  const { masks, segmenter, measures } = parts;
  const told = segmenter.isHeldOut
    ? 'masks that its networks had not seen'
    : 'the mask it learned from, for want of another';
  const whose = html`${countOf(masks.masks, 'mask')} of ${countOf(masks.pictures, 'picture')}, by ${enumerate(masks.annotators)}`;
  const origin =
    segmenter.importedFrom === undefined
      ? html`${whose}, taught a segmenter to find the parts from the generator’s features. On ${told} it reaches`
      : html`A segmenter was imported from ${segmenter.importedFrom}. On ${whose}, which it may have learned from, it reaches`;
  return html`<section id="parts"><h2>Parts</h2>
<p>${origin} a mean intersection over union of ${metric({ value: segmenter.meanIou, interval: segmenter.meanIouInterval, n: segmenter.masks }, 3)}.</p>
<div class="wide"><table><thead><tr><th>Part</th><th class="r">Intersection over union</th></tr></thead><tbody>${segmenter.parts.map(
    ({ name, iou, interval }) =>
      html`<tr><th scope="row">${name}</th><td class="r">${iou === null ? metric(null, 3) : metric({ value: iou, interval, n: segmenter.masks }, 3, { n: false })}</td></tr>`,
  )}</tbody></table></div>
<h3>What units change</h3>
<p>It found the parts in ${formatCount(measures.pictures)} pictures of a sweep, and every part was measured in each.</p>
${changeTable(parts)}
${motionTable(parts)}
</section>`;
}

function changeTable({ changes, segmenter, measures }: ReportedParts): Html {
  if (changes.length === 0)
    return html`<p class="t3">Of the strongest changes none has an interval that leaves out no change.</p>`;
  const names = new Map(measures.labels.map(({ id, name }) => [id, name]));
  return html`<div class="wide"><table><thead><tr><th>Unit</th><th>Part</th><th>Measure</th><th class="r">End to end</th><th class="r">In sd</th><th class="r">Monotone</th></tr></thead><tbody>${changes.map(
    ({ direction, quantity, metric: id, delta, standardised, monotonicity }) =>
      html`<tr><th scope="row">${directionName(direction)}</th><td>${names.get(quantity) ?? 'whole picture'}</td><td>${measureName(id)}</td><td class="r">${changeText(delta)}</td><td class="r">${formatFixed(standardised, 2)}</td><td class="r">${formatFixed(monotonicity, 2)}</td></tr>`,
  )}</tbody></table></div>
<p class="caption">Of each unit its strongest change from one end of its range to the other, mean over start pictures; in sd: over the standard deviation of the measure over start pictures; monotone: Kendall’s τ with the step. Shown are changes whose interval leaves out zero. They are the largest of ${formatCount(measures.quantities.length)} quantities with ${formatCount(MEASURE_IDS.length)} measures each, and the intervals are not corrected for that. What is found badly is measured badly: the worst part here has an intersection over union of ${formatFixed(worstOf(segmenter.parts), 2)}.</p>`;
}

function motionTable({ motion }: ReportedParts): Html | null {
  if (motion === null || motion.moved.length === 0) return null;
  const { summary, moved } = motion;
  return html`<h3>How parts move</h3>
<div class="wide"><table><thead><tr><th>Unit</th><th>Part</th><th class="r">Moved, px</th><th class="r">Across</th><th class="r">Down</th><th class="r">Expansion</th><th class="r">Rotation, rad</th></tr></thead><tbody>${moved.map(
    ({ unit, part, magnitude, x, y, expansion, rotation }) =>
      html`<tr><th scope="row">unit ${unit}</th><td>${part}</td><td class="r">${metric(quantityOf(magnitude), 2)}</td><td class="r">${formatFixed(x, 2)}</td><td class="r">${formatFixed(y, 2)}</td><td class="r">${formatFixed(expansion, 2)}</td><td class="r">${formatFixed(rotation, 2)}</td></tr>`,
  )}</tbody></table></div>
<p class="caption">Of each unit the part that moves farthest from one end of its range to the other, mean over start pictures, tracked without supervision in ${formatCount(summary.pairs)} pairs of pictures. The motion of the whole picture is taken out. ${summary.noiseFloor === null ? '' : `Where nothing changes, at most ${formatFixed(summary.noiseFloor, 2)} px are reported.`}</p>`;
}

function changeText(delta: Change['delta']): Html {
  return metric(quantityOf(delta), decimalsFor(Math.abs(delta.value)));
}

function worstOf(parts: ReportedParts['segmenter']['parts']): number {
  return Math.min(...parts.flatMap(({ iou }) => (iou === null ? [] : [iou])));
}
