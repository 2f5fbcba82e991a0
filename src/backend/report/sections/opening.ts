import { median } from '#core/statistics.ts';
import { type Content, type Html, html } from '../html.ts';
import { countOf, decimalsFor, formatCount, formatFixed, formatInterval, metricText } from '../numbers.ts';
import { stepValues, strip } from '../pictures.ts';
import { type Quantity, quantityOf } from '../quantity.ts';
import type { ReportData, ShownLine } from '../reportData.ts';
import { directionName, methodName, stepLabels } from '../words.ts';

/** Title, the study in a sentence, the strongest unit, key figures, and what a reader must know before believing them. */
export function opening(data: ReportData): Html {
  return html`<header>
<p class="over">Unitloom report</p>
<h1>${data.title}</h1>
<p class="lead">${studySentence(data)}</p>
${strongestStrip(data)}
${keyFigures(data)}
${data.pair.generatorName === DEMO_GENERATOR && demoNote}
<nav aria-label="Sections"><a href="#run">What was run</a><a href="#link">How good the link is</a><a href="#linked">Original and linked</a><a href="#units">Strongest units</a>${data.parts && html`<a href="#parts">Parts</a>`}${data.atlas && html`<a href="#atlas">Atlas</a>`}${data.counterfactuals && html`<a href="#boundary">Across the decision boundary</a>`}<a href="#methods">Methods</a><a href="#provenance">Provenance</a></nav>
</header>`;
}

export function studySentence({ pair, samples, linker, sweep, shown }: ReportData): string {
  const { quality, summary, params } = linker;
  const classes = countOf(samples.summary.classIndices.length, 'class', 'classes');
  const origin =
    params.method === 'imported'
      ? `A link ${methodName(params)}`
      : `A link fitted on ${formatCount(summary.trainCount)} pictures of ${classes} (${methodName(params)})`;
  const link =
    `${origin} predicts the latents of ` +
    `${pair.generatorName} from the ${formatCount(pair.units)} units of ${pair.classifierName} with a held-out R² of ` +
    `${metricText(quality.linked.r2, 3)} (n = ${formatCount(summary.heldOutCount)}).`;
  const walked =
    ` ${countOf(sweep.summary.units, 'unit')} ${sweep.summary.units === 1 ? 'was' : 'were'} set to ` +
    `${sweep.summary.steps} values on ${countOf(sweep.summary.starts, 'start picture')}`;
  const strongest = strongestUnit(shown);
  if (!strongest?.line.effect) return `${link}${walked}.`;
  const effect = quantityOf(strongest.line.effect);
  const change = `${metricText(effect, decimalsFor(effect.value))} grey levels (n = ${formatCount(effect.n)})`;
  return `${link}${walked}; the strongest, ${directionName(strongest.line.direction)}, changes the picture by ${change}.`;
}

function strongestUnit(shown: ReportData['shown']): ShownLine | undefined {
  return shown.find(({ line }) => line.direction.kind === 'unit');
}

/** The loudest thing on the page is a picture. */
function strongestStrip(data: ReportData): Html | null {
  const strongest = strongestUnit(data.shown);
  const start = strongest?.starts[0];
  if (!strongest || !start?.strip || !data.pictures.has(start.strip)) return null;
  const { line, values } = strongest;
  const labels = stepLabels(values);
  const what = `${directionName(line.direction)} set from ${labels[0]} to ${labels.at(-1)}`;
  return html`<figure class="hero">${strip(data, start.strip, values.length, `${start.className}, ${what}`)}${stepValues(values)}<figcaption>The strongest unit on a start picture of class ${start.className}: ${what}.</figcaption></figure>`;
}

function keyFigures({ linker, sweep, shown }: ReportData): Html {
  const { linked } = linker.quality;
  const strongest = strongestUnit(shown)?.line;
  const ratios = sweep.lines.flatMap(({ direction, realised }) =>
    direction.kind === 'unit' && realised ? [realised.value] : [],
  );
  const effect = strongest?.effect ? quantityOf(strongest.effect) : null;
  return html`<dl class="key">${[
    keyFigure('Held-out R²', linked.r2, 3, 'held out'),
    keyFigure('Class agreement', linked.agreement, 3, 'held out'),
    keyFigure('Pixel error', linked.pixelError, 2, 'grey levels'),
  ]}${effect && keyFigure('Strongest effect', effect, decimalsFor(effect.value), 'grey levels')}${
    ratios.length > 0 &&
    html`<div><dt>Median realised</dt><dd><b>${formatFixed(median(ratios), 2)}</b>1 would be all<br>n = ${countOf(ratios.length, 'unit')}</dd></div>`
  }</dl>`;
}

function keyFigure(name: string, quantity: Quantity, decimals: number, unit: string): Content {
  return html`<div><dt>${name}</dt><dd><b>${formatFixed(quantity.value, decimals)}</b>${formatInterval(quantity, decimals)} <br>n = ${formatCount(quantity.n)}, ${unit}</dd></div>`;
}

/** Name of the generator that is shipped as a demo. */
export const DEMO_GENERATOR = 'critters-generator';

const demoNote = html`<aside class="note" aria-label="About the demo pair"><p><b>This is the demo pair: it proves the pipeline, not a fact about real networks.</b> Its generator was trained by regression on a drawn world with known factors, in such a way that its latents are nearly linear in them. Of its two classifiers critters-aux was taught the factors beside the classes; critters-class-only was not. A high R² is therefore partly built in: it says that link, sweep and measures work as they should, and nothing about how linear the link is elsewhere.</p></aside>`;
