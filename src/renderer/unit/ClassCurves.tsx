import type { UnitView } from '#core/views/sweep.ts';
import { InspectorSection } from '#renderer/components/Inspector.tsx';
import { formatNumber, formatShare } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './ClassCurves.module.css';
import { barHeights, type SliderScale, shareOf } from './sliderScale.ts';

/** More classes than this are not read one by one. */
const MOST_CLASSES = 8;

export interface ClassCurvesProps {
  readonly view: UnitView;
  readonly scale: SliderScale;
  /** Set value: a line through all curves. */
  readonly value: number | null;
}

/** Where each class stands on this unit, and what the unit adds to the class's logit. */
export function ClassCurves({ view, scale: trackScale, value }: ClassCurvesProps) {
  // Beyond what was seen no class has anything.
  const scale = { ...trackScale, from: trackScale.seenLow, to: trackScale.seenHigh };
  const { classNames, logitWeights, histogram } = view;
  const shown = strongestClasses(view);
  const strongest = Math.max(...shown.map((at) => Math.abs(logitWeights?.[at] ?? 0)));
  const percent = (activation: number) => `${shareOf(scale, activation) * 100}%`;
  return (
    <InspectorSection title={t('unit.byClass')} note={logitWeights === null ? undefined : t('unit.logitWeight')}>
      <div className={classes.table}>
        {shown.map((at) => (
          <ClassRow
            key={classNames[at]}
            name={classNames[at] ?? ''}
            weight={logitWeights?.[at] ?? null}
            strongest={strongest}
          >
            <span
              className={classes.band}
              style={{ left: percent(scale.low), right: `calc(100% - ${percent(scale.high)})` }}
            />
            <Curve edges={histogram.edges} counts={histogram.perClass[at] ?? []} scale={scale} />
            {value !== null && <span className={classes.mark} style={{ left: percent(value) }} />}
          </ClassRow>
        ))}
      </div>
      <p className={`caption t3 ${classes.hint}`}>
        {t('unit.ownScale')}{' '}
        {shown.length < classNames.length && t('unit.someClasses', { shown: shown.length, total: classNames.length })}
      </p>
    </InspectorSection>
  );
}

interface ClassRowProps {
  readonly name: string;
  readonly weight: number | null;
  readonly strongest: number;
  readonly children: React.ReactNode;
}

function ClassRow({ name, weight, strongest, children }: ClassRowProps) {
  const half = weight === null || strongest === 0 ? 0 : (Math.abs(weight) / strongest) * 50;
  return (
    <>
      <span className={classes.name} title={name}>
        {name}
      </span>
      <span className={classes.curve}>{children}</span>
      {weight === null ? (
        <span />
      ) : (
        <span className={classes.weight}>
          <span style={weight < 0 ? { right: '50%', width: `${half}%` } : { left: '50%', width: `${half}%` }} />
        </span>
      )}
      <span className={`num ${classes.number}`}>{weight === null ? '' : formatNumber(weight, 2)}</span>
    </>
  );
}

const BOX = { width: 200, height: 20 } as const;

interface CurveProps {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  readonly scale: SliderScale;
}

/** Outline of a histogram through the middles of its bins, on its own scale. */
function Curve({ edges, counts, scale }: CurveProps) {
  const points = barHeights(counts).heights.map((height, bin) => {
    const middle = ((edges[bin] ?? 0) + (edges[bin + 1] ?? 0)) / 2;
    return `${(shareOf(scale, middle) * BOX.width).toFixed(1)},${((1 - height) * (BOX.height - 2) + 1).toFixed(1)}`;
  });
  return (
    <svg viewBox={`0 0 ${BOX.width} ${BOX.height}`} preserveAspectRatio="none" aria-hidden>
      <polyline points={points.join(' ')} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

/** All classes in their own order, or the few that the unit speaks of most. */
function strongestClasses({ classNames, logitWeights, histogram }: UnitView): number[] {
  const all = classNames.map((_, at) => at);
  if (all.length <= MOST_CLASSES) return all;
  const weightOf = (at: number) => Math.abs(logitWeights?.[at] ?? 0);
  const samplesOf = (at: number) => (histogram.perClass[at] ?? []).reduce((sum, count) => sum + count, 0);
  return all.toSorted((a, b) => weightOf(b) - weightOf(a) || samplesOf(b) - samplesOf(a)).slice(0, MOST_CLASSES);
}

/** What the classifier says of the frame on screen. */
export function FrameProbabilities(props: {
  readonly classNames: readonly string[];
  readonly probabilities: readonly number[];
}) {
  const { classNames, probabilities } = props;
  const all = classNames.map((name, at) => ({ name, probability: probabilities[at] ?? 0 }));
  const shown =
    all.length <= MOST_CLASSES ? all : all.toSorted((a, b) => b.probability - a.probability).slice(0, MOST_CLASSES);
  return (
    <InspectorSection title={t('unit.probabilities')} note={t('unit.ofFrame')}>
      <div className={classes.shares}>
        {shown.map(({ name, probability }) => [
          <span key={name} className={classes.name} title={name}>
            {name}
          </span>,
          <span key={`${name} bar`} className={classes.share}>
            <span style={{ width: `${probability * 100}%` }} />
          </span>,
          <span key={`${name} number`} className={`num ${classes.number}`}>
            {formatShare(probability)}
          </span>,
        ])}
      </div>
    </InspectorSection>
  );
}
