import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

const PICTURES = 3;
const NAME = 'Annotator B';

/** Somebody takes the segmenter's proposals, draws over them, and is held against the truth of the demo pair. */
export async function holdAgainstTruth(page: Page): Promise<void> {
  await annotateSome(page);
  await page.getByRole('button', { name: 'People and files' }).click();
  await page.getByRole('menuitem', { name: 'Agreement of two people' }).click();
  await page.getByRole('img', { name: 'Where they differ' }).waitFor();
  await page.mouse.move(0, 0);
}

/** A packet comes back in which somebody went on with masks that were drawn on here too. */
export async function lookIntoPacket(page: Page): Promise<void> {
  await annotateSome(page);
  const folder = mkdtempSync(join(tmpdir(), 'unitloom-packet-'));
  const packet = join(folder, 'for-b.unitloom');
  await page.getByRole('button', { name: 'People and files' }).click();
  await page.getByRole('menuitem', { name: /^Import masks/ }).click();
  const dialog = page.getByRole('dialog', { name: 'People and files' });
  await dialog.getByText('Write a packet', { exact: true }).first().click();
  await dialog.getByLabel('For whom').fill(NAME);
  await dialog.getByLabel('Packet file').fill(packet);
  await dialog.getByRole('button', { name: 'Write a packet' }).click();
  await dialog.getByRole('status').waitFor();
  const masks = join(folder, 'masks.zip');
  for (const words of [
    ['export', packet, '--annotator', NAME, '--out', masks],
    ['import', packet, masks, '--annotator', NAME],
  ]) {
    const cli = join(import.meta.dirname, '..', 'src/headless/cli.ts');
    const { status, stderr } = spawnSync(process.execPath, [cli, 'mask', ...words], {
      env: { ...process.env, UNITLOOM_HOME: folder },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await drawOver(page);
  await page.getByRole('button', { name: 'People and files' }).click();
  await page.getByRole('menuitem', { name: /^Import masks/ }).click();
  await dialog.getByText('Merge a packet or copy', { exact: true }).first().click();
  await dialog.getByLabel('Packet, or copy of the project').fill(packet);
  await dialog.getByRole('button', { name: 'Look what is in it' }).click();
  await dialog.getByText('Where both went on').waitFor();
  rmSync(folder, { recursive: true, force: true });
}

/** Masks of pictures whose truth is known, done. Those of an earlier picture of the guide stay. */
async function annotateSome(page: Page): Promise<void> {
  const canvas = page.getByRole('img', { name: /^Mask of/ });
  const name = page.getByLabel('Your name');
  await name.or(canvas).waitFor();
  if (await name.isVisible()) {
    await name.fill(NAME);
    await name.press('Enter');
  }
  await canvas.waitFor();
  const done = page.getByText(/^\d+ \/ \d+ done/);
  const known = page
    .getByRole('region', { name: 'Queue' })
    .getByRole('listitem')
    .filter({ hasText: /truth/ })
    .filter({ hasText: 'to do' });
  for (let at = Number.parseInt((await done.textContent()) ?? '0', 10); at < PICTURES; at++) {
    await known.first().getByRole('button').first().click();
    await page.getByRole('button', { name: 'Take all' }).click();
    await drawOver(page);
    await page.keyboard.press('Control+Enter');
    await page.getByText(new RegExp(`^${at + 1} / \\d+ done`)).waitFor();
  }
}

async function drawOver(page: Page): Promise<void> {
  const box = await page.getByRole('img', { name: /^Mask of/ }).boundingBox();
  if (box === null) throw new Error('there is no canvas');
  await page.keyboard.press('b');
  await page.keyboard.press('1');
  await page.mouse.move(box.x + box.width / 2 - 30, box.y + box.height / 2 + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 40, box.y + box.height / 2 + 70, { steps: 4 });
  await page.mouse.up();
  await page
    .getByRole('status')
    .filter({ hasText: /^Stored, stroke/ })
    .waitFor();
}
