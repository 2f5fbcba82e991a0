import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';
import type { ScreenName } from '#renderer/route.ts';
import { testOnStudy } from './host.ts';

/** A result of every stage. */
const test = testOnStudy(async ({ client, project, finish }) => {
  await client.app.setSettings({ theme: 'system', annotator: 'Ada' });
  await finish(client.sweep.run({ project, params: { units: [3, 23, 59], starts: 2, steps: 2 } }));
  await finish(client.segment.apply({ project, params: {} }));
  await finish(client.track.run({ project, params: {} }));
  await finish(client.measure.run({ project, params: {} }));
  await finish(client.atlas.build({ project, measure: null, params: { lengths: 1, reference: 20, rotations: 20 } }));
  const pairs = [{ from: 'rabbit', to: 'mouse' }];
  await finish(client.counterfactual.run({ project, params: { pairs, perPair: 2, steps: 4, controls: false } }));
  await finish(client.report.build({ project, params: {} }));
});

/** Every screen, by parameters of its address that show different things. The compiler misses a screen that is new. */
const SCREENS: Readonly<Record<ScreenName, readonly string[]>> = {
  welcome: [''],
  overview: [''],
  models: [''],
  samples: [''],
  linker: [''],
  units: ['', 'parts=1', 'arrows=1'],
  unit: ['unit=23'],
  annotate: [''],
  segment: [''],
  measure: ['part=ear'],
  atlas: ['', 'where=picture lightness changes'],
  counterfactual: ['', 'from=rabbit&to=mouse'],
  report: [''],
  settings: [''],
};

test('no screen has a serious fault that a machine can find, dark and wide or light and narrow', async ({
  window: page,
}) => {
  await page.getByRole('button', { name: 'Open Study' }).click();
  await page.waitForURL(/#\/overview/);
  await settled(page);
  const project = new URLSearchParams(page.url().split('?')[1]).get('project');
  const faults: string[] = [];
  for (const [colorScheme, width] of [
    ['dark', 1440],
    ['light', 1000],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    for (const [screen, places] of Object.entries(SCREENS)) {
      for (const params of places) {
        const name = [screen, params, colorScheme].filter((part) => part !== '').join(', ');
        await test.step(name, async () => {
          await page.goto(new URL(`/#/${screen}?project=${project}&${params}`, page.url()).href);
          await settled(page);
          faults.push(...(await faultsOf(page)).map((fault) => `${name}: ${fault}`));
        });
      }
    }
  }
  expect(faults).toEqual([]);
});

/** All that the screen asks for has come. */
async function settled(page: Page): Promise<void> {
  await page.locator('main:not(:has([aria-busy="true"]))').filter({ hasText: /\S/ }).waitFor();
}

/** What axe calls serious or critical: the rule, where, and what would help. The report is a page of its own, in a frame without scripts. */
async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe: tool } = globalThis as unknown as { readonly axe: typeof axe };
    return (await tool.run(document, { resultTypes: ['violations'], iframes: false })).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary = '' }) => `${id}, ${target.join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`,
      ),
    );
}
