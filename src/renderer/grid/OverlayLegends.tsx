import { MotionLegend } from './MotionLegend.tsx';
import { PartsLegend } from './PartsLegend.tsx';
import type { Overlays } from './useOverlays.ts';

interface OverlayLegendsProps {
  readonly overlays: Overlays;
  readonly sweep: string;
  /** Shows another sweep, of which more is known. */
  onShowSweep(sweep: string): void;
}

/** What the colours over the pictures say. */
export function OverlayLegends({ overlays: { parts, motion }, sweep, onShowSweep }: OverlayLegendsProps) {
  return (
    <>
      {parts !== null && <PartsLegend overlay={parts} onShowSweep={onShowSweep} />}
      {motion !== null && <MotionLegend overlay={motion} sweep={sweep} onShowSweep={onShowSweep} />}
    </>
  );
}
