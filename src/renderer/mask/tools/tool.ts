import type { BrushShape } from '#core/mask/brush.ts';
import type { Mask } from '#core/mask/mask.ts';
import type { Stroke } from '#core/mask/stroke.ts';
import type { Ghost } from '../ghost.ts';
import type { Point, View } from '../view.ts';

export const TOOL_NAMES = [
  'brush',
  'eraser',
  'contour',
  'polygon',
  'lasso',
  'bucket',
  'wand',
  'refine',
  'pan',
  'zoom',
] as const;
export type ToolName = (typeof TOOL_NAMES)[number];

/** What a tool draws with, as it stands when a stroke begins. */
export interface Brushwork {
  /** Number that is written; 0 erases. */
  readonly label: number;
  readonly colour: string;
  readonly shape: BrushShape;
  readonly sizePx: number;
  readonly onlyBackground: boolean;
  readonly locked: readonly number[];
}

/** A place of the pointer, px of the picture, and how hard a pen is pressed. */
export interface PenPoint extends Point {
  /** 0 to 1; null for what has no pressure. */
  readonly pressure: number | null;
}

/** What a tool may do to the picture that is open. */
export interface Easel {
  readonly mask: Mask;
  /** CSS px to a pixel of the picture: how near is near. */
  readonly scale: number;
  /** Draws a piece of a stroke that is under way. */
  drawPiece(piece: Stroke): void;
  /** Keeps a stroke; `isDrawn` when its pieces are on the mask already. */
  keep(stroke: Stroke, isDrawn: boolean): void;
  /** Takes the pieces of a stroke that will not be kept off the mask. */
  takeBack(): void;
  /** The tool's own drawing changed. */
  touch(): void;
  /** Shows above the mask what the tool would do; null shows nothing. */
  preview(ghost: Ghost | null): void;
}

/**
 * How a tool answers the pointer: a small state machine. `isErasing` is the right button, or the other end of a pen. A tool
 * that is under way takes Enter and Escape.
 */
export interface Tool {
  down(easel: Easel, work: Brushwork, at: PenPoint, held: Held): void;
  move(easel: Easel, points: readonly PenPoint[]): void;
  up(easel: Easel): void;
  /** Drops what is under way: a second finger came down, another tool was chosen. */
  cancel(easel: Easel): void;
  /** Whether it did something with the key. */
  key?(easel: Easel, key: 'Enter' | 'Escape' | 'Backspace'): boolean;
  /** What is under way, in CSS px of the window. */
  draw?(context: CanvasRenderingContext2D, view: View): void;
  isUnderWay(): boolean;
}

export interface Held {
  readonly shift: boolean;
  readonly isErasing: boolean;
}

/** The guards of a stroke. Erasing is never kept to the background, where there is nothing to erase. */
export function guardsOf(work: Brushwork, label: number): Pick<Stroke, 'onlyBackground' | 'locked'> {
  return {
    ...(work.onlyBackground && label !== 0 ? { onlyBackground: true as const } : {}),
    ...(work.locked.length > 0 ? { locked: [...work.locked] } : {}),
  };
}
