import { expect, type Page, type WebSocketRoute } from '@playwright/test';
import { canvas, drag, inWindow, openQueue, type Place, stored } from './canvas.ts';
import { test } from './host.ts';

/** Ten pictures are annotated with pointer and keys; nothing is lost by undo, reload, or a connection that drops. */

test('ten pictures are annotated, and all of it is still there after a reload', async ({ window: page }) => {
  await openQueue(page);
  const rows = page.getByRole('region', { name: 'Queue' }).getByRole('listitem');
  await expect(rows).toHaveCount(10);
  const drawn: Record<string, string[]> = {};
  for (let at = 0; at < 10; at++) {
    await rows.nth(at).getByRole('button').first().click();
    await expect(rows.nth(at).getByRole('button').first()).toHaveAttribute('aria-current', 'true');
    await expect(stored(page)).toHaveText('Nothing drawn yet');
    await annotate(page, at);
    await expect(stored(page)).toHaveText('Stored, stroke 3');
    drawn[at] = await labelCounts(page);
  }

  // The last stroke of the last picture is taken back and brought back.
  await page.keyboard.press('Control+z');
  await expect(stored(page)).toHaveText('Stored, stroke 2');
  expect(await labelCounts(page)).not.toEqual(drawn[9]);
  await page.keyboard.press('Control+Shift+z');
  await expect(stored(page)).toHaveText('Stored, stroke 3');
  expect(await labelCounts(page)).toEqual(drawn[9]);

  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('1 / 10 done')).toBeVisible();
  await page.reload();
  for (let at = 0; at < 10; at++) {
    await rows.nth(at).getByRole('button').first().click();
    await expect(stored(page)).toHaveText('Stored, stroke 3');
    expect(await labelCounts(page)).toEqual(drawn[at]);
  }
  await expect(page.getByText('1 / 10 done')).toBeVisible();

  // Undo goes back to the empty mask across the reload.
  for (let left = 2; left >= 0; left--) await page.keyboard.press('Control+z');
  await expect(stored(page)).toHaveText('Nothing drawn yet');
  expect((await labelCounts(page))[0]).toBe('4096');
});

test('strokes drawn while the connection is gone are kept and stored once when it is back', async ({
  window: page,
}, info) => {
  test.skip(info.project.name === 'electron', 'Electron has no connection that could drop.');
  const wire = await cuttableWire(page);
  await openQueue(page);
  await drag(page, [20, 20], [30, 30]);
  await expect(stored(page)).toHaveText('Stored, stroke 1');

  wire.cut();
  await drag(page, [40, 20], [50, 30]);
  await drag(page, [20, 50], [50, 50]);
  await page.keyboard.press('Control+z');
  await expect(stored(page)).toHaveText('Kept here, 3 strokes to send');
  const kept = await labelCounts(page);

  wire.mend();
  await expect(stored(page)).toHaveText('Stored, stroke 2', { timeout: 15_000 });
  await page.reload();
  await expect(stored(page)).toHaveText('Stored, stroke 2');
  expect(await labelCounts(page)).toEqual(kept);

  // A window that was closed before it could send sends when it is opened again.
  wire.cut();
  await drag(page, [10, 10], [12, 60]);
  await expect(stored(page)).toHaveText('Kept here, 1 stroke to send');
  const before = await labelCounts(page);
  wire.mend();
  await page.reload();
  await expect(stored(page)).toHaveText('Stored, stroke 3', { timeout: 15_000 });
  expect(await labelCounts(page)).toEqual(before);
});

test('two windows on one picture: the second is told, watches, and can take over', async ({
  window: page,
  context,
}, info) => {
  test.skip(info.project.name === 'electron', 'Electron has one window.');
  await openQueue(page);
  await drag(page, [20, 20], [30, 30]);
  await expect(stored(page)).toHaveText('Stored, stroke 1');

  const second = await context.newPage();
  await second.goto(page.url());
  await expect(second.getByText(/is drawing this in another window/)).toBeVisible();
  await expect(stored(second)).toHaveText('Stored, stroke 1');
  await drag(page, [40, 40], [50, 50]);
  await expect(stored(second)).toHaveText('Stored, stroke 2');
  await drag(second, [10, 10], [12, 12]);
  await expect(second.getByText(/take it over to draw here/)).toBeVisible();

  await second.getByRole('button', { name: 'Take over' }).click();
  await expect(second.getByText(/is drawing this in another window/)).toBeHidden();
  await drag(second, [10, 10], [12, 12]);
  await expect(stored(second)).toHaveText('Stored, stroke 3');
  await second.close();
});

test('one finger draws, two fingers move and zoom and draw nothing', async ({ window: page }, info) => {
  test.skip(info.project.name === 'electron', 'Fingers are played by the protocol of the browser.');
  await openQueue(page);
  const wire = await page.context().newCDPSession(page);
  await wire.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 2 });
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly Place[]) =>
    wire.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  const [a, b, c] = (await inWindow(page, [
    [20, 20],
    [32, 32],
    [44, 44],
  ])) as [Place, Place, Place];

  await touch('touchStart', [a]);
  await touch('touchMove', [b]);
  await touch('touchEnd', []);
  await expect(stored(page)).toHaveText('Stored, stroke 1');

  // A second finger takes back what the first began.
  const before = await page.getByText(/^\d+\s%$/).textContent();
  await touch('touchStart', [a]);
  await touch('touchStart', [a, b]);
  await touch('touchMove', [a, c]);
  await touch('touchEnd', []);
  await expect(page.getByText(/^\d+\s%$/)).not.toHaveText(before ?? '');
  await expect(stored(page)).toHaveText('Stored, stroke 1');
  const counts = await labelCounts(page);
  await page.reload();
  await expect(stored(page)).toHaveText('Stored, stroke 1');
  expect(await labelCounts(page)).toEqual(counts);
});

test('labels are renamed, merged and taken back, keys are changed, and all of it lasts', async ({ window: page }) => {
  await openQueue(page);
  await page.keyboard.press('2');
  await drag(page, [20, 20], [30, 30]);
  await page.keyboard.press('3');
  await drag(page, [40, 40], [50, 50]);
  await expect(stored(page)).toHaveText('Stored, stroke 2');
  const [, , head, ear] = (await labelCounts(page)).map(Number) as [number, number, number, number];

  await page.getByRole('button', { name: 'Edit labels' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit labels' });
  await dialog.getByLabel('Name').nth(2).fill('face');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'More about ear' }).click();
  await page.getByRole('menuitem', { name: /Merge into/ }).click();
  await dialog.getByRole('combobox', { name: 'Merge ear into' }).click();
  await page.getByRole('option', { name: 'face' }).click();
  await expect(dialog.getByText(`${ear} pixels in 1 mask will count as face.`, { exact: false })).toBeVisible();
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await labelCounts(page))[2]).toBe(String(head + ear));

  await page.getByRole('button', { name: 'Edit labels' }).click();
  await dialog.getByRole('button', { name: 'Take the last change back' }).click();
  await expect(dialog.getByLabel('Name')).toHaveCount(7);
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await labelCounts(page)).slice(2, 4).map(Number)).toEqual([head, ear]);

  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Change the key of Lasso' }).click();
  await page.keyboard.press('y');
  await page.getByRole('link', { name: /^Annotate/ }).click();
  await page.reload();
  await canvas(page).waitFor();
  await page.keyboard.press('y');
  await expect(page.getByRole('radio', { name: 'Lasso' })).toBeChecked();
  await expect(page.getByRole('radiogroup', { name: 'Labels' }).getByRole('radio').nth(2)).toContainText('face');
});

/** Pixels of every label, as the list says. */
async function labelCounts(page: Page): Promise<string[]> {
  const texts = await page.getByRole('radiogroup', { name: 'Labels' }).getByRole('radio').allTextContents();
  return texts.map((text) => text.match(/\d+$/)?.[0] ?? text);
}

/** Three strokes on every picture, of three of these tools in turn, a little elsewhere each time. */
async function annotate(page: Page, at: number): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await (TOOLS[(at + turn) % TOOLS.length] as (typeof TOOLS)[number])(page, at);
}

const TOOLS: readonly ((page: Page, at: number) => Promise<void>)[] = [
  async (page, at) => {
    await page.keyboard.press('b');
    await page.keyboard.press('1');
    await drag(page, [20 + at, 36], [34, 40], [24, 44]);
  },
  async (page, at) => {
    await page.keyboard.press('l');
    await page.keyboard.press('2');
    await drag(page, [36, 20], [50, 22 + at], [48, 36], [38, 34]);
  },
  async (page, at) => {
    await page.keyboard.press('p');
    await page.keyboard.press('5');
    const corners = await inWindow(page, [
      [20, 48],
      [26, 48],
      [25, 58 - (at % 3)],
      [19, 58],
    ]);
    for (const corner of corners) await page.mouse.click(...corner);
    await page.keyboard.press('Enter');
  },
  async (page, at) => {
    await page.keyboard.press('c');
    await page.keyboard.press('6');
    await drag(page, [4, 20], [12, 20 + at], [12, 30], [4, 30]);
  },
  async (page) => {
    await page.keyboard.press('e');
    await drag(page, [30, 40], [34, 41]);
  },
];

/** The calls of the page go through here from its next load on, and can be cut. */
async function cuttableWire(page: Page): Promise<{ cut(): void; mend(): void }> {
  const open = new Set<WebSocketRoute>();
  let isCut = false;
  await page.routeWebSocket(/\/rpc$/, (socket) => {
    if (isCut) {
      void socket.close();
      return;
    }
    socket.connectToServer();
    open.add(socket);
  });
  await page.reload();
  return {
    cut() {
      isCut = true;
      for (const socket of open) void socket.close();
      open.clear();
    },
    mend() {
      isCut = false;
    },
  };
}
