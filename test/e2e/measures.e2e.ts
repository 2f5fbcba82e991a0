import { expect } from '@playwright/test';
import { test as base } from './host.ts';
import { prepareProject, trainOnTruth } from './prepared.ts';

/** A project with a small sweep and a segmenter, whose parts nobody has looked for. */
const test = base.extend({
  folder: async ({ folder }, use) => {
    await prepareProject(folder, 'Parts', async (making) => {
      const { client, project, finish } = making;
      await finish(client.sweep.run({ project, params: { units: [3, 23, 59], starts: 2, steps: 3 } }));
      await trainOnTruth(making);
    });
    await use(folder);
  },
});

test('parts are found in a sweep, seen over its pictures and measured', async ({ window }) => {
  await window.getByRole('button', { name: 'Open Parts' }).click();
  const rail = window.getByRole('navigation');

  await test.step('Without them the wall says where they come from', async () => {
    await rail.getByRole('link', { name: /^Units/ }).click();
    await window.getByRole('grid').waitFor();
    await window.keyboard.press('m');
    await expect(window.getByText('The parts of this sweep are not known.')).toBeVisible();
    await window.getByRole('link', { name: 'Find them' }).click();
  });

  await test.step('The segmenter is applied to the sweep', async () => {
    await window.getByRole('button', { name: 'Find parts in the sweep' }).click();
    await expect(window.getByText(/^Found in 24 pictures/)).toBeVisible({ timeout: 30_000 });
  });

  await test.step('Measures are taken, and each change has its curve', async () => {
    await rail.getByRole('link', { name: /^Measures/ }).click();
    await window.getByRole('button', { name: 'Measure parts' }).click();
    const table = window.getByRole('table', { name: 'Changes of parts' });
    await expect(table.getByRole('row').nth(1)).toBeVisible({ timeout: 30_000 });
    await window.getByRole('combobox', { name: 'Part', exact: true }).click();
    await window.getByRole('option', { name: 'ear' }).click();
    await window.getByRole('combobox', { name: 'Measure', exact: true }).click();
    await window.getByRole('option', { name: 'extent, px' }).click();
    // Three units and the control.
    await expect(table.getByRole('row')).toHaveCount(1 + 4);
    await expect(window.getByRole('figure', { name: 'ear, extent, px' })).toBeVisible();
    await table.getByRole('row').nth(1).click();
    await window.keyboard.press('ArrowDown');
    await expect(table.getByRole('row').nth(2)).toHaveAttribute('aria-current', 'true');
  });

  await test.step('The unit shows its parts and what it changes', async () => {
    await window.getByRole('link', { name: /^Open unit \d+/ }).click();
    await expect(window.getByRole('list', { name: 'Colours of the parts' }).getByRole('listitem')).toHaveCount(6);
    const changes = window.getByRole('region', { name: 'What it changes' });
    await expect(changes.getByRole('row')).toHaveCount(1 + 8);
    await window.keyboard.press('m');
    await expect(window.getByRole('list', { name: 'Colours of the parts' })).toHaveCount(0);
  });
});
