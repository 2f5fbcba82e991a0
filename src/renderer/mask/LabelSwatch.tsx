import type { Pattern } from '#core/labelSet.ts';
import { inkOn, TILE_PX, tileOf } from './patterns.ts';

/** Colour and pattern of a label in a small square. The background has neither. */
export function LabelSwatch(props: {
  readonly colour: string | null;
  readonly pattern: Pattern;
  readonly sizePx?: number;
}) {
  const { colour, pattern, sizePx = 16 } = props;
  const cells = colour === null ? [] : tileOf(pattern);
  return (
    <svg width={sizePx} height={sizePx} viewBox={`0 0 ${2 * TILE_PX} ${2 * TILE_PX}`} aria-hidden>
      <rect
        width="100%"
        height="100%"
        rx={2}
        fill={colour ?? 'var(--u-s4)'}
        stroke={colour === null ? 'var(--u-line2)' : 'none'}
      />
      {cells.map((isInk, at) =>
        isInk
          ? [0, TILE_PX].flatMap((dx) =>
              [0, TILE_PX].map((dy) => (
                <rect
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells of a fixed tile
                  key={`${at} ${dx} ${dy}`}
                  x={(at % TILE_PX) + dx}
                  y={Math.floor(at / TILE_PX) + dy}
                  width={1.05}
                  height={1.05}
                  fill={inkOn(colour ?? '#FFFFFF')}
                />
              )),
            )
          : null,
      )}
    </svg>
  );
}
