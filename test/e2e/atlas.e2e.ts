import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { testOnStudy, WORK } from './host.ts';

const SWEEP = { units: [3, 23, 59, 97], starts: 2, steps: 2 };

/** A small sweep that is measured. */
const test = testOnStudy(async ({ client, project, finish }) => {
  await finish(client.sweep.run({ project, params: SWEEP }));
  await finish(client.segment.apply({ project, params: {} }));
  await finish(client.measure.run({ project, params: {} }));
});

test('an atlas is built, asked, and leads to units and the wall', async ({ window }) => {
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
    await window.mouse.move(box.x + 60, box.y + 125);
    await window.mouse.down();
    await window.mouse.move(box.x + 60, box.y + 141, { steps: 3 });
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

/** The same with an atlas of whole pictures, which is soon built. */
const testOnAtlas = testOnStudy(async ({ client, project, finish }) => {
  await finish(client.sweep.run({ project, params: SWEEP }));
  const params = { directions: 200, lengths: 1, reference: 40, rotations: 20 };
  await finish(client.atlas.build({ project, measure: null, params }));
});

/** Plots beside the map: what chooses them, and their titles. */
const PLOTS = [
  ['Selectivity', 'Selective or superposed'],
  ['Map', 'Map of units'],
  ['Volcano', 'Volcano'],
] as const;

/** From the header of a PNG. */
function pictureSize(png: Buffer): { width: number; height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

testOnAtlas('plots of an atlas are zoomed, brushed to the wall, read as tables and saved', async ({ window }, info) => {
  await window.getByRole('button', { name: 'Open Study' }).click();
  const rail = window.getByRole('navigation');
  await rail.getByRole('link', { name: /^Atlas/ }).click();
  await expect(window.getByRole('region', { name: 'Units and parts' })).toBeVisible();

  await test.step('Rows of the map grow and shrink by keys and by the wheel', async () => {
    const map = window.getByRole('img', { name: 'Effects of units on concepts' });
    const rowPx = () => Number(new URLSearchParams(window.url().split('?')[1]).get('rowPx') ?? Number.NaN);
    await map.press('-');
    await expect.poll(rowPx).toBeGreaterThan(2);
    const small = rowPx();
    await map.press('+');
    await expect.poll(rowPx).toBe(small + 2);
    await map.hover();
    await window.keyboard.down('Control');
    await window.mouse.wheel(0, 100);
    await window.keyboard.up('Control');
    await expect.poll(rowPx).toBe(small + 1);
  });

  const side = window.getByRole('complementary', { name: 'Plots' });
  await test.step('Every plot is walked and brushed by keys and has its table behind it', async () => {
    for (const [tab, title] of PLOTS) {
      await side.getByText(tab, { exact: true }).click();
      const points = side.getByRole('application', { name: title });
      await expect(points.locator('.main-svg').first()).toBeVisible();
      await points.press('Home');
      await points.press('Shift+End');
      await expect(side.getByText(/^[2-4] units selected/)).toBeVisible();
      await points.press('Escape');
      await expect(side.getByText(/units? selected/)).toBeHidden();
      await side.getByRole('button', { name: 'Table', exact: true }).click();
      await expect(side.getByRole('table', { name: title }).getByRole('row')).toHaveCount(1 + 4);
      await side.getByRole('button', { name: 'Plot', exact: true }).click();
    }
  });

  await test.step('A drag in a plot selects units, which the wall then shows', async () => {
    const points = side.getByRole('application', { name: 'Volcano' });
    await expect(points.locator('.main-svg').first()).toBeVisible();
    const box = (await points.boundingBox()) as { x: number; y: number; width: number; height: number };
    await window.mouse.move(box.x + 50, box.y + 10);
    await window.mouse.down();
    await window.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
    await window.mouse.move(box.x + box.width - 12, box.y + box.height - 40, { steps: 4 });
    await window.mouse.up();
    await expect(side.getByText('4 units selected')).toBeVisible();
    await side.getByRole('button', { name: 'Clear selection' }).click();
    const map = window.getByRole('img', { name: 'Effects of units on concepts' });
    await map.press('Control+Home');
    await map.press('Shift+ArrowDown');
    await expect(side.getByText('2 units selected')).toBeVisible();
    await side.getByRole('button', { name: 'Show on wall' }).click();
    await expect(window.getByText('picked units')).toBeVisible();
    await expect.poll(() => new URLSearchParams(window.url().split('?')[1]).get('units')?.split(',').length).toBe(2);
    await rail.getByRole('link', { name: /^Atlas/ }).click();
    await expect(window.getByRole('region', { name: 'Units and parts' })).toBeVisible();
  });

  await test.step('The map and every plot leave as files', async () => {
    // Electron asks where to, in a window of the system's.
    if (info.project.name === 'electron') return;
    const save = async (title: string, kind: string) => {
      await window.getByRole('button', { name: `Save figure: ${title}` }).click();
      const [download] = await Promise.all([
        window.waitForEvent('download'),
        window.getByRole('menuitem', { name: kind }).click(),
      ]);
      return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
    };
    const map = await save('Effects of units on concepts', 'Picture, PNG');
    expect(map.name).toBe('effects-of-units-on-concepts.png');
    expect(map.bytes.subarray(1, 4).toString()).toBe('PNG');
    // Two pixels a point, room for names, four rows and the colours.
    expect(pictureSize(map.bytes).height).toBeGreaterThan(2 * (116 + 4 * 11));
    const table = (await save('Effects of units on concepts', 'Numbers, CSV')).bytes.toString();
    const [head, ...rows] = table.trim().split('\r\n');
    expect(head).toMatch(/^Unit,.*picture edge/);
    expect(rows.map((row) => Number(row.split(',')[0])).sort((a, b) => a - b)).toEqual([3, 23, 59, 97]);
    for (const [tab, title] of PLOTS) {
      await side.getByText(tab, { exact: true }).click();
      const drawing = await save(title, 'Drawing, SVG');
      expect(drawing.bytes.toString()).toMatch(/^<svg.*<image.*<\/svg>\s*$/s);
      const picture = await save(title, 'Picture, PNG');
      expect(pictureSize(picture.bytes).width).toBeGreaterThanOrEqual(3 * 300);
      const numbers = (await save(title, 'Numbers, CSV')).bytes.toString().trim().split('\r\n');
      expect(numbers).toHaveLength(1 + 4);
    }
  });
});
