import { expect } from '@playwright/test';
import { testOnStudy, WORK } from './host.ts';

/** A small sweep that is measured. */
const test = testOnStudy(async ({ client, project, finish }) => {
  await finish(client.sweep.run({ project, params: { units: [3, 23, 59, 97], starts: 2, steps: 2 } }));
  await finish(client.segment.apply({ project, params: {} }));
  await finish(client.measure.run({ project, params: {} }));
});

test('an atlas is built, asked, and leads to units and the wall', async ({ window }, info) => {
  await window.getByRole('button', { name: 'Open Study' }).click();
  const rail = window.getByRole('navigation');
  await rail.getByRole('link', { name: /^Atlas/ }).click();

  await test.step('It is built by a click, with its cost told before', async () => {
    await window.getByRole('button', { name: 'Build atlas' }).click();
    await expect(window.getByRole('region', { name: 'Units and parts' })).toBeVisible(WORK);
  });

  const found = window.getByRole('region', { name: 'Units', exact: true });
  await test.step('A query is answered with its units, and a wrong one with what there is', async () => {
    const query = window.getByRole('combobox', { name: 'Query' });
    await query.fill('ear extent changes');
    await query.press('Enter');
    await expect(found.getByText('4 units, n = 2 pictures each')).toBeVisible();
    await query.fill('wing extent');
    await query.press('Enter');
    await expect(window.getByText(/no part "wing"/)).toBeVisible();
    await query.fill('ear extent changes > 900');
    await query.press('Enter');
    await expect(found.getByText('No unit fulfils this.')).toBeVisible();
    await query.fill('ear extent changes');
    await query.press('Enter');
  });

  await test.step('Conditions are put together by clicks', async () => {
    await window.getByRole('button', { name: 'Conditions' }).click();
    await window.getByRole('button', { name: 'Add condition' }).click();
    const choose = async (field: string, option: string) => {
      await window.getByRole('combobox', { name: `${field} of condition 2` }).click();
      await window.getByRole('option', { name: option, exact: true }).click();
    };
    await choose('Part', 'body');
    await choose('Metric', 'area');
    await choose('Direction', 'increases');
    await window.getByRole('checkbox', { name: 'not of condition 2' }).check();
    await window.getByRole('button', { name: 'Find units' }).click();
    const query = window.getByRole('combobox', { name: 'Query' });
    await expect(query).toHaveValue('ear extent changes and not body area increases');
    await query.fill('ear extent changes');
    await query.press('Enter');
  });

  await test.step('Rows of the map are selected by a drag and by keys, and stand as a table', async () => {
    const map = window.getByRole('img', { name: 'Effects of units on concepts' });
    const box = (await map.boundingBox()) as { x: number; y: number };
    await window.mouse.move(box.x + 60, box.y + 121);
    await window.mouse.down();
    await window.mouse.move(box.x + 60, box.y + 132, { steps: 3 });
    await window.mouse.up();
    await expect(window.getByText('2 units selected')).toBeVisible();
    await map.press('Control+Home');
    await map.press('Shift+ArrowDown');
    await map.press('Shift+ArrowDown');
    await expect(window.getByText('3 units selected')).toBeVisible();
    await window.getByRole('button', { name: 'Clear selection' }).click();
    await window.getByRole('button', { name: 'Effects as a table' }).click();
    await expect(window.getByRole('table', { name: 'Effects of units on concepts' }).getByRole('row')).toHaveCount(5);
    await window.getByRole('button', { name: 'Effects as a table' }).click();
  });

  await test.step('Plots leave as files', async () => {
    // Electron asks where to, in a window of the system's.
    if (info.project.name === 'electron') return;
    for (const [button, file] of [
      ['Save map', 'effects-of-units-on-concepts.png'],
      ['Save figure: Selective or superposed', 'selective-or-superposed.svg'],
    ] as const) {
      const [download] = await Promise.all([
        window.waitForEvent('download'),
        window.getByRole('button', { name: button }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(file);
    }
  });

  await test.step('A concept is kept by its name', async () => {
    await window.getByRole('button', { name: 'Save concept' }).click();
    await window.getByRole('textbox', { name: 'Name of the concept' }).fill('ears');
    await window.keyboard.press('Enter');
    await window.getByRole('button', { name: 'Saved concepts' }).click();
    await expect(window.getByRole('menuitem', { name: /^ears/ })).toBeVisible();
    await window.keyboard.press('Escape');
  });

  await test.step('The units found are shown on the wall, and a unit knows its place in the atlas', async () => {
    await window.getByRole('button', { name: 'Show on wall' }).click();
    await expect(window.getByText('picked units')).toBeVisible();
    await window.getByRole('grid').waitFor();
    await window.keyboard.press('Enter');
    const own = window.getByRole('region', { name: 'In the atlas' });
    await expect(own.getByRole('row')).toHaveCount(1 + 10);
    await own.getByRole('row').nth(1).getByRole('link').click();
    await expect(window.getByRole('region', { name: 'Units and parts' })).toBeVisible();
  });
});
