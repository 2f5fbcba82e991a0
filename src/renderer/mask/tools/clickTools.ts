import { runsText } from '#core/mask/runs.ts';
import { type WandField, wandRegion } from '#core/mask/wand.ts';
import { regionGhost } from '../ghost.ts';
import { type Brushwork, type Easel, guardsOf, type PenPoint, type Tool } from './tool.ts';

/** Fills what hangs together with the pixel that was clicked. */
export function createBucketTool(): Tool {
  return {
    down(easel, work, at, { isErasing }) {
      const x = Math.round(at.x);
      const y = Math.round(at.y);
      if (x < 0 || y < 0 || x >= easel.mask.widthPx || y >= easel.mask.heightPx) return;
      const label = isErasing ? 0 : work.label;
      easel.keep({ tool: 'bucket', label, x, y, ...guardsOf(work, label) }, false);
    },
    move: () => {},
    up: () => {},
    cancel: () => {},
    isUnderWay: () => false,
  };
}

export interface WandOptions {
  readonly by: 'colour' | 'features';
  readonly tolerance: number;
  readonly isContiguous: boolean;
}

/** What the wand asks for, and tells: distances from a pixel, which may take a moment, and the tolerance a drag has chosen. */
export interface WandSource {
  options(): WandOptions;
  distances(by: WandOptions['by'], x: number, y: number): Promise<WandField | null>;
  chooseTolerance(tolerance: number): void;
}

const LARGEST_TOLERANCE = 255;
/** CSS px of a drag to one step of tolerance. */
const DRAG_PX = 3;

/** Takes what is alike. Dragging right or left before letting go takes more or less of it, shown as it would be. */
export function createWandTool(source: WandSource): Tool {
  interface Aim {
    readonly work: Brushwork;
    readonly label: number;
    readonly start: PenPoint;
    readonly options: WandOptions;
    field: WandField | null;
    tolerance: number;
    region: Uint8Array | null;
    isReleased: boolean;
  }
  let aim: Aim | null = null;

  const preview = (easel: Easel, current: Aim) => {
    const { field, start, options } = current;
    if (field === null) return;
    const seed = { x: Math.round(start.x), y: Math.round(start.y) };
    current.region = wandRegion(field, seed, current.tolerance, options.isContiguous);
    easel.preview(regionGhost(current.region, field.widthPx, current.work.colour));
  };

  return {
    down(easel, work, at, { isErasing }) {
      const x = Math.round(at.x);
      const y = Math.round(at.y);
      if (x < 0 || y < 0 || x >= easel.mask.widthPx || y >= easel.mask.heightPx) return;
      const options = source.options();
      const current: Aim = {
        work,
        label: isErasing ? 0 : work.label,
        start: at,
        options,
        field: null,
        tolerance: options.tolerance,
        region: null,
        isReleased: false,
      };
      aim = current;
      void source.distances(options.by, x, y).then((field) => {
        if (aim !== current) return;
        current.field = field;
        if (field === null) aim = null;
        preview(easel, current);
        if (current.isReleased) this.up(easel);
      });
    },
    move(easel, points) {
      const at = points.at(-1);
      if (aim === null || aim.isReleased || at === undefined) return;
      const steps = Math.round(((at.x - aim.start.x) * easel.scale) / DRAG_PX);
      const tolerance = Math.min(LARGEST_TOLERANCE, Math.max(0, aim.options.tolerance + steps));
      if (tolerance === aim.tolerance) return;
      aim.tolerance = tolerance;
      source.chooseTolerance(tolerance);
      preview(easel, aim);
    },
    up(easel) {
      if (aim === null) return;
      aim.isReleased = true;
      if (aim.region === null) return;
      const { work, label, region, options } = aim;
      aim = null;
      easel.preview(null);
      const tool = options.by === 'colour' ? 'colour wand' : 'feature wand';
      easel.keep({ tool, label, runs: runsText(region), ...guardsOf(work, label) }, false);
    },
    cancel(easel) {
      aim = null;
      easel.preview(null);
    },
    isUnderWay: () => aim !== null,
  };
}
