import { tileStyle } from '#renderer/components/Picture.tsx';
import classes from './PartsLayer.module.css';

interface PartsLayerProps {
  /** Artifact of the label maps. */
  readonly maps: string;
  /** Ordinal of the sweep's part. */
  readonly part: number;
  /** Which picture of its strip, of how many. */
  readonly index: number;
  readonly tiles: number;
}

/** The parts of a picture in their colours, half transparent, over the picture that is drawn below. */
export function PartsLayer({ maps, part, index, tiles }: PartsLayerProps) {
  return <span aria-hidden className={classes.layer} style={tileStyle(`/maps/${maps}/${part}`, index, tiles)} />;
}
