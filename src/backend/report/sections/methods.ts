import { type Html, html } from '../html.ts';
import { countOf, formatCount, formatSetting, formatShare } from '../numbers.ts';
import type { ReportData } from '../reportData.ts';
import { methodName, modeName, rangeName } from '../words.ts';

/** What was done, in words for a paper, and every term in one sentence. */
export function methods(data: ReportData): Html {
  return html`<section id="methods"><h2>Methods</h2>
<p>${methodsParagraph(data)}</p>
<dl class="definitions">${definitions(data).map(([term, sentence]) => html`<dt>${term}</dt><dd>${sentence}</dd>`)}</dl>
</section>`;
}

function methodsParagraph({ pair, samples, linker, sweep }: ReportData): string {
  const { params: drawn } = samples;
  const { params: walked, summary: sweepSummary } = sweep;
  const classes = countOf(samples.summary.classIndices.length, 'class', 'classes');
  return [
    `Latents z were drawn with seed ${formatSetting(drawn.seed)}, the same stream for each of ${classes}, and mapped to w with truncation ψ = ${formatSetting(drawn.psi)}.`,
    `Pictures were quantised to 8 bits and classified; those taken for the class asked for were accepted, until each class had ${formatCount(drawn.perClass)}.`,
    `By draw, ${formatShare(drawn.heldOut, 0)} of the latents were held out, the same ones in every class.`,
    linkSentence(pair, linker),
    `Each unit was then set to ${formatCount(walked.steps)} equally spaced values (${rangeName(walked.range)}) on ${countOf(sweepSummary.starts, 'held-out start picture')} spread over the classes, ${modeName(walked.mode)}; all ${formatCount(sweepSummary.images)} pictures were rendered and encoded again.`,
  ].join(' ');
}

function linkSentence(pair: ReportData['pair'], { params, summary }: ReportData['linker']): string {
  const from = `from the representation r of ${pair.classifierName} (${pair.representation}) to w`;
  const measured = `measured on ${formatCount(summary.heldOutCount)} held-out samples`;
  if (params.method === 'imported')
    return `${params.hidden === undefined ? 'A linear map' : 'A network'} ${from} was ${methodName(params)} and ${measured}; whether it was fitted on them is not known.`;
  const map = params.method === 'mlp' ? 'A map' : 'A linear map';
  const by = `${methodName(params)}${params.method === 'mlp' ? '' : ', the intercept not penalised'}`;
  return `${map} ${from} was fitted by ${by}, on ${formatCount(summary.trainCount)} training samples, and ${measured}.`;
}

function definitions({ linker, sweep, counterfactuals }: ReportData): (readonly [term: string, sentence: string])[] {
  const moved =
    sweep.params.mode === 'linked'
      ? 'The latent of a step is A r + b with the unit set to its value, so every strip starts from the linked picture, not from the original.'
      : 'The latent of a step is the start picture’s own w plus A times the change of r, so what the link does not explain is kept.';
  return [
    [
      'R²',
      'One minus the squared error of the predicted latents over their squared distance from the mean, both summed over all dimensions of held-out rows.',
    ],
    ['Cosine', 'Mean cosine of predicted and true latent, both seen from the mean training latent.'],
    [
      'Class agreement',
      'Share of held-out samples whose linked picture is classified as the original picture; where all or none are, with Wilson’s interval.',
    ],
    [
      'Class divergence',
      'Mean Kullback-Leibler divergence, in nats, from the class probabilities of the original picture to those of the linked one.',
    ],
    [
      'Cycle error',
      'Squared difference between the representations of linked and original picture over the squared distance of the latter from the training mean, each unit in its variance over training samples: 0 is perfect, 1 as good as that mean.',
    ],
    [
      'Pixel error',
      'Mean absolute difference of linked and original picture over pixels and channels, in grey levels 0 to 255.',
    ],
    [
      'Structure error',
      'Mean gradient magnitude similarity deviation of linked and original picture (Xue et al. 2014); 0 for equal pictures.',
    ],
    [
      'Nearest neighbour',
      'Baseline: the latent of the training sample whose representation is nearest, by Euclidean distance.',
    ],
    ['Class mean', 'Baseline that predicts the mean training latent of the sample’s class.'],
    [
      'Shuffled pairs',
      linker.params.method === 'imported'
        ? `Baseline: the same link on the representations of held-out rows in shuffled order (seed ${formatSetting(linker.params.seed)}).`
        : `Baseline: the same link fitted on latents shuffled over all training rows (seed ${formatSetting(linker.params.seed)}).`,
    ],
    [
      'Interval',
      'All brackets are 95 %: over start pictures by Student’s t, over held-out samples by a bootstrap (BCa, 2000 resamples) that draws whole latent draws, for the value of the fitted link.',
    ],
    ['Steps', moved],
    [
      'Effect',
      'Mean absolute pixel difference between the two ends of a strip, in grey levels, averaged over start pictures.',
    ],
    [
      'Realised',
      'Slope of the unit’s activation in the encoded-again pictures on the value it was set to, averaged over start pictures; 1 means the picture does what was asked.',
    ],
    [
      'Flagged',
      'A unit whose pictures are not of this unit: the interval of its realised activation is not above 0, or more than a tenth of the other units change at least as much, each change in the unit’s standard deviations over accepted samples.',
    ],
    [
      'No-op control',
      'A walk on which nothing is changed: its largest pixel difference is the noise of rendering and quantisation.',
    ],
    ...(counterfactuals === null
      ? []
      : ([
          [
            'Counterfactual',
            'A shift of the representation, inside the observed range of every unit and never below 0 where it cannot be, whose picture is the target when it is classified again. The logits alone never count.',
          ],
          [
            'Path, crossing',
            'The straight line in r from the start through the counterfactual and past it, in equal steps; the crossing is where the re-classified picture becomes the target, by bisection.',
          ],
        ] satisfies (readonly [string, string])[])),
    ['Length in w', 'Distance between the two ends of a walk in latent space, in standard deviations of w.'],
  ];
}
