import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect } from '@playwright/test';
import { openBackend } from '#backend/backend.ts';
import { forkEngine } from '#backend/engine/fork.ts';
import type { Job } from '#core/views.ts';
import type { BackendClient } from '#core/wire.ts';
import { test as base } from './host.ts';

/** A project that has everything but its window: samples, a linker, a segmenter from the painter's masks, counterfactuals of two pairs. */
const test = base.extend({
  folder: async ({ folder }, use) => {
    await prepare(folder);
    await use(folder);
  },
});

async function prepare(folder: string): Promise<void> {
  const backend = await openBackend({
    host: 'cli',
    userFolder: folder,
    resourcesFolder: join(import.meta.dirname, '..', '..', 'resources'),
    spawnEngine: forkEngine,
    version: 'test',
    dialogs: false,
  });
  const client: BackendClient = createRouterClient(backend.router);
  try {
    const { project } = await client.project.create({ path: join(folder, 'projects', 'turn.unitloom'), name: 'Turn' });
    const finish = async (started: Promise<{ readonly job: Job | null }>) => {
      const id = (await started).job?.id;
      await expect
        .poll(async () => (await client.job.list({ project })).find((job) => job.id === id)?.state, { timeout: 60_000 })
        .toBe('done');
    };
    await finish(client.samples.draw({ project, params: { perClass: 40 } }));
    await finish(client.linker.train({ project, params: {} }));
    const by = { project, annotator: 'truth' };
    await client.mask.startLabels({ ...by, template: 'critters' });
    await client.mask.pick({ ...by, from: { kind: 'truth', indices: [0, 1, 2] } });
    await client.mask.importTruth(by);
    await client.mask.snapshot({ project });
    await finish(client.segment.train({ project, params: { members: 1, maxEpochs: 3 } }));
    const pairs = [
      { from: 'rabbit', to: 'mouse' },
      { from: 'mouse', to: 'rabbit' },
    ];
    await finish(client.counterfactual.run({ project, params: { pairs, perPair: 3 } }));
  } finally {
    await backend.close();
  }
}

test('one class pair, from film strip to part changes to responsible units', async ({ window }, info) => {
  await window.getByRole('button', { name: 'Open Turn' }).click();
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
