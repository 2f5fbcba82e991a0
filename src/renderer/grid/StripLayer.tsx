import { tileStyle } from '#renderer/components/Picture.tsx';
import classes from './StripLayer.module.css';
import type { Overlays } from './useOverlays.ts';

interface StripLayerProps {
  /** Ordinal of the sweep's part. */
  readonly part: number;
  /** Which picture of its strip, of how many. */
  readonly index: number;
  readonly tiles: number;
}

/** The parts of a picture in their colours, half transparent, over the picture that is drawn below. @param maps artifact of the label maps */
export function PartsLayer({ maps, part, index, tiles }: StripLayerProps & { readonly maps: string }) {
  return <Layer url={`/maps/${maps}/${part}`} index={index} tiles={tiles} />;
}

/** Everything that is laid over a picture: its parts, and arrows on top. */
export function OverlayLayers({ overlays, part, index, tiles }: StripLayerProps & { readonly overlays: Overlays }) {
  const { parts, motion } = overlays;
  return (
    <>
      {parts?.maps != null && <PartsLayer maps={parts.maps} part={part} index={index} tiles={tiles} />}
      {motion?.track != null && motion.steps.includes(index) && (
        <Layer url={`/arrows/${motion.track}/${part}`} index={index} tiles={tiles} />
      )}
    </>
  );
}

function Layer({ url, index, tiles }: { readonly url: string; readonly index: number; readonly tiles: number }) {
  return <span aria-hidden className={classes.layer} style={tileStyle(url, index, tiles)} />;
}
