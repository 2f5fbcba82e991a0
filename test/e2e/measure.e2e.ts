import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { testOnStudy, WORK } from './host.ts';

/** A sweep of a few units that the segmenter has not looked at yet. */
const test = testOnStudy(async ({ client, project, finish }) => {
  await finish(client.sweep.run({ project, params: { units: [3, 12, 40], starts: 3, steps: 3 } }));
});

test('parts found in a sweep lie over its pictures and are measured', async ({ window, folder }, info) => {
  const look = async (name: string) => {
    const path = info.outputPath(`${name}.png`);
    await window.screenshot({ path });
    await info.attach(name, { path, contentType: 'image/png' });
  };
  const rail = (name: string) =>
    window
      .getByRole('navigation')
      .getByRole('link', { name: new RegExp(`^${name}`) })
      .first();
  const maps: string[] = [];
  window.on('response', (response) => {
    if (/\/maps\/[0-9a-f]+\/\d+$/.test(response.url()) && response.ok()) maps.push(response.url());
  });
  await window.getByRole('button', { name: 'Open Study' }).click();

  await test.step('Without label maps the overlay leads to Segment, and Measures too', async () => {
    await rail('Units').click();
    await window.getByRole('button', { name: 'Parts', exact: true }).click();
    await expect(window.getByText('No parts are found in this sweep yet.')).toBeVisible();
    await expect(window).toHaveURL(/parts=1/);
    await rail('Measures').click();
    await expect(window.getByText('Nothing is measured yet.')).toBeVisible();
    await window.getByRole('link', { name: 'Open Segment' }).click();
  });

  await test.step('The parts are found', async () => {
    await window.getByRole('button', { name: /^Find parts in the sweep/ }).click();
    await expect(window.getByText(/^Found in \d+ pictures of sweep/)).toBeVisible(WORK);
  });

  await test.step('They lie over the wall, M takes them off and back', async () => {
    await rail('Units').click();
    await window.getByRole('button', { name: 'Parts', exact: true }).click();
    const legend = window.getByRole('list', { name: 'Colours of the parts' });
    await expect(legend.getByRole('listitem')).toHaveText(['body', 'head', 'ear', 'eye', 'leg', 'tail']);
    await expect.poll(() => maps.length).toBeGreaterThan(0);
    await look('wall with parts');
    await window.keyboard.press('m');
    await expect(legend).toBeHidden();
    await window.keyboard.press('m');
    await expect(legend).toBeVisible();
  });

  await test.step('They are measured, and the changes ranked', async () => {
    await rail('Measures').click();
    await window.getByRole('button', { name: /^Measure parts/ }).click();
    const changes = window.getByRole('table', { name: 'Changes of parts' });
    await expect(changes).toBeVisible(WORK);
    await expect(changes.getByRole('row').nth(1)).toBeVisible();
    await look('measures');
    const some = await changes.getAttribute('aria-rowcount');
    await window.getByRole('switch', { name: 'Clear changes only' }).click({ force: true });
    await expect(changes).not.toHaveAttribute('aria-rowcount', some ?? '');
    await expect(window).toHaveURL(/all=1/);
    await changes.getByRole('button', { name: 'Unit' }).click();
    await expect(changes.getByRole('rowheader').first()).toHaveText('40');
    await changes.getByRole('button', { name: 'Unit' }).click();
    await expect(changes.getByRole('rowheader').first()).toHaveText('3');
    await changes.getByRole('button', { name: 'Unit' }).click();
    await window.getByRole('combobox', { name: 'Part' }).click();
    await window.getByRole('option', { name: 'tail' }).click();
    await expect(changes.getByRole('row', { name: /ear/ })).toHaveCount(0);
    await expect(changes.getByRole('row', { name: /tail/ }).first()).toBeVisible();
    await expect(window).toHaveURL(/part=tail/);
  });

  await test.step('A row shows its curve, and leads to its unit with the parts over its strips', async () => {
    await expect(window.getByRole('figure', { name: /^tail, / })).toBeVisible();
    await window.getByRole('link', { name: /^Open unit \d+/ }).click();
    await expect(window.getByRole('heading', { name: /^Unit \d+/ })).toBeVisible();
    await expect(window.getByRole('region', { name: 'What it changes' })).toBeVisible();
    await expect(window.getByRole('list', { name: 'Colours of the parts' })).toBeVisible();
    await look('unit with parts');
  });

  await test.step('The measures leave as the reference writes them', async () => {
    test.skip(info.project.name === 'electron', 'The system asks for the folder there.');
    await rail('Measures').click();
    await window.getByRole('button', { name: 'Reference tables' }).click();
    const to = join(folder, 'reference');
    mkdirSync(to);
    const dialog = window.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Folder' }).fill(to);
    await window.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Choose this folder' }).click();
    await expect(window.getByText(`Written to ${to}`)).toBeVisible();
    const classes = ['0', '1', '2', '3', '4'].filter((name) => existsSync(join(to, name)));
    expect(classes.length).toBeGreaterThan(0);
  });
});
