import { expect } from '@playwright/test';
import { writeFlowModel } from '../backend/flowModel.ts';
import { testOnStudy, WORK } from './host.ts';

/** A sweep of a few units whose parts are known, and nothing tracked. */
const test = testOnStudy(async ({ client, project, finish }) => {
  await finish(client.sweep.run({ project, params: { units: [52, 104], starts: 2, steps: 3 } }));
  await finish(client.segment.apply({ project, params: { members: 1 } }));
});

test('a sweep is tracked by clicks, and its motion drawn as arrows and told in numbers', async ({
  window,
  folder,
}, info) => {
  const look = async (name: string) => {
    const path = info.outputPath(`${name}.png`);
    await window.screenshot({ path });
    await info.attach(name, { path, contentType: 'image/png' });
  };
  const strips: string[] = [];
  window.on('response', async (response) => {
    if (/\/arrows\/[0-9a-f]+\/\d+$/.test(response.url()) && response.ok()) strips.push(await response.text());
  });
  const dialog = window.getByRole('dialog', { name: 'Track motion' });
  const wheel = window.getByRole('img', { name: 'Hue of each direction' });
  await window.getByRole('button', { name: 'Open Study' }).click();

  await test.step('The wall says that nothing is tracked, and tracks it', async () => {
    await window
      .getByRole('navigation')
      .getByRole('link', { name: /^Units/ })
      .click();
    await window.getByRole('button', { name: 'Motion', exact: true }).click();
    await expect(window).toHaveURL(/arrows=1/);
    await expect(window.getByText('Motion is not tracked in this sweep yet.')).toBeVisible();
    expect(strips).toEqual([]);
    await window.getByRole('button', { name: 'Track it…' }).click();
    await dialog.getByLabel('Units').fill('7000');
    await expect(dialog.getByText(/^Write numbers from 0 to 159/)).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Track motion' })).toBeDisabled();
    await dialog.getByLabel('Units').fill('');
    await dialog.getByRole('button', { name: 'Track motion' }).click();
    await expect(wheel).toBeVisible(WORK);
    await expect(dialog).toBeHidden();
  });

  await test.step('Arrows lie over the wall, V takes them off and back', async () => {
    await expect.poll(() => strips.filter((svg) => svg.includes('<path ')).length).toBeGreaterThan(0);
    // The control moves nothing, and is drawn with nothing.
    await expect.poll(() => strips.some((svg) => !svg.includes('<path '))).toBe(true);
    await look('wall with arrows');
    await window.keyboard.press('v');
    await expect(wheel).toBeHidden();
    await window.keyboard.press('v');
    await expect(wheel).toBeVisible();
  });

  const section = window.getByRole('region', { name: 'How it moves' });
  await test.step('The page of a unit draws them larger, and tells how each part moves', async () => {
    await window.keyboard.press('Enter');
    await expect(window.getByRole('heading', { name: /^Unit \d+/ })).toBeVisible();
    await expect(wheel).toBeVisible();
    await expect(section.getByRole('img', { name: /^Motion of the picture, [1-9]\d* arrows?/ })).toBeVisible();
    const table = section.getByRole('table', { name: 'Motion by part' });
    await expect(table.getByRole('rowheader').last()).toHaveText('whole picture');
    await expect(table.getByRole('rowheader', { name: 'head' })).toBeVisible();
    await expect(table.getByRole('row', { name: /^whole picture 0\.[0-9]*[1-9]/ })).toBeVisible();
    const before = await table.getByRole('row', { name: /^whole picture/ }).textContent();
    await section.getByText('As it is').click();
    await expect(section.getByRole('img', { name: /^Motion of the picture, [1-9]/ })).toBeVisible();
    await expect(table.getByRole('row', { name: /^whole picture/ })).toHaveText(before ?? '');
    await section.scrollIntoViewIfNeeded();
    await look('unit with arrows');
  });

  await test.step("The generator's features are gone by too", async () => {
    const byPictures = await section.getByRole('table').textContent();
    await window.getByRole('button', { name: 'Track again…' }).click();
    await dialog.getByRole('button', { name: 'More', exact: true }).click();
    await dialog.getByRole('switch', { name: 'Go by the generator’s features too' }).check();
    await look('features');
    await dialog.getByRole('button', { name: 'Track motion' }).click();
    await expect(dialog).toBeHidden();
    await expect(section.getByRole('table')).not.toHaveText(byPictures ?? '', { timeout: 60_000 });
  });

  await test.step("A flow model of the user's finds it anew", async () => {
    test.skip(info.project.name === 'electron', 'The system asks for the file there.');
    writeFlowModel(folder);
    await window.getByRole('button', { name: 'Track again…' }).click();
    await dialog.getByRole('button', { name: 'More', exact: true }).click();
    await dialog.getByRole('button', { name: 'Choose a model…' }).click();
    const browser = window.getByRole('dialog', { name: 'Choose an ONNX model' });
    await browser.getByRole('textbox', { name: 'Folder' }).fill(folder);
    await window.keyboard.press('Enter');
    await browser.getByRole('button', { name: /^flow\.onnx/ }).click();
    await expect(dialog.getByText('flow.onnx')).toBeVisible();
    await look('flow model');
    const byOwn = await section.getByRole('table').textContent();
    await dialog.getByRole('button', { name: 'Track motion' }).click();
    await expect(dialog).toBeHidden();
    await expect(section.getByRole('table')).not.toHaveText(byOwn ?? '', WORK);
  });
});
