import type { BrushShape } from '#core/mask/brush.ts';
import { keepValue } from './keptValue.ts';
import type { OverlayMode } from './overlay.ts';
import type { WandOptions } from './tools/clickTools.ts';
import type { ToolName } from './tools/tool.ts';

/** What a person draws with and how the mask is shown; kept in the browser. */
export interface Drawing {
  readonly tool: ToolName;
  /** Number that is written into the mask; 0 erases. */
  readonly label: number;
  readonly sizePx: number;
  readonly shape: BrushShape;
  readonly onlyBackground: boolean;
  readonly locked: readonly number[];
  readonly hidden: readonly number[];
  readonly mode: OverlayMode;
  /** 1 is as dense as the design has it. */
  readonly opacity: number;
  readonly wand: Pick<WandOptions, 'by' | 'isContiguous'>;
  /** Of each kind of wand, since colours and features differ in scale. */
  readonly tolerances: Readonly<Record<WandOptions['by'], number>>;
  readonly radiusPx: number;
  /** Largest hole and speck that is cleaned up. */
  readonly holePx: number;
  readonly speckPx: number;
}

const kept = keepValue<Drawing>('unitloom.drawing', {
  tool: 'brush',
  label: 1,
  sizePx: 6,
  shape: 'round',
  onlyBackground: false,
  locked: [],
  hidden: [],
  mode: 'fill',
  opacity: 1,
  wand: { by: 'colour', isContiguous: true },
  tolerances: { colour: 24, features: 80 },
  radiusPx: 1,
  holePx: 12,
  speckPx: 12,
});

export const useDrawing = kept.use;
export const drawing = kept.get;

export function changeDrawing(patch: Partial<Drawing>): void {
  kept.set({ ...kept.get(), ...patch });
}

export function wandOptions(): WandOptions {
  const { wand, tolerances } = kept.get();
  return { ...wand, tolerance: tolerances[wand.by] };
}

/** Of the kind of wand that is chosen. */
export function chooseTolerance(tolerance: number): void {
  const { wand, tolerances } = kept.get();
  changeDrawing({ tolerances: { ...tolerances, [wand.by]: tolerance } });
}

/** A list with a number, or without it when it was there. */
export function toggled(list: readonly number[], value: number): readonly number[] {
  return list.includes(value) ? list.filter((other) => other !== value) : [...list, value];
}
