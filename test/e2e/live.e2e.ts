import { expect, type Locator, type Page } from '@playwright/test';
import { drawFirst, openQueue } from './canvas.ts';
import { test, WORK } from './host.ts';

/** A mask drawn by hand teaches the segmenter while one goes on: what it proposes for another picture changes with it. */
test('what is drawn in one picture changes what is proposed in another', async ({ window: page }) => {
  await openQueue(page);
  const pane = page.getByRole('complementary', { name: 'Labels' });
  await expect(pane.getByText('It learns from the first mask that is done.')).toBeVisible();

  // The picture is coloured in roughly: a body in the middle of it.
  await page.keyboard.press('1');
  await page.keyboard.press('l');
  await drawFirst(page, [20, 30], [44, 30], [44, 50], [20, 50]);
  await page.keyboard.press('Control+Enter');
  await expect(pane.getByText(/^from 1 mask, now/)).toBeVisible(WORK);
  await row(page, 'rabbit #0').click();
  await expect(pane.getByText('most at the body')).toBeVisible();
  await expect(page.getByText(/segmenter is (\S+ )?least sure of it/)).toBeVisible();
  const differing = pane.getByText(/Differs from yours in/);
  const first = (await differing.textContent()) ?? '';

  // It is shown, and so is where it is unsure; taken, it is the mask.
  await page.keyboard.press('v');
  await expect(pane.getByRole('button', { name: 'Hide', exact: true })).toBeVisible();
  await pane.getByRole('button', { name: 'Unsure?' }).click();
  await expect(pane.getByRole('button', { name: 'Show', exact: true })).toBeVisible();

  // A second picture says that the body is elsewhere; back at the first one, the proposal is another one.
  await row(page, 'bear #0').click();
  await page.keyboard.press('1');
  await page.keyboard.press('l');
  await drawFirst(page, [2, 2], [60, 2], [60, 30], [2, 30]);
  await page.keyboard.press('Control+Enter');
  await expect(pane.getByText(/^from 2 masks, now/)).toBeVisible(WORK);
  await row(page, 'rabbit #0').click();
  await expect(differing).not.toHaveText(first);
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
