import type { ClassDraws, SamplesSummary } from '#core/summary.ts';
import { type Content, type Html, html } from '../html.ts';
import { countOf, enumerate, formatCount, formatSetting, formatShare, metric } from '../numbers.ts';
import { shareOf } from '../quantity.ts';
import type { ReportData } from '../reportData.ts';
import { methodName, modeName, rangeName, unitList } from '../words.ts';

export function whatWasRun(data: ReportData): Html {
  return html`<section id="run"><h2>What was run</h2>
<div class="grid2">${[pairSettings(data), samplesSettings(data), linkerSettings(data), sweepSettings(data)]}</div>
<div class="side"><div><h3>Samples by class</h3>${acceptanceTable(data.samples.summary)}</div>
<div class="free"><h3>What the classifier took the draws for</h3>${confusion(data)}</div></div>
</section>`;
}

type Setting = readonly [name: string, value: Content];

function settings(title: string, list: readonly Setting[]): Html {
  return html`<div><h3>${title}</h3><dl class="settings">${list.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></div>`;
}

function pairSettings({ pair }: ReportData): Html {
  const [heightPx, widthPx] = pair.imageSizePx;
  return settings('Pair', [
    ['Generator', `${pair.generatorName}, pictures of ${widthPx} × ${heightPx} px`],
    ['Latents', `z of ${pair.zDim}, w of ${pair.wDim} dimensions`],
    ['Classifier', pair.classifierName],
    [
      'Representation',
      `${formatCount(pair.units)} units: ${pair.representation}${pair.nonneg ? ', never below 0' : ''}`,
    ],
    ['Classes', pair.classNames.length <= 12 ? enumerate(pair.classNames) : formatCount(pair.classNames.length)],
    ['Licences', pair.licences.length > 0 ? enumerate([...new Set(pair.licences)]) : 'none stated'],
  ]);
}

function samplesSettings({ pair, samples }: ReportData): Html {
  const { params, summary } = samples;
  return settings('Samples', [
    [
      'Classes',
      summary.classIndices.length === pair.classNames.length
        ? `all ${pair.classNames.length}`
        : namedClasses(pair.classNames, summary),
    ],
    ['Wanted per class', formatCount(params.perClass)],
    ['Truncation ψ', formatSetting(params.psi)],
    ['Seed', formatSetting(params.seed)],
    [
      'Held out',
      `${formatShare(params.heldOut, 0)} of latents: ${formatCount(summary.heldOut)} of ${formatCount(summary.count)} samples`,
    ],
    ['Accepted', metric(shareOf(summary.count, summary.drawn), 3)],
    ['Duplicate latents', formatCount(summary.duplicates)],
    ['Units that never fire', `${formatCount(summary.deadUnits)} of ${formatCount(pair.units)}`],
  ]);
}

function namedClasses(names: readonly string[], { classIndices }: SamplesSummary): string {
  const chosen = classIndices.map((index) => names[index] ?? `class ${index}`);
  return chosen.length <= 12 ? enumerate(chosen) : `${chosen.length} of ${names.length}`;
}

function linkerSettings({ linker }: ReportData): Html {
  const { params, summary } = linker;
  return settings('Linker', [
    ['Method', methodName(params)],
    ['Fitted on', `${formatCount(summary.trainCount)} samples`],
    ['Measured on', `${formatCount(summary.heldOutCount)} held-out samples`],
    ['Seed of shuffled pairs', formatSetting(params.seed)],
    ...(summary.addedPenalty > 0
      ? [
          [
            'Penalty added',
            `${formatSetting(summary.addedPenalty)}, because the units are linearly dependent`,
          ] satisfies Setting,
        ]
      : []),
  ]);
}

function sweepSettings({ sweep, pair }: ReportData): Html {
  const { params, summary, lines } = sweep;
  const dead = lines.flatMap(({ dead, direction }) => (dead && direction.kind === 'unit' ? [direction.unit] : []));
  return settings('Sweep', [
    ['Units', params.units ? unitList(params.units) : `all ${formatCount(pair.units)}`],
    ...(dead.length > 0
      ? [['Not walked', `${unitList(dead)}: nothing to walk, always the same activation`] satisfies Setting]
      : []),
    ...(params.directions.length > 0
      ? [['Further directions', formatCount(params.directions.length)] satisfies Setting]
      : []),
    ['Start pictures', `${formatCount(summary.starts)}, held out, seed ${formatSetting(params.startSeed)}`],
    ['Steps', formatCount(params.steps)],
    ['Range', rangeName(params.range)],
    ['Mode', modeName(params.mode)],
    ['No-op control', params.control ? 'yes' : 'no'],
    ['Pictures', formatCount(summary.images)],
  ]);
}

/** Above this a table says only what is worst. */
const MOST_CLASSES = 24;

function acceptanceTable({ perClass }: SamplesSummary): Html {
  const share = ({ accepted, drawn }: ClassDraws) => accepted / Math.max(1, drawn);
  const isCut = perClass.length > MOST_CLASSES;
  const rows = isCut ? [...perClass].sort((a, b) => share(a) - share(b)).slice(0, MOST_CLASSES) : perClass;
  return html`${isCut && html`<p class="caption">The ${MOST_CLASSES} of ${perClass.length} classes with the lowest acceptance.</p>`}
<table><thead><tr><th>Class</th><th class="r">Drawn</th><th class="r">Accepted</th><th class="r">Share</th></tr></thead><tbody>${rows.map(
    (row) => {
      const accepted = shareOf(row.accepted, row.drawn);
      return html`<tr><th scope="row">${row.name}</th><td class="r">${formatCount(row.drawn)}</td><td class="r">${formatCount(row.accepted)}</td><td class="r">${metric(accepted, 3, { n: false })}</td></tr>`;
    },
  )}</tbody></table>`;
}

/** Above this the table of all pairs is unreadable and only mistakes are listed. */
const MOST_CONFUSION_COLUMNS = 12;

function confusion({ samples, pair }: ReportData): Html {
  return pair.classNames.length <= MOST_CONFUSION_COLUMNS
    ? confusionTable(samples.summary, pair.classNames)
    : mistakes(samples.summary, pair.classNames);
}

function confusionTable({ confusion, classIndices }: SamplesSummary, names: readonly string[]): Html {
  return html`<p class="caption">Rows: class asked for. Columns: class predicted. All draws, accepted or not.</p>
<div class="wide"><table class="confusion"><thead><tr><th></th>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${classIndices.map(
    (row) => {
      const counts = confusion[row] ?? [];
      const total = Math.max(
        1,
        counts.reduce((sum, count) => sum + count, 0),
      );
      return html`<tr><th scope="row">${names[row] ?? null}</th>${counts.map(
        (count) =>
          html`<td${count === 0 ? html` class="zero"` : null} style="--share:${(count / total).toFixed(3)}">${formatCount(count)}</td>`,
      )}</tr>`;
    },
  )}</tbody></table></div>`;
}

function mistakes({ confusion, classIndices }: SamplesSummary, names: readonly string[]): Html {
  const found = classIndices
    .flatMap((row) => (confusion[row] ?? []).map((count, column) => ({ row, column, count })))
    .filter(({ row, column, count }) => row !== column && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_CLASSES);
  if (found.length === 0) return html`<p>Every draw was taken for the class asked for.</p>`;
  return html`<p class="caption">The most frequent mistakes, at most ${MOST_CLASSES}.</p>
<table><thead><tr><th>Asked for</th><th>Taken for</th><th class="r">Draws</th></tr></thead><tbody>${found.map(
    ({ row, column, count }) =>
      html`<tr><td>${names[row] ?? null}</td><td>${names[column] ?? null}</td><td class="r">${countOf(count, 'draw')}</td></tr>`,
  )}</tbody></table>`;
}
