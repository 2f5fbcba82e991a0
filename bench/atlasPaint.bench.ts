import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { openProject } from '#backend/store/project.ts';
import { storeAtlas } from '#core/atlas/atlasTable.ts';
import type { Json } from '#core/json.ts';
import type { BackendClient } from '#core/wire.ts';
import { makeLargeStudy } from './atlasSynthetic.ts';
import { median } from './median.ts';
import type { Bench } from './run.ts';
import { launchBrowser, openPage, startServer } from './window.ts';

/**
 * The Atlas screen of a study of 2048 units x 90 concepts in a browser. `paintMs`: from choosing Atlas to the first frame with the
 * cells of the heat map, `wholeMs` to the plot beside it, medians of rounds that each begin with a fresh server and a fresh browser context,
 * so that nothing is kept from the round before. `pageMs`: processor time of the page's thread until the plot, which other work on the
 * machine does not lengthen.
 */
export const bench: Bench = async () => {
  const home = mkdtempSync(join(tmpdir(), 'unitloom-bench-'));
  const environment = { ...process.env, UNITLOOM_HOME: join(home, 'user') };
  const path = join(home, 'large.unitloom');
  const browser = await launchBrowser();
  try {
    await makeProject(path, environment);
    const rounds: Painted[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push(await clickToMap(browser, path, environment));
      const last = rounds.at(-1);
      process.stderr.write(
        `map ${last?.paintMs.toFixed(0)} ms, all ${last?.wholeMs.toFixed(0)} ms, of the page's thread ${last?.pageMs.toFixed(0)} ms\n`,
      );
    }
    const figure = (name: keyof Painted) => Math.round(median(rounds.map((round) => round[name])));
    return { paintMs: figure('paintMs'), wholeMs: figure('wholeMs'), pageMs: figure('pageMs') };
  } finally {
    await browser.close();
    rmSync(home, { recursive: true, force: true });
  }
};

const ROUNDS = 5;

/** A real project of the demo pair, whose atlas is the large one. */
async function makeProject(path: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const server = await startServer(environment);
  const { client } = server;
  const { project } = await client.project.create({ path });
  await done(client, project, client.samples.draw({ project, params: { perClass: 40 } }));
  await done(client, project, client.linker.train({ project, params: {} }));
  const sweep = await done(
    client,
    project,
    client.sweep.run({ project, params: { units: [0, 1], starts: 10, steps: 5 } }),
  );
  await server.close();
  const { observed, stored, summary } = makeLargeStudy();
  const { artifacts, close } = openProject(path);
  const writer = artifacts.begin({ stage: 'atlas', params: {}, inputs: [{ role: 'sweep', id: sweep }] });
  storeAtlas(writer, stored);
  // What a query chooses its pictures by.
  const { changes, classOf } = observed;
  writer.putArray('changes', { data: changes.data, shape: [changes.lines, changes.starts, changes.concepts] });
  writer.putArray('classOf', { data: classOf, shape: [classOf.length] });
  artifacts.seal(writer.artifactId, { summary: summary as unknown as Json, device: null, libraries: {}, elapsedMs: 0 });
  close();
}

async function done(
  client: BackendClient,
  project: string,
  started: Promise<{ readonly job: { readonly id: string } | null; readonly artifactId: string }>,
): Promise<string> {
  const { job, artifactId } = await started;
  for (let state = 'running'; job !== null && state !== 'done'; ) {
    const now = (await client.job.list({ project })).find(({ id }) => id === job.id);
    if (now?.failure) throw new Error(now.failure.message);
    state = now?.state ?? 'gone';
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return artifactId;
}

interface Painted {
  readonly paintMs: number;
  readonly wholeMs: number;
  readonly pageMs: number;
}

async function clickToMap(browser: Browser, path: string, environment: NodeJS.ProcessEnv): Promise<Painted> {
  const server = await startServer(environment);
  const { project } = await server.client.project.open({ path });
  const page = await openPage(browser, server, `overview?project=${project}`);
  const atlas = page.getByRole('navigation').getByRole('link', { name: /^Atlas/ });
  await atlas.waitFor();
  await page.waitForLoadState('networkidle');
  const taskSeconds = await followTasks(page);
  await page.evaluate(FOLLOW_FRAMES);
  const before = await taskSeconds();
  await atlas.click();
  const { paintMs, wholeMs } = (await page.evaluate('framesMs')) as { paintMs: number; wholeMs: number };
  const pageMs = 1000 * ((await taskSeconds()) - before);
  await page.context().close();
  await server.close();
  return { paintMs, wholeMs, pageMs };
}

/** Processor time that the page's thread has spent on tasks, seconds. */
async function followTasks(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
}

/**
 * Evaluated in the page, so that no message to the page is in the times: `framesMs` is milliseconds from the click to the frame after the one
 * that shows each. The canvas of the map takes the size of its place when it is drawn first.
 */
const FOLLOW_FRAMES = `{
  const shows = {
    paintMs: 'canvas[aria-label="Effects of units on concepts"][style*="width"]',
    wholeMs: 'figure .main-svg',
  };
  const frameOf = (selector, since) => new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (document.querySelector(selector) === null) return;
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - since)));
    });
    observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['style'] });
  });
  addEventListener('click', ({ timeStamp }) => {
    globalThis.framesMs = Promise.all(
      Object.entries(shows).map(async ([name, selector]) => [name, await frameOf(selector, timeStamp)]),
    ).then(Object.fromEntries);
  }, { capture: true, once: true });
}`;
