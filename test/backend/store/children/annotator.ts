import { randomUUID } from 'node:crypto';
import { openProject } from '#backend/store/project.ts';
import type { MaskEntry } from '#core/mask/entry.ts';

/** Draws strokes into a mask without pause, two entries a call, and says the ids of each call once it is stored. */

const [path = '', picture = ''] = process.argv.slice(2);
const project = openProject(path);

for (let n = 0; ; n++) {
  const stroke = {
    tool: 'brush',
    label: 1 + (n % 6),
    shape: 'round',
    size: 40,
    points: [8 * (n % 64), 8 * 20, 8 * (n % 64), 8 * 30],
  };
  const entries: MaskEntry[] = [
    { kind: 'stroke', id: randomUUID(), stroke: stroke as never },
    { kind: n % 3 === 0 ? 'undo' : 'redo', id: randomUUID() },
  ];
  project.masks.append(picture, 'Ann', entries);
  process.stdout.write(`${entries.map(({ id }) => id).join(' ')}\n`);
}
