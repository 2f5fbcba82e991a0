import type { ReactNode } from 'react';
import type { LinkerSummary } from '#core/summary.ts';
import type { LinkerRow } from '#core/views/linker.ts';
import { DefaultMark } from '#renderer/components/DefaultMark.tsx';
import { Explained } from '#renderer/components/Explained.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { axisAround } from './axis.ts';
import { baselinesOf } from './baselines.ts';
import { DotAxis, DotFigure } from './DotFigure.tsx';
import { endsOf, FIGURES, type Figures, type Interval, measured, R2 } from './figures.ts';
import classes from './LinkerTable.module.css';
import { linkerName, linkerTitle } from './linkerName.ts';
import { MeasuredText } from './MeasuredText.tsx';

const DOTS_PX = 120;

/** Beside R², which has its interval in place. */
const COLUMNS = FIGURES.filter(({ key }) => key === 'cosine' || key === 'agreement' || key === 'pixelError');

export interface LinkerTableProps {
  readonly rows: readonly LinkerRow[];
  readonly shown: LinkerRow;
  /** The one it is compared with. */
  readonly second: LinkerRow | null;
  /** What a row was made from; null where all rows share it. */
  sourceOf(row: LinkerRow): string | null;
  onShow(id: string): void;
  onCompare(id: string): void;
  onMakeDefault(id: string): void;
}

/** Linkers one under the other, and below them what knowing less would give. */
export function LinkerTable(props: LinkerTableProps) {
  const { rows, shown, second } = props;
  const axis = axisAround(endsOf(rows.map(({ summary }) => measured(summary, R2.key))));
  const hasOwnCounts = rows.some(({ summary }) => summary.heldOutCount !== shown.summary.heldOutCount);
  const cells = (figures: Figures | undefined, { heldOutCount, heldOutDraws }: LinkerSummary, isChosen: boolean) => (
    <>
      <td className={classes.dots}>
        <DotFigure axis={axis} {...measured(figures, R2.key)} widthPx={DOTS_PX} isChosen={isChosen} />
      </td>
      <FigureCells figures={figures} draws={heldOutDraws} count={hasOwnCounts ? heldOutCount : null} />
    </>
  );
  return (
    <table className={classes.table} aria-label={t('linker.linkers')}>
      <Head dots={<DotAxis axis={axis} widthPx={DOTS_PX} />} hasCounts={hasOwnCounts} />
      <tbody>
        {rows.map((row) => (
          <Row
            key={row.artifact.id}
            row={row}
            isShown={row === shown}
            isSecond={row === second}
            source={props.sourceOf(row)}
            onPick={(isCompare) => (isCompare ? props.onCompare : props.onShow)(row.artifact.id)}
            onMakeDefault={() => props.onMakeDefault(row.artifact.id)}
          >
            {cells(row.summary, row.summary, row === shown)}
          </Row>
        ))}
      </tbody>
      <tbody>
        <tr className={classes.caption}>
          <td />
          <th scope="rowgroup" colSpan={hasOwnCounts ? 7 : 6}>
            {t('linker.baselines', { linker: linkerTitle(shown) })}
          </th>
        </tr>
        {baselinesOf(shown.summary).map(({ name, meaning, figures }) => (
          <tr key={name} className={classes.baseline}>
            <td />
            <th scope="row">
              <Explained meaning={meaning}>{name}</Explained>
            </th>
            {cells(figures, shown.summary, false)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Head({ dots, hasCounts }: { readonly dots: ReactNode; readonly hasCounts: boolean }) {
  return (
    <thead>
      <tr>
        <td className={classes.mark} />
        <th scope="col">{t('linker.linker')}</th>
        <td className={classes.dots}>{dots}</td>
        <th scope="col" className={classes.main}>
          <Explained meaning={R2.meaning}>{R2.name}</Explained> <span className="t3">{t('linker.percent95')}</span>
        </th>
        {COLUMNS.map(({ key, name, meaning }) => (
          <th key={key} scope="col" className={classes.figure}>
            <Explained meaning={meaning}>{name}</Explained>
          </th>
        ))}
        {hasCounts && (
          <th scope="col" className={classes.count}>
            <Explained meaning={t('linker.nMeaning')}>{t('linker.n')}</Explained>
          </th>
        )}
      </tr>
    </thead>
  );
}

interface RowProps {
  readonly row: LinkerRow;
  readonly isShown: boolean;
  readonly isSecond: boolean;
  readonly source: string | null;
  onPick(isCompare: boolean): void;
  onMakeDefault(): void;
  readonly children: ReactNode;
}

function Row({ row, isShown, isSecond, source, onPick, onMakeDefault, children }: RowProps) {
  const { name, detail } = linkerName(row);
  return (
    <tr
      className={classes.row}
      data-shown={isShown}
      data-second={isSecond}
      data-tall={source !== null}
      onClick={({ shiftKey }) => onPick(shiftKey && !isShown)}
    >
      <td className={classes.mark}>
        <DefaultMark title={linkerTitle(row)} isDefault={row.isDefault} onChoose={onMakeDefault} />
      </td>
      <th scope="row" className={classes.who}>
        <button type="button" className={classes.name} aria-current={isShown}>
          <b>{name}</b> <span className="num t3">{detail}</span>
        </button>
        {source !== null && (
          <span className={`caption t3 ${classes.source}`} title={source}>
            {source}
          </span>
        )}
      </th>
      {children}
    </tr>
  );
}

interface FigureCellsProps {
  readonly figures: Figures | undefined;
  readonly draws: number;
  /** Null where all rows share it. */
  readonly count: number | null;
}

function FigureCells({ figures, draws, count }: FigureCellsProps) {
  return (
    <>
      <td className={classes.main}>
        <MeasuredText {...measured(figures, R2.key)} decimals={R2.decimals} n={draws} />
      </td>
      {COLUMNS.map(({ key, decimals }) => {
        const { value, interval } = measured(figures, key);
        return (
          <td key={key} className={`num ${classes.figure}`} title={intervalText(interval, decimals)}>
            {formatNumber(value, decimals)}
          </td>
        );
      })}
      {count !== null && <td className={`num t2 ${classes.count}`}>{formatNumber(count)}</td>}
    </>
  );
}

/** The card below has all intervals; here those of the narrow columns are behind their numbers. */
function intervalText(interval: Interval | null, decimals: number): string | undefined {
  if (interval === null) return undefined;
  const [low, high] = interval;
  return t('linker.interval', { low: formatNumber(low, decimals), high: formatNumber(high, decimals) });
}
