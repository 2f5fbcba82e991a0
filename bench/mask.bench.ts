import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import type { MaskEntry } from '#core/mask/entry.ts';
import { percentile } from '#core/statistics.ts';
import type { BackendClient } from '#core/wire.ts';
import { writeMaskPair } from './maskPair.ts';
import { median } from './median.ts';
import type { Bench } from './run.ts';
import { launchBrowser, startServer } from './window.ts';

/**
 * The canvas in Chromium: from a pointer's event to the end of the frame that drew it, the drawing alone, a stroke until the backend has
 * stored it, and a picture of 2,000 strokes until it is open. A 40 px brush at four times the size, the queue open.
 */
export const bench: Bench = async () => {
  const browser = await launchBrowser();
  try {
    const large = await measure(browser, 1024);
    process.stderr.write(`1024 px: ${JSON.stringify(large)}\n`);
    return await measure(browser, 512);
  } finally {
    await browser.close();
  }
};

const MOVES = 2_000;
const MOVES_PER_SECOND = 60;
const STORED_STROKES = 40;
const OLD_STROKES = 2_000;
const OPENINGS = 5;
const ZOOM = 4;
const ANNOTATOR = 'Ada';
const round1 = (value: number) => Math.round(value * 10) / 10;

async function measure(browser: Browser, sidePx: number) {
  const home = mkdtempSync(join(tmpdir(), 'unitloom-bench-'));
  writeFileSync(join(home, 'settings.json'), JSON.stringify({ annotator: ANNOTATOR, theme: 'dark' }));
  const server = await startServer({ ...process.env, UNITLOOM_HOME: home });
  try {
    const { project, pictures } = await prepare(server.client, home, sidePx);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.addCookies([{ ...server.cookie, url: server.origin }]);
    const page = await context.newPage();
    await page.addInitScript({ path: join(import.meta.dirname, 'maskPage.js') });
    await page.goto(`${server.origin}/#/annotate?project=${project}&picture=${pictures[0]}`);
    await statusOf(page).filter({ hasText: 'Nothing drawn yet' }).waitFor();
    await zoomTo(page, ZOOM);
    const { latencies, drawings } = await drawLong(page);
    const stored = await storeMany(page);
    const openings = await openOld(page, pictures);
    await context.close();
    return {
      strokeMedianMs: round1(median(latencies)),
      strokeP99Ms: round1(percentile(latencies, 99)),
      drawMedianMs: round1(median(drawings)),
      storeMedianMs: round1(median(stored)),
      openMs: Math.round(median(openings)),
    };
  } finally {
    await server.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** A project with twelve pictures in the queue; the second has 2,000 strokes. */
async function prepare(client: BackendClient, home: string, sidePx: number) {
  const { project } = await client.project.create({
    path: join(home, `masks-${sidePx}.unitloom`),
    ...writeMaskPair(join(home, 'pair'), sidePx),
  });
  const by = { project, annotator: ANNOTATOR };
  await client.mask.startLabels({ ...by, template: 'critters' });
  const queued = await client.mask.draw({ ...by, perClass: 6, seed: 1 });
  const pictures = queued.map(({ id }) => id);
  const session = crypto.randomUUID();
  const strokes = Array.from({ length: OLD_STROKES }, (_, index) => oldStroke(index, sidePx));
  for (let from = 0; from < strokes.length; from += 500) {
    await client.mask.append({
      ...by,
      picture: pictures[1] as string,
      session,
      entries: strokes.slice(from, from + 500),
    });
  }
  await client.mask.release({ ...by, picture: pictures[1] as string, session });
  return { project, pictures };
}

/** A wavy stroke of 30 points. */
function oldStroke(index: number, sidePx: number): MaskEntry {
  const points = Array.from({ length: 30 }, (_, at) => [
    Math.round(8 * ((index * 37 + 4 * at) % sidePx)),
    Math.round(8 * ((index * 91 + 12 * Math.sin(at / 3) + sidePx) % sidePx)),
  ]).flat();
  const stroke = { tool: 'brush' as const, label: 1 + (index % 6), shape: 'round' as const, size: 320, points };
  return { kind: 'stroke', id: crypto.randomUUID(), stroke };
}

interface Measured {
  readonly latencies: number[];
  /** Of each frame: applying the moves and drawing what changed. */
  readonly drawings: number[];
}

const statusOf = (page: Page) => page.getByRole('status').filter({ hasText: /^(Stored|Storing|Nothing)/ });

function untilStatus(page: Page, event: string, words: string): Promise<{ saidMs: number; drawnMs: number }> {
  return page.evaluate(`window.untilStatus(${JSON.stringify(event)}, ${JSON.stringify(words)})`);
}

async function canvasBox(page: Page) {
  const box = await page.getByRole('img', { name: /^Mask of/ }).boundingBox();
  if (box === null) throw new Error('there is no canvas');
  return box;
}

async function zoomTo(page: Page, scale: number): Promise<void> {
  const box = await canvasBox(page);
  const shown = Number((await page.getByText(/^\d+\s%$/).textContent())?.replace(/\D/g, '')) / 100;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -200 * Math.log2(scale / shown));
  await page.keyboard.up('Control');
  await page.waitForTimeout(200);
}

/** One stroke of many moves, at the pace of a screen. */
async function drawLong(page: Page): Promise<Measured> {
  const box = await canvasBox(page);
  const wire = await page.context().newCDPSession(page);
  const at = (move: number) => ({
    x: box.x + box.width * (0.5 + 0.42 * Math.sin(move / 37)),
    y: box.y + box.height * (0.5 + 0.42 * Math.sin(move / 23)),
  });
  const send = (type: string, move: number, buttons: number) =>
    wire.send('Input.dispatchMouseEvent', {
      type: type as 'mouseMoved',
      ...at(move),
      button: 'left',
      buttons,
      clickCount: 1,
    });
  await send('mouseMoved', 0, 0);
  await send('mousePressed', 0, 1);
  const startedAt = performance.now();
  const sent: Promise<unknown>[] = [];
  for (let move = 1; move <= MOVES; move++) {
    const waitMs = startedAt + (move * 1000) / MOVES_PER_SECOND - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    sent.push(send('mouseMoved', move, 1));
  }
  await Promise.all(sent);
  await send('mouseReleased', MOVES, 0);
  await statusOf(page).filter({ hasText: 'Stored, stroke 1' }).waitFor();
  return (await page.evaluate('window.measured')) as Measured;
}

/** Short strokes, each until the window says that it is stored. */
async function storeMany(page: Page): Promise<number[]> {
  const box = await canvasBox(page);
  const times: number[] = [];
  for (let stroke = 0; stroke < STORED_STROKES; stroke++) {
    const x = box.x + 200 + 8 * stroke;
    await page.mouse.move(x, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(x + 60, box.y + 300, { steps: 6 });
    const stored = untilStatus(page, 'pointerup', `Stored, stroke ${stroke + 2}`);
    await page.mouse.up();
    times.push((await stored).saidMs);
  }
  return times;
}

/** From the click on the picture to the frame with its mask. */
async function openOld(page: Page, pictures: readonly string[]): Promise<number[]> {
  const rows = page.getByRole('region', { name: 'Queue' }).getByRole('listitem');
  const times: number[] = [];
  for (let round = 0; round < OPENINGS; round++) {
    await rows
      .nth(pictures.length - 1 - round)
      .getByRole('button')
      .first()
      .click();
    await statusOf(page).filter({ hasText: 'Nothing drawn yet' }).waitFor();
    await page.waitForTimeout(300);
    const opened = untilStatus(page, 'click', `Stored, stroke ${OLD_STROKES}`);
    await rows.nth(1).getByRole('button').first().click();
    times.push((await opened).drawnMs);
  }
  return times;
}
