import type { AtlasAnswer } from '#core/views/atlas.ts';
import { formatNumber } from '#renderer/format.ts';
import { richText, t } from '#renderer/text.ts';
import classes from './AtlasScreen.module.css';
import { RankedList } from './RankedList.tsx';
import type { ShownAtlas } from './shownAtlas.ts';

export interface FoundProps {
  readonly answer: AtlasAnswer;
  readonly view: ShownAtlas;
  readonly isAll: boolean;
  readonly shown: number | null;
  onShow(unit: number): void;
  onMore(): void;
}

/** The units that a query found, or why there are none. */
export function Found({ answer, view, isAll, shown, onShow, onMore }: FoundProps) {
  const { total, rows, detectable, belowFloor } = answer;
  return (
    <>
      <div className={classes.head}>
        <h2 className={classes.asked}>{answer.text}</h2>
        <span className="t2">
          {richText('atlas.unitsFound', { count: total, n: formatNumber(view.summary.starts) })}
        </span>
      </div>
      {total === 0 ? (
        <div className={classes.nothing}>
          <p>{t('atlas.nothing')}</p>
          <p className="t2">
            {detectable === null
              ? t('atlas.nothingTested')
              : t('atlas.detectable', { value: formatNumber(detectable, 2) })}
          </p>
        </div>
      ) : (
        <RankedList rows={rows} total={total} shown={shown} onShow={(row) => onShow(row.unit)} onMore={onMore} />
      )}
      <p className={`t3 caption ${classes.footnote}`}>
        {isAll && `${t('atlas.allUnits')}. `}
        {t('atlas.footnote')}
        {belowFloor > 0 && ` ${t('atlas.footnoteBelow', { count: belowFloor })}`}
      </p>
    </>
  );
}
