import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from '@playwright/test';
import { canvas, drawFirst, stored, takeLabels } from './canvas.ts';
import { test } from './host.ts';

/** Several annotators: the truth as a second one, agreement, a third mask, a packet merged, and a guest in a browser of their own. */

test('the truth is held against a person, and masks go out and come back', async ({ window: page, folder }) => {
  await page.getByRole('main').getByRole('button', { name: 'Open the demo project' }).click();
  await page.getByRole('link', { name: /^Annotate/ }).click();
  await takeLabels(page);
  await page.getByRole('button', { name: 'Known truth of the demo pair' }).click();
  await expect(page.getByText('0 / 5 done')).toBeVisible();

  // Ada draws one head, and is done with two pictures.
  for (let picture = 0; picture < 2; picture++) {
    await page.keyboard.press('2');
    await drawFirst(page, [32, 32], [38, 35]);
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText(`${picture + 1} / 5 done`)).toBeVisible();
  }

  await page.getByRole('button', { name: 'People and files' }).click();
  await page.getByRole('menuitem', { name: 'Agreement of two people' }).click();
  await expect(page.getByText(/Of 2 pictures that Ada and truth have both finished/)).toBeVisible();
  const table = page.getByRole('table', { name: 'Agreement of two people' });
  await expect(table.getByRole('row', { name: /^head/ })).toContainText('2');
  await expect(page.getByRole('img', { name: 'Where they differ' })).toBeVisible();
  await page.getByRole('button', { name: 'Keep truth' }).click();
  await expect(page.getByText(/Of 1 pictures that/)).toBeVisible();
  await page.getByRole('button', { name: 'Back to the canvas' }).click();

  // Out as files, and in again under another name.
  await page.getByRole('button', { name: 'People and files' }).click();
  await page.getByRole('menuitem', { name: /Import masks/ }).click();
  const dialog = page.getByRole('dialog', { name: 'People and files' });
  const turnTo = (form: string) => dialog.getByText(form, { exact: true }).first().click();
  await turnTo('Export masks');
  await dialog.getByLabel('Folder, or file that ends in .zip').fill(join(folder, 'masks.zip'));
  await dialog.getByLabel('Also unfinished masks').check();
  await dialog.getByRole('button', { name: 'Export masks' }).click();
  await expect(dialog.getByRole('status')).toContainText('2 masks written to');
  await turnTo('Import masks');
  await dialog.getByLabel('Folder, .zip archive or file').fill(join(folder, 'masks.zip'));
  await dialog.getByLabel('They become masks of').fill('Copy');
  await dialog.getByRole('button', { name: 'Import masks' }).click();
  await expect(dialog.getByRole('status')).toHaveText('2 masks imported.');
  await turnTo('Write a packet');
  await dialog.getByLabel('For whom').fill('Bob');
  await dialog.getByLabel('Packet file').fill(join(folder, 'bob.unitloom'));
  await dialog.getByRole('button', { name: 'Write a packet' }).click();
  await expect(dialog.getByRole('status')).toContainText('5 pictures written to');
  await turnTo('Merge a packet or copy');
  await dialog.getByLabel('Packet, or copy of the project').fill(join(folder, 'bob.unitloom'));
  await dialog.getByRole('button', { name: 'Look what is in it' }).click();
  await expect(dialog.getByRole('status')).toHaveText('Nothing new is in it.');
});

test('a guest sees the queue and the canvas of one project, and nothing else', async ({ browser, folder }, info) => {
  test.skip(info.project.name === 'electron', 'Guests come by browser.');
  const root = join(import.meta.dirname, '..', '..');
  const environment = { ...process.env, UNITLOOM_HOME: folder };
  const cli = (...parameters: string[]) =>
    spawn(process.execPath, [join(root, 'src/headless/cli.ts'), ...parameters], {
      env: environment,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
  const study = join(folder, 'study.unitloom');
  for (const command of [
    ['new', study],
    ['mask', 'labels', study, '--template', 'critters', '--annotator', 'Ada'],
    ['mask', 'draw', study, '--per-class', '1', '--annotator', 'Ada'],
  ]) {
    const child = cli(...command);
    expect(await once(child, 'exit')).toEqual([0, null]);
  }
  const server = cli('serve', study, '--port', '0', '--stdin-guard', '--json', '--annotator', 'Bob');
  const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
  const { annotatorLinks } = JSON.parse(line) as { annotatorLinks: Record<string, string> };
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(annotatorLinks.Bob as string);
  await expect(page.getByText('You annotate as Bob')).toBeVisible();
  await canvas(page).waitFor();
  await page.keyboard.press('1');
  await drawFirst(page, [32, 32], [38, 35]);
  await page.reload();
  await expect(stored(page)).toHaveText('Stored, stroke 1');
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'People and files' })).toHaveCount(0);
  await page.goto(`${page.url().split('#')[0]}#/units?project=${new URL(page.url()).hash.split('project=')[1]}`);
  await expect(canvas(page)).toBeVisible();
  await context.close();
  server.stdin?.end();
  await once(server, 'exit');
});
