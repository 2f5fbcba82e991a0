import type { PictureRef } from '#core/artifact.ts';
import { imageUrl } from '#renderer/components/Picture.tsx';
import type { StagePicture } from './maskStage.ts';

/** Loads the strip that a picture stands in. @throws Error when it cannot be shown */
export async function loadPicture(picture: PictureRef, widthPx: number, heightPx: number): Promise<StagePicture> {
  const image = await loadImage(imageUrl(picture.hash));
  return { image, offsetX: picture.index * widthPx, widthPx, heightPx };
}

export async function loadImage(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

/** [H W 4] uint8, the pixels of a picture as the browser shows them. */
export function pixelsOf({ image, offsetX, widthPx, heightPx }: StagePicture): Uint8ClampedArray {
  const canvas = document.createElement('canvas');
  canvas.width = widthPx;
  canvas.height = heightPx;
  const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
  context.drawImage(image, offsetX, 0, widthPx, heightPx, 0, 0, widthPx, heightPx);
  return context.getImageData(0, 0, widthPx, heightPx).data;
}
