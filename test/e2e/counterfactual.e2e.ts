import { expect } from '@playwright/test';
import { testOnStudy } from './host.ts';

/** Counterfactuals of two pairs of classes. */
const test = testOnStudy(async ({ client, project, finish }) => {
  const pairs = [
    { from: 'rabbit', to: 'mouse' },
    { from: 'mouse', to: 'rabbit' },
  ];
  await finish(client.counterfactual.run({ project, params: { pairs, perPair: 3 } }));
});

test('one class pair, from film strip to part changes to responsible units', async ({ window }, info) => {
  await window.getByRole('button', { name: 'Open Study' }).click();
  await window
    .getByRole('navigation')
    .getByRole('link', { name: /^Counterfactuals/ })
    .click();

  await test.step('The film strip is scrubbed, and the curves follow', async () => {
    await window.getByRole('button', { name: /^rabbit to mouse, median shift/ }).click();
    const strip = window.getByRole('group', { name: /^Path from rabbit to mouse/ });
    await strip.getByRole('button').first().click();
    const now = window.getByText(/^place \d\.\d\d: mouse/);
    await expect(now).toContainText('place 0.00');
    await window.keyboard.press('ArrowRight');
    await expect(now).toContainText('place 0.05');
    await expect(window.getByRole('figure', { name: /^Parts along the path, change of area/ })).toBeVisible();
  });

  await test.step('Parts are ranked by how much they change', async () => {
    const changed = window.getByRole('region', { name: 'What changed' });
    await expect(changed.getByRole('row')).toHaveCount(10);
    await expect(changed.getByRole('row', { name: /tail/ }).first()).toBeVisible();
    await expect(changed.getByText('start to counterfactual, sd, n = 3')).toBeVisible();
    await info.attach('parts', { body: await window.screenshot(), contentType: 'image/png' });
  });

  await test.step('The units behind it lead to their pages', async () => {
    const units = window.getByRole('region', { name: 'Units behind it' }).getByRole('link');
    await units.first().click();
    await expect(window.getByRole('heading', { name: /^Unit \d+/ })).toBeVisible();
  });
});
