import type { CSSProperties } from 'react';
import type { PictureRef } from '#core/artifact.ts';
import { pictureStyle } from '#renderer/components/Picture.tsx';

/** Two tiles of one strip laid over each other so that only their difference is left. How bright it is said in CSS. */
export function differenceStyle(picture: PictureRef, fromIndex: number): CSSProperties {
  const layers = [pictureStyle(picture), pictureStyle({ ...picture, index: fromIndex })];
  const joined = (key: 'backgroundImage' | 'backgroundSize' | 'backgroundPosition') =>
    layers.map((layer) => layer[key]).join(', ');
  return {
    backgroundImage: joined('backgroundImage'),
    backgroundSize: joined('backgroundSize'),
    backgroundPosition: joined('backgroundPosition'),
    backgroundBlendMode: 'difference, normal',
  };
}
