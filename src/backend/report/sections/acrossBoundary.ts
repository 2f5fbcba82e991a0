import type { ClassPair } from '#core/counterfactual/pairChanges.ts';
import type { CounterfactualExample, ReportedCounterfactuals } from '../counterfactuals.ts';
import { type Html, html } from '../html.ts';
import { countOf, enumerate, formatCount, formatFixed, formatShare, metric, metricText } from '../numbers.ts';
import { tile } from '../pictures.ts';
import { quantityOf, shareOf } from '../quantity.ts';
import type { ReportData } from '../reportData.ts';
import { measureName } from '../words.ts';

/** Counterfactuals: the matrix of class pairs, a few paths, and the controls. Nothing where none were run. */
export function acrossBoundary(data: ReportData): Html | null {
  const found = data.counterfactuals;
  if (found === null) return null;
  return html`<section id="boundary"><h2>Across the decision boundary</h2>
<p>${methodSentence(found)} Whether it worked is said by the picture, classified again: ${metric(shareOf(found.summary.valid, found.summary.cases), 3)} became the target.</p>
${failures(found)}
<h3>Class pairs</h3>
${matrix(found.pairs, data.pair.classNames)}
<p class="caption">Median length of the shift in w, in standard deviations of w${found.summary.valid < found.summary.cases && html`; in brackets how many of how many became the target, where not all did`}. Rows: class left. Columns: class reached.</p>
${
  found.examples.length > 0 &&
  html`<h3>On the way</h3>${found.examples.map((example) => path(data, example))}
<p class="caption">For each class the sample with the median shift of one pair. Below each picture: place on the path, 1 being the counterfactual, and the target’s probability in the re-classified picture.</p>`
}
${crossingNote(found)}
${controlsNote(found)}
</section>`;
}

function methodSentence({ params, summary }: ReportedCounterfactuals): string {
  const samples = countOf(summary.cases, 'counterfactual');
  if (params.method === 'reference') {
    return `${samples}, by the loss and update of the reference implementation: gradient descent from a random shift, until the class of the picture changes.`;
  }
  return `${samples}: the representation was shifted to where the head’s log-odds of the target reach a margin, at the least cost in w, in units moved and in Mahalanobis length within classes, and the margin raised until the target’s probability in the picture was ${formatFixed(params.confidence, 2)}.`;
}

function failures({ summary: { outcomes, startsWrong } }: ReportedCounterfactuals): Html | null {
  const words: readonly (readonly [string, string])[] = [
    ['picture-stays', 'turned the head’s logits while the picture stayed another class'],
    ['unreachable', 'could not even turn the logits inside the observed range'],
    ['already', 'started at a picture that was the target already'],
  ];
  const said = words.flatMap(([name, what]) => (outcomes[name] ? [`${formatCount(outcomes[name])} ${what}`] : []));
  if (startsWrong > 0)
    said.push(`${formatCount(startsWrong)} began at a linked picture that is not of its sample’s class`);
  return said.length === 0 ? null : html`<p><span class="warn">△</span> ${enumerate(said)}.</p>`;
}

/** Above this a table says only the shortest shifts. */
const MOST_CLASSES = 12;

function matrix(pairs: readonly ClassPair[], names: readonly string[]): Html {
  const classes = [...new Set(pairs.flatMap(({ origin, target }) => [origin, target]))].sort((a, b) => a - b);
  if (classes.length > MOST_CLASSES) return pairTable(pairs, names);
  const lengths = pairs.flatMap(({ length }) => (length === null ? [] : [length]));
  const most = Math.max(1e-9, ...lengths);
  const cell = (origin: number, target: number) => {
    const pair = pairs.find((each) => each.origin === origin && each.target === target);
    if (!pair) return html`<td class="zero"></td>`;
    const share = ((pair.length ?? 0) / most).toFixed(3);
    return html`<td style="--share:${share}">${formatFixed(pair.length, 2)}${pair.valid < pair.n && html` <span class="t3">(${pair.valid}/${pair.n})</span>`}</td>`;
  };
  return html`<div class="wide"><table class="confusion"><thead><tr><th></th>${classes.map((c) => html`<th scope="col">${names[c] ?? null}</th>`)}</tr></thead><tbody>${classes.map(
    (origin) =>
      html`<tr><th scope="row">${names[origin] ?? null}</th>${classes.map((target) => cell(origin, target))}</tr>`,
  )}</tbody></table></div>`;
}

function pairTable(pairs: readonly ClassPair[], names: readonly string[]): Html {
  const shown = pairs.toSorted((a, b) => (a.length ?? Infinity) - (b.length ?? Infinity)).slice(0, 24);
  return html`<p class="caption">The ${shown.length} of ${formatCount(pairs.length)} class pairs with the shortest shifts.</p>
<table><thead><tr><th>From</th><th>To</th><th class="r">Shift in w, sd</th><th class="r">Became the target</th></tr></thead><tbody>${shown.map(
    ({ origin, target, length, valid, n }) =>
      html`<tr><td>${names[origin] ?? null}</td><td>${names[target] ?? null}</td><td class="r">${formatFixed(length, 2)}</td><td class="r">${valid} of ${n}</td></tr>`,
  )}</tbody></table>`;
}

function path(
  data: ReportData,
  { sample, origin, target, crossing, pictures, units, measured, changes }: CounterfactualExample,
): Html {
  const { classNames } = data.pair;
  const [from, to] = [classNames[origin] ?? '', classNames[target] ?? ''];
  return html`<figure class="film"><div style="--count:${pictures.length}">${pictures.map(
    ({ place, picture, probability }) =>
      html`<span>${tile(data, picture, `${from} to ${to}, place ${formatFixed(place, 2)}: ${to} with probability ${formatFixed(probability, 2)}`)}<small>${formatFixed(place, 2)} <b>${formatFixed(probability, 2)}</b></small></span>`,
  )}</div><figcaption><b>${from} to ${to}</b>, sample ${sample}: the picture turns at ${formatFixed(crossing, 2)}; ${countOf(units.length, 'unit')} alone ${units.length === 1 ? 'turns' : 'turn'} it: ${enumerate(units.map(String))}.${changesText(measured, changes)}</figcaption></figure>`;
}

/** Changes are told in standard deviations. */
function withoutUnit(name: string): string {
  return name.replace(/, .*$/, '');
}

function changesText(measured: number, changes: CounterfactualExample['changes']): Html | null {
  if (measured === 0) return null;
  if (changes.length === 0) {
    return html` Of the parts no change has a q-value below 0.05 over the ${countOf(measured, 'sample')} of the pair.`;
  }
  const told = changes.map(
    ({ name, measure, change }) => `${name} ${withoutUnit(measureName(measure))} ${metricText(quantityOf(change), 1)}`,
  );
  return html` Over the ${countOf(measured, 'sample')} of the pair most changed, in standard deviations over start pictures: ${enumerate(told)}.`;
}

function crossingNote({ summary }: ReportedCounterfactuals): Html | null {
  const { crossing, medianMoved, medianMinimal, units, scores } = summary;
  if (crossing === null) return null;
  return html`<p>The picture turns at ${metric(quantityOf(crossing), 2)} of the path. Of ${countOf(units, 'unit')} the median counterfactual moves <b>${formatFixed(medianMoved, 0)}</b>, and <b>${formatFixed(medianMinimal, 0)}</b> of these alone turn the picture, by greedy deletion with a picture looked at for each. The re-encoded picture is <b>${formatFixed(scores.plausibility, 2)}</b> times as far from the target’s mean as 95 % of the target’s samples (median, Mahalanobis within classes): a shift that stops right behind the boundary is not a typical member of the class.</p>`;
}

function controlsNote({ summary: { controls } }: ReportedCounterfactuals): Html {
  if (controls === null) return html`<p class="t3">This run was made without controls.</p>`;
  return html`<p>Controls: of ${formatCount(controls.randomCount)} random directions with the covariance of w and the same length, ${formatShare(controls.randomLeave)} left the class and ${formatShare(controls.randomReach)} reached the target. On a head of shuffled labels ${formatShare(controls.shuffledReach)} reached it (n = ${formatCount(controls.n)}). Searches from other first shifts agree in w with a median cosine of ${formatFixed(controls.seedAgreement, 3)}, from a start with noise of 0.1 standard deviations with ${formatFixed(controls.noiseAgreement, 3)}.</p>`;
}
