import type { PictureSource } from '#core/views/mask.ts';
import { t } from '#renderer/text.ts';

/** The number that tells pictures of a class apart, by where the picture came from. */
export function pictureNumber(source: PictureSource): string {
  switch (source.kind) {
    case 'draw':
      return `#${source.draw}`;
    case 'sample':
      return `#${source.index}`;
    case 'sweep':
      return `#${source.sample}`;
    case 'truth':
      return `#${source.index}`;
    case 'packet':
      return '';
  }
}

/** Where the picture came from, as a sentence without a full stop. */
export function sourceText(source: PictureSource): string {
  switch (source.kind) {
    case 'draw':
      return t('annotate.sourceDraw', { draw: source.draw, seed: source.seed });
    case 'sample':
      return t('annotate.sourceSample', { index: source.index });
    case 'sweep':
      return t('annotate.sourceSweep', { direction: source.direction, step: source.step + 1, steps: source.steps });
    case 'truth':
      return t('annotate.sourceTruth', { index: source.index });
    case 'packet':
      return t('annotate.sourcePacket');
  }
}
