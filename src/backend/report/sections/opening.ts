import { type Html, html } from '../html.ts';
import { countOf, decimalsFor, formatCount, metricText } from '../numbers.ts';
import { quantityOf } from '../quantity.ts';
import type { ReportData } from '../reportData.ts';
import { directionName, methodName } from '../words.ts';

/** Title, the study in a sentence, and what a reader must know before any number. */
export function opening(data: ReportData): Html {
  return html`<header>
<p class="over">Unitloom report</p>
<h1>${data.title}</h1>
<p class="lead">${studySentence(data)}</p>
<nav aria-label="Sections"><a href="#run">What was run</a><a href="#link">How good the link is</a><a href="#linked">Original and linked</a><a href="#units">Strongest units</a><a href="#methods">Methods</a><a href="#provenance">Provenance</a></nav>
${data.pair.generatorName === DEMO_GENERATOR && demoNote}
</header>`;
}

export function studySentence({ pair, samples, linker, sweep, shown }: ReportData): string {
  const { quality, summary, params } = linker;
  const r2 = quality.predictors[0]?.r2;
  const link =
    `A link fitted on ${formatCount(summary.trainCount)} pictures of ${countOf(samples.summary.classIndices.length, 'class', 'classes')} ` +
    `(${methodName(params)}) predicts the latents of ${pair.generatorName} from the ${formatCount(pair.units)} units of ` +
    `${pair.classifierName} with a held-out R² of ${r2 ? metricText(r2, 3) : 'n/a'} (n = ${formatCount(summary.heldOutCount)}).`;
  const walked =
    ` ${countOf(sweep.summary.units, 'unit')} ${sweep.summary.units === 1 ? 'was' : 'were'} set to ` +
    `${sweep.summary.steps} values on ${countOf(sweep.summary.starts, 'start picture')}`;
  const strongest = shown[0];
  if (!strongest?.line.effect) return `${link}${walked}.`;
  const effect = quantityOf(strongest.line.effect);
  const change = `${metricText(effect, decimalsFor(effect.value))} grey levels (n = ${formatCount(effect.n)})`;
  return `${link}${walked}; the strongest, ${directionName(strongest.line.direction)}, changes the picture by ${change}.`;
}

/** Name of the generator that is shipped as a demo. */
export const DEMO_GENERATOR = 'critters-generator';

const demoNote = html`<aside class="note" aria-label="About the demo pair"><p><b>This is the demo pair: it proves the pipeline, not a fact about real networks.</b> Its generator was trained by regression on a drawn world with known factors, in such a way that its latents are nearly linear in them. Of its two classifiers critters-aux was taught the factors beside the classes; critters-class-only was not. A high R² is therefore partly built in: it says that link, sweep and measures work as they should, and nothing about how linear the link is elsewhere.</p></aside>`;
