import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './host.ts';

/** A mask drawn by hand teaches the segmenter while one goes on: what it proposes for another picture changes with it. */
test('what is drawn in one picture changes what is proposed in another', async ({ window: page }) => {
  test.setTimeout(240_000);
  await page.getByRole('main').getByRole('button', { name: 'Open the demo project' }).click();
  await page.getByRole('link', { name: /^Annotate/ }).click();
  const name = page.getByLabel('Your name');
  const use = page.getByRole('button', { name: 'Use 6 labels' });
  await name.or(use).waitFor();
  if (await name.isVisible()) {
    await name.fill('Ada');
    await page.keyboard.press('Enter');
  }
  await use.click();
  await page.getByRole('button', { name: 'Draw 10 pictures' }).click();
  const pane = page.getByRole('complementary', { name: 'Labels' });
  await expect(pane.getByText('It learns from the first mask that is done.')).toBeVisible();

  // The picture is coloured in roughly: a body in the middle of it.
  await page.keyboard.press('1');
  await lasso(page, [
    [20, 30],
    [44, 30],
    [44, 50],
    [20, 50],
  ]);
  await page.keyboard.press('Control+Enter');
  await expect(pane.getByText(/^from 1 mask, now/)).toBeVisible({ timeout: 90_000 });
  await row(page, 'rabbit #0').click();
  await expect(pane.getByText('most at the body')).toBeVisible();
  await expect(page.getByText(/segmenter is (\S+ )?least sure of it/)).toBeVisible({ timeout: 30_000 });
  const first = await differing(pane);

  // It is shown, and so is where it is unsure; taken, it is the mask.
  await page.keyboard.press('v');
  await expect(pane.getByRole('button', { name: 'Hide', exact: true })).toBeVisible();
  await pane.getByRole('button', { name: 'Unsure?' }).click();
  await expect(pane.getByRole('button', { name: 'Show', exact: true })).toBeVisible();

  // A second picture says that the body is elsewhere; back at the first one, the proposal is another one.
  await row(page, 'bear #0').click();
  await page.keyboard.press('1');
  await lasso(page, [
    [2, 2],
    [60, 2],
    [60, 30],
    [2, 30],
  ]);
  await page.keyboard.press('Control+Enter');
  await expect(pane.getByText(/^from 2 masks, now/)).toBeVisible({ timeout: 90_000 });
  await row(page, 'rabbit #0').click();
  await expect(pane.getByText(/Differs from yours in/)).toBeVisible();
  expect(await differing(pane)).not.toBe(first);
  await pane.getByRole('button', { name: 'Take all' }).click();
  await expect(pane.getByText('It is your mask, pixel for pixel.')).toBeVisible();

  // Turned off, it stays off over a reload, and nothing is proposed any more.
  await pane.getByRole('switch', { name: 'Learn while I annotate' }).click({ force: true });
  await expect(pane.getByText('Proposal')).toBeVisible();
  await expect(pane.getByText(/^from 2 masks/)).toBeHidden();
  await page.reload();
  await expect(pane.getByRole('switch', { name: 'Learn while I annotate' })).not.toBeChecked();
});

function row(page: Page, name: string): Locator {
  return page.getByRole('region', { name: 'Queue' }).getByRole('button', { name: new RegExp(`^${name} `) });
}

async function differing(pane: Locator): Promise<string> {
  return (await pane.getByText(/Differs from yours in/).textContent()) ?? '';
}

const SIDE_PX = 64;

async function lasso(page: Page, places: readonly (readonly [number, number])[]): Promise<void> {
  const canvas = page.getByRole('img', { name: /^Mask of/ });
  await canvas.waitFor();
  await expect(page.getByRole('status').filter({ hasText: 'Nothing drawn yet' })).toBeVisible();
  const box = await canvas.boundingBox();
  if (box === null) throw new Error('there is no canvas');
  const scale = Math.floor(Math.min(box.width - 48, box.height - 48) / SIDE_PX);
  const at = ([x, y]: readonly [number, number]): [number, number] => [
    box.x + box.width / 2 + (x + 0.5 - SIDE_PX / 2) * scale,
    box.y + box.height / 2 + (y + 0.5 - SIDE_PX / 2) * scale,
  ];
  await page.keyboard.press('l');
  const [first, ...rest] = places as [readonly [number, number]];
  await page.mouse.move(...at(first));
  await page.mouse.down();
  for (const place of rest) await page.mouse.move(...at(place), { steps: 3 });
  await page.mouse.up();
  await expect(page.getByRole('status').filter({ hasText: /^Stored, stroke 1/ })).toBeVisible();
}
