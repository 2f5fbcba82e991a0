import { Fragment, type ReactNode } from 'react';
import type { Fidelity } from '#core/summary.ts';
import type { LinkerRow } from '#core/views.ts';
import { DefaultMark } from '#renderer/components/DefaultMark.tsx';
import { Explained } from '#renderer/components/Explained.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { axisAround } from './axis.ts';
import { DotAxis, DotFigure } from './DotFigure.tsx';
import classes from './LinkerTable.module.css';
import { linkerName, linkerTitle } from './linkerName.ts';

const DOTS_PX = 180;

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
  const axis = axisAround(rows.map(({ summary }) => summary.r2));
  const hasOwnCounts = rows.some(({ summary }) => summary.heldOutCount !== shown.summary.heldOutCount);
  const cells = (figures: Fidelity, count: number, isChosen: boolean) => (
    <>
      <td className={classes.dots}>
        <DotFigure axis={axis} value={figures.r2} widthPx={DOTS_PX} isChosen={isChosen} />
      </td>
      <FigureCells figures={figures} count={hasOwnCounts ? count : null} />
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
            {cells(row.summary, row.summary.heldOutCount, row === shown)}
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
        {baselinesOf(shown).map(({ name, meaning, figures }) => (
          <tr key={name} className={classes.baseline}>
            <td />
            <th scope="row">
              <Explained meaning={meaning}>{name}</Explained>
            </th>
            {cells(figures, shown.summary.heldOutCount, false)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function baselinesOf({ summary }: LinkerRow) {
  return [
    { name: t('linker.classMean'), meaning: t('linker.classMeanMeaning'), figures: summary.classMean },
    { name: t('linker.shuffled'), meaning: t('linker.shuffledMeaning'), figures: summary.shuffled },
  ];
}

function Head({ dots, hasCounts }: { readonly dots: ReactNode; readonly hasCounts: boolean }) {
  const columns = [
    { name: t('linker.r2'), meaning: t('linker.r2Meaning') },
    { name: t('linker.cosine'), meaning: t('linker.cosineMeaning') },
    { name: t('linker.agreement'), meaning: t('linker.agreementMeaning') },
    { name: t('linker.pixelError'), meaning: t('linker.pixelErrorMeaning') },
    ...(hasCounts ? [{ name: t('linker.n'), meaning: t('linker.nMeaning') }] : []),
  ];
  return (
    <thead>
      <tr>
        <td className={classes.mark} />
        <th scope="col">{t('linker.linker')}</th>
        <td className={classes.dots}>{dots}</td>
        {columns.map(({ name, meaning }) => (
          <th key={name} scope="col" className={classes.figure}>
            <Explained meaning={meaning}>{name}</Explained>
          </th>
        ))}
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

function FigureCells({ figures, count }: { readonly figures: Fidelity; readonly count: number | null }) {
  const texts = [
    formatNumber(figures.r2, 3),
    formatNumber(figures.cosine, 3),
    formatNumber(figures.agreement, 3),
    formatNumber(figures.pixelError, 2),
    ...(count === null ? [] : [formatNumber(count)]),
  ];
  return (
    <Fragment>
      {texts.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns have fixed places
        <td key={index} className={`num ${classes.figure}`}>
          {text}
        </td>
      ))}
    </Fragment>
  );
}
