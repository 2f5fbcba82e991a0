import { expect } from '@playwright/test';
import { test } from './host.ts';

/** From five masks to the parts of any picture, by clicks. */
test('a segmenter is trained from the demo masks and judged part by part', async ({ window }) => {
  await window.getByRole('main').getByRole('button', { name: 'Open the demo project' }).click();
  await window.getByRole('link', { name: /^Segment/ }).click();
  await expect(window.getByText('It needs masks first')).toBeVisible();
  await window.getByRole('link', { name: 'Go to Annotate' }).click();
  const name = window.getByLabel('Your name');
  const use = window.getByRole('button', { name: 'Use 6 labels' });
  await name.or(use).waitFor();
  if (await name.isVisible()) {
    await name.fill('Ada');
    await window.keyboard.press('Enter');
  }
  await use.click();
  await window.getByRole('button', { name: 'Known truth of the demo pair' }).click();
  await window.getByRole('img', { name: /^Mask of/ }).waitFor();

  await window.getByRole('link', { name: /^Segment/ }).click();
  await window.getByRole('button', { name: 'Seal the masks that are done' }).click();
  await window.getByLabel('Networks').fill('2');
  await window.getByRole('button', { name: 'Train segmenter' }).click();
  const parts = window.getByRole('table', { name: 'By part' });
  await expect(parts).toBeVisible({ timeout: 60_000 });
  for (const part of ['background', 'body', 'head', 'ear', 'eye', 'leg', 'tail']) {
    await expect(parts.getByRole('row', { name: new RegExp(`^${part} .*0\\.[4-9]`) })).toBeVisible();
  }
  await expect(window.getByRole('img', { name: /^Parts found in/ })).toHaveCount(5);
  await expect(window.getByRole('img', { name: /^Where the networks differ in/ }).first()).toBeVisible();
  await expect(window.getByRole('table', { name: 'Confusion' }).getByRole('row')).toHaveCount(8);
});
