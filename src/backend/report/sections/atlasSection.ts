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
  const { summary, params, map } = atlas;
  return html`<section id="atlas"><h2>Atlas</h2>
<p>Does a unit move a part? ${formatCount(map.cells.length)} of ${formatCount(summary.units * map.concepts.length)} cells of ${countOf(summary.units, 'unit')} and ${countOf(map.concepts.length, 'concept')} (a part and a metric) have an effect whose 95 % interval over start pictures leaves out 0.</p>
<p>Does it move it more than chance would? ${formatCount(summary.tested)} cells could be tested against ${formatCount(summary.nullDirections)} null directions: random directions in w with the covariance of the held-out latents, ${LENGTH_OF[summary.chance]}, walked from the same start pictures. ${reportedSentence(atlas)}</p>
${summary.remarks.map((remark) => html`<p class="t2">${remark}</p>`)}
${map.cells.length > 0 && [mapFigure(atlas), unitTable(atlas)]}
<h3>Scores</h3>
<p>${scoreSentence('Disentanglement', 'how far a unit moves one part only', summary.disentanglement)} ${scoreSentence('Completeness', 'how far a part is moved by one unit only', summary.completeness)} Null: ${formatCount(params.rotations)} random rotations of all units that keep the covariance of w. ${tailSentence(atlas)}</p>
</section>`;
}

const LENGTH_OF: Readonly<Record<ReportedAtlas['summary']['chance'], string>> = {
  direction: 'as long as the unit’s own line',
  link: 'as long as the unit’s line would be in a link of shuffled pairs',
};

function reportedSentence({ summary }: ReportedAtlas): string {
  if (summary.reported === 0)
    return `No cell is reported at a false discovery rate of ${formatSetting(REPORTED_AT)}: what moves, moves as it would along any direction of that length.`;
  return `${countOf(summary.reported, 'cell')} of ${countOf(summary.unitsReported, 'unit')} ${summary.reported === 1 ? 'is' : 'are'} reported at a false discovery rate of ${formatSetting(REPORTED_AT)}: of these, about ${formatShare(REPORTED_AT, 0)} are expected to be chance.`;
}

function mapFigure({ map, summary }: ReportedAtlas): Html {
  const groups = summary.parts
    .map((name) => ({ name, columns: map.concepts.filter(({ part }) => part === name).length }))
    .filter(({ columns }) => columns > 0);
  const alt = `Effects of ${countOf(map.units.length, 'unit')} on ${countOf(map.concepts.length, 'concept')}: ${formatCount(map.cells.length)} cells are filled.`;
  return html`<figure>${conceptMap({ rows: map.units.map(String), groups, cells: map.cells, widthPx: WIDTH_PX, alt })}<figcaption>Effects whose interval leaves out 0: a row a unit, like ones together; under each part a column a metric (${summary.metrics.join(', ')}). Blue is more, red is less, stronger the larger the effect; framed are cells with q below ${formatSetting(REPORTED_AT)}. Empty is not shown to move, which is not the same as shown not to.</figcaption></figure>`;
}

function unitTable({ units, summary }: ReportedAtlas): Html {
  const shown = units.slice(0, MOST_UNITS);
  const seen = summary.parts.flatMap((name, at) => (shown.some(({ parts }) => parts[at]) ? [{ name, at }] : []));
  return html`<div class="wide"><table class="tight"><thead><tr><th>Unit</th>${seen.map(({ name }) => html`<th>${name}</th>`)}</tr></thead><tbody>${shown.map(
    ({ unit, parts, overParts }) =>
      html`<tr><th scope="row">${unit}<br><span class="t3">${formatFixed(overParts, 2)}</span></th>${seen.map(({ at }) => html`<td>${effectText(parts[at] ?? null)}</td>`)}</tr>`,
  )}</tbody></table></div>
<p class="caption">${units.length > shown.length ? `The ${formatCount(shown.length)} units with the largest effects of ${formatCount(units.length)}. ` : ''}Of each part its largest effect whose interval leaves out 0: change from one end of the unit’s range to the other, in standard deviations of the metric within a class, with half the width of its 95 % interval. * q below ${formatSetting(REPORTED_AT)}. Under the unit its selectivity over parts: 1 where all effects lie on one part, 0 where they are spread evenly.</p>`;
}

function effectText(effect: ReportedEffect | null): Html | null {
  if (effect === null) return null;
  const sign = effect.value > 0 ? '+' : '';
  return html`<span class="nowrap">${effect.metric}</span><br><span class="nowrap">${sign}${formatFixed(effect.value, 2)} <span class="t3">± ${formatFixed(effect.half, 2)}</span>${effect.q < REPORTED_AT && '*'}</span>`;
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
