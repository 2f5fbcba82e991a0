import { expect, type Locator, type Page } from '@playwright/test';

/** The queue and the canvas of Annotate, as a person uses them. */

const SIDE_PX = 64;

/** A pixel of the picture. */
export type Place = readonly [x: number, y: number];

/** A demo project with labels and two pictures of each class in the queue. */
export async function openQueue(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: 'Open the demo project' }).click();
  await page.getByRole('link', { name: /^Annotate/ }).click();
  await takeLabels(page);
  await page.getByRole('button', { name: 'Draw 10 pictures' }).click();
  await canvas(page).waitFor();
  await expect(stored(page)).toHaveText('Nothing drawn yet');
}

/** Ada, where a name is asked for, and the labels of the demo pair. */
export async function takeLabels(page: Page): Promise<void> {
  const name = page.getByLabel('Your name');
  const use = page.getByRole('button', { name: 'Use 6 labels' });
  await name.or(use).waitFor();
  if (await name.isVisible()) {
    await name.fill('Ada');
    await page.keyboard.press('Enter');
  }
  await use.click();
}

export function canvas(page: Page): Locator {
  return page.getByRole('img', { name: /^Mask of/ });
}

/** What the window says of the strokes of the picture. */
export function stored(page: Page): Locator {
  return page.getByRole('status').filter({ hasText: /^(Stored|Storing|Kept|Nothing)/ });
}

/** Where pixels of the picture, shown whole, lie in the window. */
export async function inWindow(page: Page, places: readonly Place[]): Promise<Place[]> {
  const box = await canvas(page).boundingBox();
  if (box === null) throw new Error('there is no canvas');
  const scale = Math.floor(Math.min(box.width - 48, box.height - 48) / SIDE_PX);
  return places.map(([x, y]) => [
    box.x + box.width / 2 + (x + 0.5 - SIDE_PX / 2) * scale,
    box.y + box.height / 2 + (y + 0.5 - SIDE_PX / 2) * scale,
  ]);
}

/** Draws with the chosen tool. */
export async function drag(page: Page, ...places: Place[]): Promise<void> {
  const [first, ...rest] = await inWindow(page, places);
  await page.mouse.move(...(first as Place));
  await page.mouse.down();
  for (const place of rest) await page.mouse.move(...place, { steps: 2 });
  await page.mouse.up();
}

/** Draws the first stroke of the open picture, and sees it stored. */
export async function drawFirst(page: Page, ...places: Place[]): Promise<void> {
  await expect(stored(page)).toHaveText('Nothing drawn yet');
  await drag(page, ...places);
  await expect(stored(page)).toHaveText('Stored, stroke 1');
}
