import { expect } from '@playwright/test';
import { canvas, takeLabels } from './canvas.ts';
import { test, WORK } from './host.ts';

/** From five masks to the parts of any picture, by clicks. */
test('a segmenter is trained from the demo masks and judged part by part', async ({ window }, info) => {
  const look = async (name: string) => {
    const path = info.outputPath(`${name}.png`);
    await window.screenshot({ path });
    await info.attach(name, { path, contentType: 'image/png' });
  };
  await window.getByRole('main').getByRole('button', { name: 'Open the demo project' }).click();
  await window.getByRole('link', { name: /^Segment/ }).click();
  await expect(window.getByText('It needs masks first')).toBeVisible();
  await window.getByRole('link', { name: 'Go to Annotate' }).click();
  await takeLabels(window);
  await window.getByRole('button', { name: 'Known truth of the demo pair' }).click();
  await canvas(window).waitFor();

  await window.getByRole('link', { name: /^Segment/ }).click();
  await window.getByRole('button', { name: 'Seal the masks that are done' }).click();
  const train = window.getByRole('button', { name: 'Train segmenter' });
  await expect(train).toBeEnabled();
  await window.getByRole('button', { name: 'More', exact: true }).click();
  const network = window.getByRole('combobox', { name: 'Network' });
  const crop = window.getByLabel('Crop', { exact: true });
  await window.getByText('As the reference').click();
  await expect(network).toHaveValue('S');
  await expect(crop).toHaveValue('1');
  await window.getByText('Fast', { exact: true }).click();
  await expect(network).toHaveValue('compact');
  await crop.fill('2');
  await expect(window.getByText('A number from 0.25 to 1.')).toBeVisible();
  await expect(train).toBeDisabled();
  await crop.fill('0.5');
  await window.getByLabel('Networks').fill('2');
  await window.getByLabel('Most epochs').fill('4');
  await window.getByLabel('Seed').fill('3');
  await look('form');
  await train.click();
  const parts = window.getByRole('table', { name: 'By part' });
  await expect(parts).toBeVisible(WORK);
  for (const part of ['background', 'body', 'head', 'ear', 'eye', 'leg', 'tail']) {
    await expect(parts.getByRole('row', { name: new RegExp(`^${part} .*0\\.[4-9]`) })).toBeVisible();
  }
  await expect(window.getByRole('img', { name: /^Parts found in/ })).toHaveCount(5);
  await expect(window.getByRole('img', { name: /^Where the networks differ in/ }).first()).toBeVisible();
  await expect(window.getByRole('table', { name: 'Confusion' }).getByRole('row')).toHaveCount(8);
});
