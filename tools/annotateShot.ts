import type { Page } from '@playwright/test';

type Place = readonly [x: number, y: number];

/** Outlines of the parts of the first fox of seed 100, in pixels of the picture: drawn by eye, for the pictures of the guide. */
const FOX: readonly { readonly key: string; readonly corners: readonly Place[] }[] = [
  {
    key: '6',
    corners: [
      [0, 27],
      [5, 27],
      [12, 29],
      [16, 33],
      [18, 40],
      [15, 41],
      [9, 38],
      [3, 33],
      [0, 29],
    ],
  },
  {
    key: '1',
    corners: [
      [17, 38],
      [20, 35],
      [27, 33],
      [35, 34],
      [41, 40],
      [39, 47],
      [36, 49],
      [21, 49],
      [17, 45],
    ],
  },
  {
    key: '2',
    corners: [
      [32, 28],
      [34, 24],
      [38, 22],
      [44, 22],
      [48, 26],
      [50, 32],
      [55, 34],
      [56, 37],
      [50, 39],
      [41, 40],
      [35, 37],
      [32, 33],
    ],
  },
  {
    key: '3',
    corners: [
      [31, 30],
      [33, 23],
      [35, 18],
      [38, 23],
      [35, 25],
    ],
  },
  {
    key: '3',
    corners: [
      [43, 22],
      [45, 19],
      [47, 21],
      [48, 26],
    ],
  },
  {
    key: '5',
    corners: [
      [17, 48],
      [24, 49],
      [24, 56],
      [18, 56],
    ],
  },
  {
    key: '5',
    corners: [
      [30, 49],
      [34, 49],
      [34, 56],
      [30, 56],
    ],
  },
  {
    key: '5',
    corners: [
      [36, 49],
      [40, 46],
      [40, 56],
      [36, 56],
    ],
  },
];
const SIDE_PX = 64;

/** Labels, a queue of ten pictures, and the mask of a fox; one more eye is under way. */
export async function drawFox(page: Page): Promise<void> {
  const canvas = page.getByRole('img', { name: /^Mask of/ });
  const name = page.getByLabel('Your name');
  const labels = page.getByRole('button', { name: /^Use \d+ labels/ });
  await name.or(labels).or(canvas).waitFor();
  if (await name.isVisible()) {
    await name.fill('Annotator A');
    await name.press('Enter');
    await labels.or(canvas).waitFor();
  }
  // The demo study has a queue of its own already: the same pictures come after it, once.
  if (await labels.isVisible()) await labels.click();
  else await page.getByRole('button', { name: 'Add pictures' }).click();
  await page.getByRole('button', { name: /^Draw \d+ pictures/ }).click();
  const fox = page.getByRole('button', { name: /^fox\s*#0/ }).last();
  await page.getByRole('button', { name: /^cat\s*#1/ }).waitFor();
  await fox.click();
  await canvas.waitFor();
  await page.waitForTimeout(1000);
  for (const { key, corners } of FOX) {
    await page.keyboard.press('p');
    await page.keyboard.press(key);
    for (const place of await inWindow(page, corners)) await page.mouse.click(...place);
    await page.keyboard.press('Enter');
  }
  await page.keyboard.press('b');
  await page.keyboard.press('4');
  await page.keyboard.press('[');
  const [from, to] = (await inWindow(page, [
    [43, 31],
    [44, 32],
  ])) as [Place, Place];
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to);
  await page.mouse.up();
  await page.keyboard.press('3');
  await page.mouse.move(...((await inWindow(page, [[35, 22]])) as [Place])[0]);
}

/** The outline view, far enough in to see pixels. */
export async function zoomIntoEye(page: Page): Promise<void> {
  await drawFox(page);
  // The window of the picture before it was closed without a word.
  const takeOver = page.getByRole('button', { name: 'Take over' });
  await page.waitForTimeout(800);
  if (await takeOver.isVisible()) await takeOver.click();
  await page.waitForTimeout(800);
  const [eye] = (await inWindow(page, [[43, 31]])) as [Place];
  await page.mouse.move(...eye);
  await page.keyboard.press('f');
  await page.keyboard.press('2');
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
}

/** Where pixels of the picture, shown whole, lie in the window. */
async function inWindow(page: Page, places: readonly Place[]): Promise<Place[]> {
  const box = await page.getByRole('img', { name: /^Mask of/ }).boundingBox();
  if (box === null) throw new Error('there is no canvas');
  const scale = Math.floor(Math.min(box.width - 48, box.height - 48) / SIDE_PX);
  return places.map(([x, y]) => [
    box.x + box.width / 2 + (x + 0.5 - SIDE_PX / 2) * scale,
    box.y + box.height / 2 + (y + 0.5 - SIDE_PX / 2) * scale,
  ]);
}
