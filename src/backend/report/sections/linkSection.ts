import type { IdentifiabilitySummary } from '#core/summary.ts';
import { dimensionBars } from '../figures/dimensionBars.ts';
import { intervalPanels } from '../figures/intervalPanels.ts';
import { type Html, html } from '../html.ts';
import type { PredictorQuality } from '../linkQuality.ts';
import { countOf, formatCount, formatFixed, formatInterval, metricText } from '../numbers.ts';
import type { Quantity } from '../quantity.ts';
import type { ReportData } from '../reportData.ts';

/** Width of a figure as wide as the page, px. */
export const FULL_WIDTH_PX = 800;

export function linkSection({ linker }: ReportData): Html {
  const { quality, summary } = linker;
  return html`<section id="link"><h2>How good the link is</h2>
${predictorFigure([quality.linked, ...quality.baselines])}
${predictorTable([quality.linked, ...quality.baselines])}
<p class="caption">On ${formatCount(summary.heldOutCount)} held-out samples of ${formatCount(summary.heldOutDraws)} latent draws, n of every number here. Brackets: 95 % interval for this fitted link, latents resampled by draw.</p>
<h3>Dimension by dimension</h3>
${axesFigure(summary.r2PerDimension, 'latent dimensions')}
${axesFigure(summary.r2PerComponent, 'principal components of the training latents')}
${quality.perClass.length > 1 && html`<h3>Class by class</h3>${classFigure(quality.perClass)}`}
${summary.identifiability && identifiabilityNote(summary.identifiability, summary.r2PerDimension.length)}
</section>`;
}

function predictorFigure(predictors: readonly PredictorQuality[]): Html {
  const pick = (read: (predictor: PredictorQuality) => Quantity) => predictors.map(read);
  const lowestR2 = Math.min(0, ...predictors.map(({ r2 }) => r2.value));
  const highestError = Math.max(1, ...predictors.map(({ pixelError }) => pixelError.interval?.[1] ?? pixelError.value));
  return html`<figure>${intervalPanels({
    rows: predictors.map(({ name }) => name),
    emphasis: 0,
    panels: [
      { title: 'R²', quantities: pick(({ r2 }) => r2), domain: [Math.floor(lowestR2 * 2) / 2, 1] },
      { title: 'cosine', quantities: pick(({ cosine }) => cosine), domain: [0, 1] },
      { title: 'class agreement', quantities: pick(({ agreement }) => agreement), domain: [0, 1] },
      {
        title: 'pixel error, grey levels',
        quantities: pick(({ pixelError }) => pixelError),
        domain: [0, Math.ceil(highestError / 5) * 5],
      },
    ],
    widthPx: FULL_WIDTH_PX,
    alt: `Link beside its baselines. ${predictors.map(({ name, r2, pixelError }) => `${name}: R2 ${metricText(r2, 3)}, pixel error ${metricText(pixelError, 2)}`).join('; ')}.`,
  })}</figure>`;
}

function predictorTable(predictors: readonly PredictorQuality[]): Html {
  return html`<div class="wide"><table><thead><tr><th></th><th>R²</th><th>Cosine</th><th>Class agreement</th><th>Class divergence, nats</th><th>Cycle error</th><th>Pixel error</th><th>Structure error</th></tr></thead><tbody>${predictors.map(
    (predictor, row) =>
      html`<tr${row === 0 && html` class="on"`}><th scope="row">${predictor.name}</th><td>${cell(predictor.r2, 3)}</td><td>${cell(predictor.cosine, 3)}</td><td>${cell(predictor.agreement, 3)}</td><td>${cell(predictor.divergence, 3)}</td><td>${cell(predictor.cycleError, 3)}</td><td>${cell(predictor.pixelError, 2)}</td><td>${cell(predictor.structureError, 3)}</td></tr>`,
  )}</tbody></table></div>`;
}

function cell(quantity: Quantity, decimals: number): Html {
  return html`<span class="metric">${formatFixed(quantity.value, decimals)} <span class="t2" style="font-weight:400">${formatInterval(quantity, decimals)}</span></span>`;
}

function axesFigure(r2: readonly number[], what: string): Html {
  const sorted = [...r2].sort((a, b) => b - a);
  const best = formatFixed(sorted[0] ?? null, 3);
  const worst = formatFixed(sorted.at(-1) ?? null, 3);
  const above = r2.filter((value) => value > 0.5).length;
  return html`<figure>${dimensionBars({ r2, what, widthPx: FULL_WIDTH_PX, alt: `R2 of each of ${r2.length} ${what}, sorted: from ${best} down to ${worst}.` })}
<figcaption>R² of each of the ${formatCount(r2.length)} ${what}, from ${best} down to ${worst}; ${formatCount(above)} of them above 0.5. n as above.</figcaption></figure>
<details><summary>Numbers behind this figure</summary><p class="mono" style="max-width:none">${r2.map((value, d) => `${d}: ${formatFixed(value, 3)}`).join('  ')}</p></details>`;
}

function identifiabilityNote(found: IdentifiabilitySummary, dimensions: number): Html {
  return html`<h3>What can be told apart</h3>
<p>Of the ${formatCount(dimensions)} dimensions of w the link reaches as many as <b>${formatFixed(found.linkedRank, 1)}</b> equally strong ones would make (effective rank of the linked held-out latents; of the weights alone ${formatFixed(found.weightsRank, 1)}). Units whose directions are nearly one line, by their cosine, count as one: that leaves ${countOf(found.groups, 'direction')}, and ${countOf(found.groupedUnits, 'unit')} ${found.groupedUnits === 1 ? 'shares' : 'share'} one with another. Fitted again on ${formatCount(found.refits)} resamples of the training draws, the direction of the median unit keeps a cosine of <b>${formatFixed(found.medianStability, 3)}</b> with itself.</p>`;
}

const MOST_CLASSES = 16;

function classFigure(perClass: readonly PredictorQuality[]): Html {
  const isCut = perClass.length > MOST_CLASSES;
  const rows = isCut ? [...perClass].sort((a, b) => a.r2.value - b.r2.value).slice(0, MOST_CLASSES) : perClass;
  const pick = (read: (row: PredictorQuality) => Quantity) => rows.map(read);
  return html`<figure>${intervalPanels({
    rows: rows.map(({ name }) => name),
    panels: [
      { title: 'R² within the class', quantities: pick(({ r2 }) => r2) },
      { title: 'class agreement', quantities: pick(({ agreement }) => agreement) },
      { title: 'pixel error, grey levels', quantities: pick(({ pixelError }) => pixelError) },
    ],
    widthPx: FULL_WIDTH_PX,
    alt: `The link by class. ${rows.map(({ name, r2 }) => `${name}: R2 ${metricText(r2, 3)}, n = ${r2.n}`).join('; ')}.`,
  })}</figure>
<div class="wide"><table><thead><tr><th>Class</th><th>R²</th><th>Class agreement</th><th>Pixel error</th><th class="r">n</th></tr></thead><tbody>${rows.map(
    ({ name, r2, agreement, pixelError }) =>
      html`<tr><th scope="row">${name}</th><td>${cell(r2, 3)}</td><td>${cell(agreement, 3)}</td><td>${cell(pixelError, 2)}</td><td class="r">${formatCount(r2.n)}</td></tr>`,
  )}</tbody></table></div>
<p class="caption">${isCut && `The ${MOST_CLASSES} of ${perClass.length} classes with the lowest R². `}Within one class latents vary less than over all of them, so the same error gives a lower R². Axes are cut to the range in question.</p>`;
}
