import { VisuallyHidden } from '@mantine/core';
import type { CSSProperties, KeyboardEvent } from 'react';
import type { CounterfactualMatrix } from '#core/views/counterfactual.ts';
import { gridStep } from '#renderer/components/gridStep.ts';
import { Picture } from '#renderer/components/Picture.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './ClassMatrix.module.css';

export interface ClassMatrixProps {
  readonly matrix: CounterfactualMatrix;
  readonly from: number | null;
  readonly to: number | null;
  onChoose(from: number, to: number): void;
}

/** So that two classes do not fill the panel. */
const MOST_CELL_PX = 52;
/** Below this number of counterfactuals a cell stays grey. */
const ENOUGH = 3;

/** Every pair of classes with the median length of its shifts; arrow keys walk, cells fill as they are done. */
export function ClassMatrix({ matrix, from, to, onChoose }: ClassMatrixProps) {
  const { classNames, classes: shown, pairs, summary } = matrix;
  const pairOf = (origin: number, target: number) =>
    pairs.find((pair) => pair.origin === origin && pair.target === target);
  const lengths = pairs.flatMap(({ length }) => (length === null ? [] : [length]));
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
  const warmthOf = (length: number) => (most > least ? (length - least) / (most - least) : 0.5);
  const at =
    shown.findIndex(({ classIndex }) => classIndex === from) * shown.length +
    shown.findIndex(({ classIndex }) => classIndex === to);
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const size = { count: shown.length ** 2, columns: shown.length, pageRows: shown.length };
    for (let next = gridStep(event.key, at, size); next !== null; next = gridStep(event.key, next, size)) {
      const [origin, target] = [shown[Math.floor(next / shown.length)], shown[next % shown.length]];
      if (origin === undefined || target === undefined || !pairOf(origin.classIndex, target.classIndex)) continue;
      event.preventDefault();
      onChoose(origin.classIndex, target.classIndex);
      event.currentTarget.querySelector<HTMLElement>(`[data-place="${next}"]`)?.focus();
      return;
    }
  };
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>
        {t('counterfactual.classPairs')}
        <span className="caption t3">{t('counterfactual.matrixNote')}</span>
      </h2>
      <table
        aria-label={t('counterfactual.classPairs')}
        className={classes.grid}
        style={{ maxWidth: (shown.length + 1) * MOST_CELL_PX }}
        onKeyDown={walk}
      >
        <thead>
          <tr>
            <td />
            {shown.map(({ classIndex, picture }) => (
              <th key={classIndex} scope="col" title={classNames[classIndex]}>
                <Picture picture={picture} label="" />
                <span className={classes.name}>{classNames[classIndex]}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ classIndex: origin, picture }, row) => (
            <tr key={origin}>
              <th scope="row" title={classNames[origin]}>
                <Picture picture={picture} label="" />
                <VisuallyHidden>{classNames[origin]}</VisuallyHidden>
              </th>
              {shown.map(({ classIndex: target }, column) => (
                <td key={target}>
                  <Cell
                    pair={pairOf(origin, target)}
                    place={row * shown.length + column}
                    from={classNames[origin] ?? ''}
                    to={classNames[target] ?? ''}
                    isShown={origin === from && target === to}
                    warmthOf={warmthOf}
                    onChoose={() => onChoose(origin, target)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={`caption t2 ${classes.foot}`}>
        <span>{t('counterfactual.fromTo')}</span>
        <span className="num">{t('counterfactual.validOf', { valid: summary.valid, cases: summary.cases })}</span>
      </p>
    </section>
  );
}

type Pair = CounterfactualMatrix['pairs'][number];

interface CellProps {
  /** Absent where the pair was not asked for. */
  readonly pair: Pair | undefined;
  readonly place: number;
  readonly from: string;
  readonly to: string;
  readonly isShown: boolean;
  /** 0 for the shortest shift of the run, 1 for the longest. */
  warmthOf(length: number): number;
  onChoose(): void;
}

function Cell({ pair, place, from, to, isShown, warmthOf, onChoose }: CellProps) {
  if (!pair) return <span className={classes.none} />;
  const { n, valid, length, planned } = pair;
  const label =
    n === 0
      ? t('counterfactual.cellEmpty', { from, to, n, planned })
      : t('counterfactual.cell', { from, to, length: formatNumber(length, 1), valid, n });
  return (
    <button
      type="button"
      data-place={place}
      data-done={length !== null && n >= Math.min(ENOUGH, planned)}
      aria-pressed={isShown}
      aria-label={label}
      title={label}
      tabIndex={isShown ? 0 : -1}
      className={`num ${classes.cell}`}
      style={{ '--warmth': length === null ? 0.5 : warmthOf(length) } as CSSProperties}
      onClick={onChoose}
    >
      {n === 0 ? '' : formatNumber(length, 1)}
      {valid < n && <span className={classes.failed} aria-hidden />}
    </button>
  );
}
