import type { CounterfactualSummary } from '#core/summary.ts';
import { Explained } from '#renderer/components/Explained.tsx';
import { formatNumber, formatShare } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './RunFigures.module.css';

interface Figure {
  readonly name: string;
  readonly meaning: string;
  readonly value: string;
}

/** Controls and scores of the whole run. */
export function RunFigures({ summary: { controls, scores } }: { readonly summary: CounterfactualSummary }) {
  return (
    <div className={classes.figures}>
      <FigureList title={t('counterfactual.controls')} figures={controls === null ? [] : controlFigures(controls)} />
      {controls === null && <p className="t2">{t('counterfactual.controlsNone')}</p>}
      <FigureList title={t('counterfactual.scores')} figures={scoreFigures(scores)} />
    </div>
  );
}

function FigureList({ title, figures }: { readonly title: string; readonly figures: readonly Figure[] }) {
  if (figures.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <dl className={classes.list}>
        {figures.map(({ name, meaning, value }) => (
          <div key={name} className={classes.figure}>
            <dt className="t2">
              <Explained meaning={meaning}>{name}</Explained>
            </dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function controlFigures(controls: NonNullable<CounterfactualSummary['controls']>): Figure[] {
  const { randomLeave, randomReach, shuffledReach, seedAgreement, noiseAgreement } = controls;
  const random = t('counterfactual.meaningRandom', { n: formatNumber(controls.randomCount) });
  const n = formatNumber(controls.n);
  return [
    { name: t('counterfactual.randomLeave'), meaning: random, value: formatShare(randomLeave, 1) },
    { name: t('counterfactual.randomReach'), meaning: random, value: formatShare(randomReach, 1) },
    {
      name: t('counterfactual.shuffledReach'),
      meaning: t('counterfactual.meaningShuffled', { n }),
      value: formatShare(shuffledReach, 1),
    },
    {
      name: t('counterfactual.seedAgreement'),
      meaning: t('counterfactual.meaningSeed', { n }),
      value: formatNumber(seedAgreement, 3),
    },
    {
      name: t('counterfactual.noiseAgreement'),
      meaning: t('counterfactual.meaningNoise', { n }),
      value: formatNumber(noiseAgreement, 3),
    },
  ];
}

function scoreFigures({
  validity,
  proximity,
  sparsity,
  plausibility,
  diversity,
}: CounterfactualSummary['scores']): Figure[] {
  return [
    {
      name: t('counterfactual.validity'),
      meaning: t('counterfactual.meaningValidity'),
      value: formatShare(validity, 1),
    },
    {
      name: t('counterfactual.proximity'),
      meaning: t('counterfactual.meaningProximity'),
      value: formatNumber(proximity, 2),
    },
    {
      name: t('counterfactual.sparsity'),
      meaning: t('counterfactual.meaningSparsity'),
      value: formatShare(sparsity, 0),
    },
    {
      name: t('counterfactual.plausibility'),
      meaning: t('counterfactual.meaningPlausibility'),
      value: formatNumber(plausibility, 2),
    },
    ...(diversity === null
      ? []
      : [
          {
            name: t('counterfactual.diversity'),
            meaning: t('counterfactual.meaningDiversity'),
            value: formatNumber(diversity, 2),
          },
        ]),
  ];
}
