import { readFileSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { Failure } from '#core/failure.ts';
import { readNpy } from '#core/npy.ts';
import { median } from '#core/statistics.ts';
import type { Tensor } from '#core/tensor.ts';
import { type Arrow, arrowColour, arrowPath, arrowScale } from '#core/track/arrows.ts';
import { fitPoints, motionAt, type Point } from '#core/track/globalMotion.ts';
import { matchesOf } from '#core/track/matches.ts';
import { MOTION_IDS } from '#core/track/partMotion.ts';
import { motionOf, type Tracks } from '#core/trackTable.ts';
import type { ImportedMatches } from '#core/views/track.ts';
import { writeWhole } from '../arrays/writeWhole.ts';
import { readZip } from '../arrays/zip.ts';
import type { Context } from '../context.ts';
import { inputOf } from '../jobs/recipes.ts';
import { nameOf, showTrackedPair, tracksOf } from './track.ts';

interface Export {
  readonly project: string;
  readonly track?: string | undefined;
  readonly ordinal?: number | undefined;
  readonly pair?: number | undefined;
  readonly to: string;
}

/** All numbers as a table, a row a pair of pictures and part; or the arrows of one pair. */
export async function exportTracks(context: Context, request: Export, signal?: AbortSignal): Promise<{ path: string }> {
  const path = resolve(request.to);
  const kind = kindOf(path, 'Motion');
  if (kind === '.csv') {
    const opened = context.projects.get(request.project);
    const tracks = tracksOf(context, opened, inputOf(opened.project, 'track', request.track));
    writeWhole(path, new TextEncoder().encode(tableOf(tracks)), 'The motion');
    return { path };
  }
  if (request.ordinal === undefined) {
    throw new Failure('BAD_INPUT', 'Arrows are drawn of one unit and start picture.', {
      remedy: 'Name them, or write a .csv table of all.',
    });
  }
  const shown = await showTrackedPair(context, { ...request, ordinal: request.ordinal, percentile: 90 }, signal);
  writeWhole(
    path,
    new TextEncoder().encode(arrowsSvg(shown.residual.arrows, shown.widthPx, shown.heightPx)),
    'The arrows',
  );
  return { path };
}

function kindOf(path: string, what: string): '.csv' | '.svg' {
  const extension = extname(path).toLowerCase();
  if (extension === '.csv' || extension === '.svg') return extension;
  throw new Failure('BAD_INPUT', `${what} is written as .csv or .svg, but the file is named ${basename(path)}.`, {
    remedy: 'Name it .csv for a table, or .svg for arrows.',
  });
}

/** RFC 4180; what is not known is an empty field. */
function tableOf(tracks: Tracks): string {
  const field = (value: number) => (Number.isFinite(value) ? String(Number(value.toPrecision(7))) : '');
  const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const heads = ['direction', 'start', 'from_step', 'to_step', 'part', ...MOTION_IDS];
  const lines = tracks.rows.flatMap((row) =>
    tracks.pairs.flatMap(([from, to], pair) =>
      tracks.names.map((name, at) => {
        const numbers = MOTION_IDS.map((id) => field(motionOf(tracks, row, id, pair, at)));
        return [quoted(nameOf(row.direction)), row.sample, from, to, quoted(name), ...numbers].join(',');
      }),
    ),
  );
  return `${[heads.join(','), ...lines].join('\r\n')}\r\n`;
}

/** Arrows in pixels of the picture, as long as the motion, with nothing behind them. */
function arrowsSvg(arrows: readonly Arrow[], widthPx: number, heightPx: number): string {
  const scale = arrowScale({ widthPx, heightPx });
  const shapes = arrows.map((arrow) => `  <path d="${arrowPath(arrow, 1, scale)}" stroke="${arrow.colour}"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${widthPx} ${heightPx}" width="${8 * widthPx}" height="${8 * heightPx}" fill="none" stroke-width="${0.35 * scale}" stroke-linecap="round">\n${shapes.join('\n')}\n</svg>\n`;
}

/** Reads matches of another tracker, takes their global motion out, and writes what is left. */
export function importMatches({ from, to }: { readonly from: string; readonly to: string }): ImportedMatches {
  const path = resolve(to);
  const kind = kindOf(path, 'What is left of the matches');
  const matches = matchesOf(readCorres(resolve(from)), basename(from));
  const { count, x, y, dx, dy, score } = matches;
  const [right, bottom] = [x, y].map((places) => places.reduce((most, place) => Math.max(most, place), 0)) as [
    number,
    number,
  ];
  const points = Array.from(
    { length: count },
    (_, at): Point => ({
      x: (x[at] as number) - right / 2,
      y: (y[at] as number) - bottom / 2,
      dx: dx[at] as number,
      dy: dy[at] as number,
      weight: Math.max(0, score[at] as number),
    }),
  );
  const affine = fitPoints(points.filter(({ weight }) => weight > 0));
  const left = points.map((point): readonly [number, number] => {
    if (affine === null) return [point.dx, point.dy];
    const [moveX, moveY] = motionAt(affine.coefficients, point.x, point.y);
    return [point.dx - moveX, point.dy - moveY];
  });
  const lengths = left.map(([u, v]) => Math.hypot(u, v));
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  const text =
    kind === '.csv'
      ? `${['x,y,dx,dy,residual_dx,residual_dy,score', ...points.map((_, at) => [x[at], y[at], dx[at], dy[at], ...(left[at] as readonly number[]), score[at]].join(','))].join('\r\n')}\r\n`
      : arrowsSvg(
          left.flatMap(([u, v], at) =>
            (lengths[at] as number) > 0
              ? [{ x: x[at] as number, y: y[at] as number, dx: u, dy: v, colour: arrowColour(u, v, longest) }]
              : [],
          ),
          Math.ceil(right) + 1,
          Math.ceil(bottom) + 1,
        );
  writeWhole(path, new TextEncoder().encode(text), 'What is left of the matches');
  return {
    matches: count,
    inliers: affine?.inliers ?? null,
    medianTotal: median(points.map((point) => Math.hypot(point.dx, point.dy))),
    medianResidual: median(lengths),
    path,
  };
}

/** `corres` of an npz archive (the reference saves it under a name that ends in .npy), or the array itself. */
function readCorres(path: string): Tensor {
  const name = basename(path);
  const bytes = readBytes(path);
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (!isZip) return readNpy(bytes, name);
  const entry = readZip(bytes, name).get('corres.npy');
  if (entry) return readNpy(entry, `corres of ${name}`);
  throw new Failure('BAD_INPUT', `${name} holds no array corres.`, {
    remedy: 'Choose a file of matches as the reference writes them.',
  });
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new Failure('NOT_FOUND', `The file ${path} could not be read.`, { cause });
  }
}
