import { Button, useComputedColorScheme, VisuallyHidden } from '@mantine/core';
import type { ConceptEffect } from '#core/atlas/ranking.ts';
import type { RankedRow, TypicalStart } from '#core/views/atlas.ts';
import { moveFocus } from '#renderer/components/moveFocus.ts';
import { Picture } from '#renderer/components/Picture.tsx';
import { formatInterval, formatSigned } from '#renderer/format.ts';
import { hrefTo } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import { formatQ } from './cellText.ts';
import { effectColour } from './colours.ts';
import classes from './RankedList.module.css';

export interface RankedListProps {
  readonly rows: readonly RankedRow[];
  readonly total: number;
  readonly shown: number | null;
  onShow(row: RankedRow): void;
  onMore(): void;
}

/** Units that were found, with the pictures of their range and what is known of the effect. */
export function RankedList({ rows, total, shown, onShow, onMore }: RankedListProps) {
  const limit = Math.max(1e-6, ...rows.map(reachOf));
  return (
    <div className={classes.list}>
      <ul aria-label={t('atlas.ranked')} onKeyDown={moveFocus}>
        {rows.map((row) => (
          <RankedItem key={row.row} row={row} isShown={row.unit === shown} limit={limit} onShow={() => onShow(row)} />
        ))}
      </ul>
      {rows.length < total && (
        <Button size="compact-xs" onClick={onMore}>
          {t('atlas.more', { count: Math.min(50, total - rows.length) })}
        </Button>
      )}
    </div>
  );
}

/** The far end of the interval of the first effect: bars are drawn up to the largest. */
function reachOf({ effects: [effect] }: RankedRow): number {
  const value = effect?.value ?? 0;
  return Math.max(...(effect?.interval ?? [value, value]).map(Math.abs));
}

interface RankedItemProps {
  readonly row: RankedRow;
  readonly isShown: boolean;
  /** Effect at which bars end, standard deviations. */
  readonly limit: number;
  onShow(): void;
}

function RankedItem({ row, isShown, limit, onShow }: RankedItemProps) {
  const [effect] = row.effects;
  return (
    <li className={classes.item} data-shown={isShown}>
      <button type="button" className={classes.button} aria-pressed={isShown} onClick={onShow}>
        <VisuallyHidden>{t('atlas.unit')} </VisuallyHidden>
        <b className={`num ${classes.unit}`}>{row.unit}</b>
        <Strip row={row} />
        <span className={classes.numbers}>
          {effect !== undefined && <EffectBar effect={effect} limit={limit} />}
          {row.effects.map((each) => (
            <span key={`${each.part} ${each.metric} ${each.className ?? ''}`} className="num">
              {row.effects.length > 1 ? (
                <span className="t3">{`${each.part} ${each.metric} `}</span>
              ) : (
                <VisuallyHidden>{`${each.part} ${each.metric} `}</VisuallyHidden>
              )}
              <b>{formatSigned(each.value ?? Number.NaN, 2)}</b>{' '}
              <span className="t2">{formatInterval(each.interval, 2)}</span>
            </span>
          ))}
          {effect !== undefined && <span className="num t2">{t('atlas.qIs', { q: formatQ(effect.q) })}</span>}
          {row.also !== null && (
            <span className="t3 caption">
              {t('atlas.also', {
                part: row.also.part,
                metric: row.also.metric,
                value: formatSigned(row.also.value ?? 0, 2),
              })}
            </span>
          )}
        </span>
      </button>
      <a className={classes.open} href={hrefTo('unit', { unit: String(row.unit) })}>
        {t('atlas.openUnit', { unit: row.unit })}
      </a>
    </li>
  );
}

/** Low end, middle and high end of the range. */
function Strip({ row }: { readonly row: RankedRow }) {
  const { typical } = row;
  const tiles = typical?.strip.tiles ?? 1;
  const places = [0, Math.floor((tiles - 1) / 2), tiles - 1];
  return (
    <span className={classes.strip} title={typical === null ? undefined : startText(typical)}>
      {places.map((index, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: three places that never move
        <Picture key={at} picture={typical === null ? null : { ...typical.strip, index }} label="" sizePx={58} />
      ))}
    </span>
  );
}

/** Which start picture is shown, and what the unit changes of it. */
function startText({ start, className, change }: TypicalStart): string {
  return t('atlas.shownStart', { place: start + 1, className, change: formatSigned(change, 2) });
}

/** Strength of a bar's colour: two stops before the end. */
const STRONG = 0.66;

function EffectBar({ effect, limit }: { readonly effect: ConceptEffect; readonly limit: number }) {
  const scheme = useComputedColorScheme('dark');
  const percent = (value: number) => `${(100 * Math.min(1, Math.abs(value) / limit)).toFixed(1)}%`;
  const value = effect.value ?? 0;
  const [low, high] = effect.interval ?? [value, value];
  const ends = value < 0 ? [-high, -low] : [low, high];
  const from = Math.max(0, ends[0] ?? 0);
  return (
    <span className={classes.bar} aria-hidden>
      <i style={{ width: percent(value), background: effectColour(scheme, Math.sign(value) * STRONG, 1) }} />
      <u style={{ left: percent(from), width: percent(Math.min(limit, ends[1] ?? 0) - from) }} />
    </span>
  );
}
