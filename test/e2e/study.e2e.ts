import { expect, type Page } from '@playwright/test';
import { test, WORK } from './host.ts';

/** The main job as a person does it, from an empty list of projects to a unit turned by hand and a report. */
test('a study of the demo pair, from Welcome to Units', async ({ window }, info) => {
  const look = async (name: string) => {
    const path = info.outputPath(`${name}.png`);
    await window.screenshot({ path });
    await info.attach(name, { path, contentType: 'image/png' });
  };

  // Pictures are backgrounds cut out of strips, so what tells of them is that they were fetched.
  let fetched = 0;
  window.on('response', (response) => {
    if (/\/(image|live)\//.test(response.url()) && response.ok()) fetched += 1;
  });
  const picturesCame = () => expect.poll(() => fetched).toBeGreaterThan(0);

  await test.step('Welcome opens the demo project', async () => {
    const open = window.getByRole('main').getByRole('button', { name: /Open the demo project/ });
    await expect(open).toBeVisible();
    await look('welcome');
    await open.click();
    await expect(window.getByText(/No samples are drawn yet/)).toBeVisible();
    await look('overview-new');
  });

  await test.step('Models shows the pair and draws pictures', async () => {
    await rail(window, 'Models').click();
    await expect(window.getByText('critters-generator').first()).toBeVisible();
    await expect(window.getByText('critters-aux').first()).toBeVisible();
    await expect(window.getByRole('img', { name: /classified as/ }).first()).toBeVisible();
    await picturesCame();
    await look('models');
  });

  await test.step('Samples are drawn', async () => {
    await rail(window, 'Samples').click();
    await field(window, 'Accepted samples per class').fill('40');
    await window
      .getByRole('button', { name: /^Draw samples/ })
      .last()
      .click();
    await expect(rail(window, 'Samples')).toContainText('200', WORK);
    await expect(window.getByText(/of 200 draws|of \d+ draws/).first()).toBeVisible();
    await picturesCame();
    await look('samples');
  });

  await test.step('A linker is trained and compared with its baselines', async () => {
    await rail(window, 'Linker').click();
    await window
      .getByRole('button', { name: /^Train linker/ })
      .last()
      .click();
    await expect(window.getByText('Class mean').first()).toBeVisible(WORK);
    await expect(window.getByText('Shuffled pairs').first()).toBeVisible();
    await picturesCame();
    await look('linker');
  });

  await test.step('Units are swept; the wall fills', async () => {
    await rail(window, 'Units').click();
    await field(window, 'Start pictures').fill('3');
    await field(window, 'Steps').fill('3');
    await window
      .getByRole('button', { name: /^(Run sweep|Sweep units)/ })
      .last()
      .click();
    await expect(rail(window, 'Units')).toContainText('160', WORK);
    await expect(window.getByRole('grid')).toBeVisible();
    await picturesCame();
    await look('units');
  });

  await test.step('The wall is walked by keys, pinned and opened', async () => {
    const grid = window.getByRole('grid');
    await grid.getByRole('gridcell').first().click();
    await window.keyboard.press('ArrowDown');
    await window.keyboard.press('p');
    await window.keyboard.press('d');
    await look('units-difference');
    await window.keyboard.press('d');
    await window.keyboard.press('Enter');
    await expect(window.getByRole('slider').first()).toBeVisible();
  });

  await test.step('A unit is turned by hand', async () => {
    await picturesCame();
    const before = await window.getByRole('slider').first().getAttribute('aria-valuenow');
    await window.getByRole('slider').first().press('Shift+ArrowRight');
    await expect(window.getByRole('slider').first()).not.toHaveAttribute('aria-valuenow', before ?? '');
    await expect(window.getByText(/realised/i).first()).toBeVisible();
    await look('unit');
    await window.keyboard.press('Escape');
    await expect(window.getByRole('grid')).toBeVisible();
  });

  await test.step('Counterfactuals fill the matrix of classes', async () => {
    await rail(window, 'Counterfactuals').click();
    await field(window, 'Samples a pair').fill('1');
    await window
      .getByRole('button', { name: /^Run counterfactuals/ })
      .last()
      .click();
    const matrix = window.getByRole('table', { name: 'Class pairs' });
    await expect(window.getByText('valid 20 / 20')).toBeVisible(WORK);
    await expect(matrix.getByRole('button')).toHaveCount(20);
    await picturesCame();
    await look('counterfactual');
  });

  await test.step('One pair is followed from its film strip to the units behind it', async () => {
    await window.getByRole('button', { name: /^rabbit to mouse, median shift/ }).click();
    await expect(window.getByRole('heading', { level: 1, name: 'rabbit to mouse' })).toBeVisible();
    const strip = window.getByRole('group', { name: /^Path from rabbit to mouse/ });
    await expect(strip.getByRole('button')).toHaveCount(7);
    const now = window.getByText(/^place \d\.\d\d: mouse/);
    await expect(now).toContainText('place 1.00');
    // Both sides of where the picture turns: the classifier's word changes between the two pictures.
    const targetShare = async () => Number(/mouse ([\d.]+)/.exec((await now.textContent()) ?? '')?.[1]);
    await window.keyboard.press('[');
    await expect.poll(targetShare).toBeLessThan(60);
    await window.keyboard.press(']');
    await expect.poll(targetShare).toBeGreaterThan(30);
    await strip.getByRole('button').nth(1).click();
    await expect(now).toContainText('place 0.20');
    await window.keyboard.press('ArrowLeft');
    await expect(now).toContainText('place 0.15');
    await look('counterfactual-path');
    await window.getByRole('button', { name: 'Table' }).click();
    await expect(window.getByRole('table', { name: 'Probability of the re-classified picture' })).toBeVisible();
    await window.getByRole('button', { name: 'Plot', exact: true }).click();
    const units = window.getByRole('region', { name: 'Units behind it' }).getByRole('link');
    await expect(units.first()).toBeVisible();
    await units.first().click();
    await expect(window.getByRole('slider').first()).toBeVisible();
    await window.goBack();
    await expect(window.getByRole('heading', { level: 1, name: 'rabbit to mouse' })).toBeVisible();
  });

  await test.step('The report is built and shown', async () => {
    await rail(window, 'Report').click();
    await window
      .getByRole('button', { name: /^Build report/ })
      .last()
      .click();
    // The frame allows no scripts, so nothing may be asked inside it: its page is fetched beside it.
    const frame = window.locator('iframe');
    await expect(frame).toBeVisible();
    const address = new URL((await frame.getAttribute('src')) ?? '', window.url()).href;
    expect(await window.evaluate(async (url) => (await fetch(url)).text(), address)).toContain('<h1');
    await look('report');
  });

  await test.step('What was done is there after a reload', async () => {
    await rail(window, 'Overview').click();
    await expect(window.getByText(/units swept over/)).toBeVisible();
    await window.reload();
    await expect(window.getByText(/units swept over/)).toBeVisible();
    await look('overview');
  });
});

function rail(window: Page, name: string) {
  return window.getByRole('navigation').getByRole('link', { name: new RegExp(`^${name}`) });
}

function field(window: Page, label: string) {
  return window.getByLabel(label, { exact: false }).first();
}
