import type { SegmenterRow } from '#core/views/segment.ts';
import { formatNumber } from '#renderer/format.ts';
import { axisAround } from '#renderer/linker/axis.ts';
import { DotAxis, DotFigure } from '#renderer/linker/DotFigure.tsx';
import { t } from '#renderer/text.ts';
import classes from './Table.module.css';

const DOTS_PX = 150;
/** Where another column stands beside it. */
const NARROW_DOTS_PX = 84;

export interface PartTableProps {
  readonly first: SegmenterRow;
  /** The one it is compared with. */
  readonly second: SegmenterRow | null;
}

/** Intersection over union of every part; beside it that of another segmenter. */
export function PartTable({ first, second: wanted }: PartTableProps) {
  const { parts, isHeldOut, segmenter, importedFrom } = first.summary;
  // What was judged on masks left out is not set against what may have learned from them.
  const second = wanted?.summary.isHeldOut === isHeldOut ? wanted : null;
  const note = isHeldOut ? t('segment.byPartNote') : t('segment.byPartTraining');
  const other = new Map((second?.summary.parts ?? []).map((part) => [part.id, part.iou]));
  const dotsPx = second === null ? DOTS_PX : NARROW_DOTS_PX;
  const axis = axisAround(parts.flatMap(({ iou, interval }) => [...(iou === null ? [] : [iou]), ...(interval ?? [])]));
  return (
    <section className={classes.section}>
      <h2>{t('segment.byPart')}</h2>
      <p className="t3 caption">{importedFrom === undefined ? note : t('segment.byPartImported')}</p>
      <table className={classes.table} aria-label={t('segment.byPart')}>
        <thead>
          <tr>
            <th scope="col">{t('segment.part')}</th>
            <th scope="col">
              <DotAxis axis={axis} widthPx={dotsPx} />
            </th>
            <th scope="col" className={classes.figure}>
              {t('segment.iou')}
            </th>
            {second !== null && (
              <th scope="col" className={classes.figure}>
                {t('segment.difference')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {parts.map(({ id, name, iou, interval }, at) => (
            <tr key={id}>
              <th scope="row">
                <span className={classes.swatch} style={{ background: segmenter.labels[at]?.colour }} />
                {name}
              </th>
              <td>
                <DotFigure axis={axis} value={iou} interval={interval} widthPx={dotsPx} />
              </td>
              <td className={`num ${classes.figure}`}>{formatNumber(iou, 3)}</td>
              {second !== null && (
                <td className={`num ${classes.figure}`}>{differenceText(iou, other.get(id) ?? null)}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function differenceText(iou: number | null, other: number | null): string {
  return formatNumber(iou === null || other === null ? null : iou - other, 3);
}
