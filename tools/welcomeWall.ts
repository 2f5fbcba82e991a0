import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { localClient } from '#backend/wire/calls.ts';
import { openHeadlessBackend } from '#headless/session.ts';

/** Draws the wall that Welcome shows before there is a project: 24 pictures of the demo pair. Run again when the pair changes. */
const PICTURES = 24;
const SIZE_PX = 64;
const target = fileURLToPath(new URL('../src/renderer/views/welcome/demoWall.webp', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'unitloom-wall-'));
process.env.UNITLOOM_HOME = folder;
const backend = await openHeadlessBackend('cli');
try {
  const client = localClient(backend.router);
  const { project, pair } = await client.project.create({ path: join(folder, 'wall.unitloom') });
  const classNames = pair?.classNames ?? [];
  const perClass = Math.ceil(PICTURES / classNames.length);
  const tiles: Buffer[] = [];
  for (const [seed, className] of classNames.entries()) {
    const { url } = await client.pair.preview({ project, className, psi: 0.9, seed, count: perClass });
    const [, , id = '', n = ''] = url.split('/');
    const strip = sharp(backend.live(id, Number(n))?.bytes);
    for (let tile = 0; tile < perClass; tile += 1) {
      const place = { left: tile * SIZE_PX, top: 0, width: SIZE_PX, height: SIZE_PX };
      tiles.push(await strip.clone().extract(place).png().toBuffer());
    }
  }
  const wall = sharp({ create: { width: PICTURES * SIZE_PX, height: SIZE_PX, channels: 3, background: '#000' } });
  const overlays = tiles.slice(0, PICTURES).map((input, tile) => ({ input, left: tile * SIZE_PX, top: 0 }));
  await wall.composite(overlays).webp({ quality: 90 }).toFile(target);
} finally {
  await backend.close();
  rmSync(folder, { recursive: true, force: true });
}
