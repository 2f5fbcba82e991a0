import type { CounterfactualCase } from '#core/views/counterfactual.ts';
import { Picture } from '#renderer/components/Picture.tsx';
import { formatNumber, formatShare } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './FilmStrip.module.css';
import { probabilityOf } from './shownCase.ts';

/** Pictures shown of a path. */
export const FILM_CELLS = 7;

export interface FilmStripProps {
  readonly shown: CounterfactualCase;
  /** Tile on show; the cell nearest to it shows it. */
  readonly at: number;
  onShow(tile: number): void;
}

/** Tiles that stand for a path, evenly spread over it, its ends among them. */
export function filmTiles(count: number): number[] {
  const cells = Math.min(FILM_CELLS, count);
  return Array.from({ length: cells }, (_, cell) => Math.round((cell * (count - 1)) / Math.max(1, cells - 1)));
}

/** The path as a few pictures; the one nearest to the place on show is that very picture. */
export function FilmStrip({ shown, at, onShow }: FilmStripProps) {
  const count = shown.places.length;
  const tiles = filmTiles(count);
  const nearest = tiles.reduce(
    (best, tile, cell) => (Math.abs(tile - at) < Math.abs((tiles[best] ?? 0) - at) ? cell : best),
    0,
  );
  return (
    <fieldset
      className={classes.strip}
      aria-label={t('counterfactual.strip', { from: shown.from, to: shown.to, count })}
    >
      {tiles.map((own, cell) => {
        const tile = cell === nearest ? at : own;
        const place = formatNumber(shown.places[tile], 2);
        const label = t('counterfactual.tile', {
          place,
          to: shown.to,
          probability: formatShare(probabilityOf(shown, tile, shown.to), 0),
        });
        return (
          <button
            key={own}
            type="button"
            className={classes.cell}
            data-current={cell === nearest}
            title={label}
            onClick={() => onShow(own)}
          >
            <Picture
              picture={shown.strip && { ...shown.strip, index: tile }}
              label={label}
              className={classes.picture}
            />
            <span className={`num ${classes.place}`} aria-hidden>
              {place}
            </span>
          </button>
        );
      })}
    </fieldset>
  );
}
