import type { CSSProperties } from 'react';
import type { PictureRef } from '#core/artifact.ts';
import { pictureStyle } from '#renderer/components/Picture.tsx';
import { DIFFERENCE_FILTER_ID } from './DifferenceLegend.tsx';

/** Two tiles of one strip laid over each other so that only their difference is left. The filter gives it its colours. */
export function differenceStyle(picture: PictureRef, fromIndex: number): CSSProperties {
  const layers = [pictureStyle(picture), pictureStyle({ ...picture, index: fromIndex })];
  const joined = (key: 'backgroundImage' | 'backgroundSize' | 'backgroundPosition') =>
    layers.map((layer) => layer[key]).join(', ');
  return {
    backgroundImage: joined('backgroundImage'),
    backgroundSize: joined('backgroundSize'),
    backgroundPosition: joined('backgroundPosition'),
    backgroundBlendMode: 'difference, normal',
    filter: `url(#${DIFFERENCE_FILTER_ID})`,
  };
}
