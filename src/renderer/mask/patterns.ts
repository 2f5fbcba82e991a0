import type { Pattern } from '#core/labelSet.ts';

/** Patterns of labels as tiles of 8 x 8 px, so that a label is known without its colour. `#` is ink. */
const TILES: Readonly<Record<Pattern, readonly string[]>> = {
  plain: ['........', '........', '........', '........', '........', '........', '........', '........'],
  rising: ['......##', '.....##.', '....##..', '...##...', '..##....', '.##.....', '##......', '#......#'],
  falling: ['##......', '.##.....', '..##....', '...##...', '....##..', '.....##.', '......##', '#......#'],
  dots: ['........', '.##..##.', '.##..##.', '........', '........', '.##..##.', '.##..##.', '........'],
  level: ['........', '........', '########', '........', '........', '........', '########', '........'],
  upright: ['..#...#.', '..#...#.', '..#...#.', '..#...#.', '..#...#.', '..#...#.', '..#...#.', '..#...#.'],
  crosshatch: ['#......#', '.#....#.', '..#..#..', '...##...', '...##...', '..#..#..', '.#....#.', '#......#'],
  grid: ['########', '#.......', '#.......', '#.......', '#.......', '#.......', '#.......', '#.......'],
  checks: ['####....', '####....', '####....', '####....', '....####', '....####', '....####', '....####'],
  zigzag: ['........', '...#....', '..#.#...', '.#...#..', '#.....#.', '.......#', '........', '........'],
};

export const TILE_PX = 8;

/** [8 8] true where there is ink. */
export function tileOf(pattern: Pattern): readonly boolean[] {
  return TILES[pattern].flatMap((row) => [...row].map((sign) => sign === '#'));
}

/** Dark ink on light fills, light ink on dark ones. */
export function inkOn(colour: string): string {
  const [r, g, b] = channelsOf(colour);
  return 0.299 * r + 0.587 * g + 0.114 * b > 96 ? '#0A0C0E' : '#EBF0FF';
}

export function channelsOf(colour: string): readonly [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
