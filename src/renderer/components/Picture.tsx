import type { CSSProperties, ReactNode } from 'react';
import type { PictureRef } from '#core/artifact.ts';
import classes from './Picture.module.css';

/** A tile of a strip that is not addressed by hash: a live frame, or a file of the window's own. */
export interface TileRef {
  readonly url: string;
  readonly index: number;
  readonly tiles: number;
}

export interface PictureProps {
  /** Which picture; null draws the empty block that keeps its place. */
  readonly picture: PictureRef | TileRef | null;
  /** What it is, for those who cannot see it; empty for pure decoration. */
  readonly label: string;
  /** Side in px; absent, the picture fills the width it is given and stays square. */
  readonly sizePx?: number;
  readonly className?: string | undefined;
  /** Something drawn over a corner of the picture. */
  readonly children?: ReactNode;
}

/** One picture out of a strip, cut out by CSS: no pixels pass through calls, and the browser keeps the strip. */
export function Picture(props: PictureProps) {
  const { picture, label, sizePx } = props;
  const size = sizePx === undefined ? {} : { width: sizePx, height: sizePx };
  const named = label === '' ? ({ 'aria-hidden': true } as const) : ({ role: 'img', 'aria-label': label } as const);
  const className = props.className === undefined ? classes.picture : `${classes.picture} ${props.className}`;
  return (
    <span {...named} className={className} style={{ ...size, ...(picture === null ? {} : pictureStyle(picture)) }}>
      {props.children}
    </span>
  );
}

/** The background that shows one tile of a strip in a box of any size. */
export function pictureStyle(picture: PictureRef | TileRef): CSSProperties {
  return tileStyle('url' in picture ? picture.url : imageUrl(picture.hash), picture.index, picture.tiles);
}

/** The same for a strip at any address, such as one that was drawn live. */
export function tileStyle(url: string, index: number, tiles: number): CSSProperties {
  return {
    backgroundImage: `url("${url}")`,
    backgroundSize: `${tiles * 100}% 100%`,
    backgroundPosition: `${tiles > 1 ? (index / (tiles - 1)) * 100 : 0}% 0`,
  };
}

export function imageUrl(hash: string): string {
  return `/image/${hash}`;
}
