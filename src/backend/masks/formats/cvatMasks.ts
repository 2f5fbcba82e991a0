import { convertIndexedToRgb } from 'fast-png';
import { Failure } from '#core/failure.ts';
import { type FileMask, type FileMasks, type Files, stemOf } from './maskFile.ts';
import { decodePng } from './pngMasks.ts';

/** CVAT's "Segmentation mask 1.1": `labelmap.txt` names colours, and `SegmentationClass/` has a coloured PNG file a picture. */

const LABEL_MAP = 'labelmap.txt';
const MASK_FOLDER = /(^|\/)SegmentationClass\/[^/]+\.png$/i;

export function readCvatMasks(files: Files): FileMasks {
  const path = [...files.keys()].find((name) => name === LABEL_MAP || name.endsWith(`/${LABEL_MAP}`));
  if (path === undefined) {
    throw new Failure('BAD_INPUT', 'There is no labelmap.txt here, so this is no export of CVAT.', {
      remedy: 'Export from CVAT as "Segmentation mask 1.1".',
    });
  }
  const named = readLabelMap(new TextDecoder().decode(files.get(path)));
  const background = named.find(({ name }) => /^background$/i.test(name));
  const others = named.filter((label) => label !== background);
  const labels = [{ name: 'background', colour: background?.colour ?? '#000000' }, ...others];
  const positions = new Map(labels.map(({ colour }, position) => [colour, position]));
  const masks = [...files]
    .filter(([name]) => MASK_FOLDER.test(name))
    .map(([name, bytes]) => readColoured(name, bytes, positions));
  return { masks, labels };
}

/** A line is `name:red,green,blue:parts:actions`. */
function readLabelMap(text: string): { name: string; colour: string }[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [name = '', rgb = ''] = line.split(':');
      const values = rgb.split(',').map(Number);
      if (values.length !== 3 || !values.every((value) => Number.isInteger(value) && value >= 0 && value <= 255))
        throw new Failure('BAD_INPUT', `labelmap.txt has a line without a colour: ${line.slice(0, 60)}.`);
      return { name, colour: hexOf(values) };
    });
}

function readColoured(path: string, bytes: Uint8Array, positions: ReadonlyMap<string, number>): FileMask {
  const png = decodePng(path, bytes);
  const rgb = png.palette ? convertIndexedToRgb(png) : png.data;
  const channels = png.palette ? (png.palette[0]?.length ?? 3) : png.channels;
  if (channels < 3) throw new Failure('BAD_INPUT', `${path} has no colours.`);
  const data = Uint8Array.from({ length: png.width * png.height }, (_, at) => {
    const colour = hexOf([0, 1, 2].map((channel) => rgb[at * channels + channel] as number));
    const position = positions.get(colour);
    if (position === undefined)
      throw new Failure('BAD_INPUT', `${path} has the colour ${colour}, which labelmap.txt does not name.`);
    return position;
  });
  return { stem: stemOf(path), widthPx: png.width, heightPx: png.height, data };
}

function hexOf(rgb: readonly number[]): string {
  return `#${rgb.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
