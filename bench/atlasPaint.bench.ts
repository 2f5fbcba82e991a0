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
import { launchBrowser, NEXT_FRAME, openPage, startServer } from './window.ts';

/**
 * The Atlas screen of a study of 2048 units x 90 concepts in a browser. `paintMs`: from choosing Atlas to the first frame with the
 * cells of the heat map, median of rounds that each begin with a fresh server and a fresh browser context, so that nothing is kept
 * from the round before. `pageMs`: processor time of the page's thread meanwhile, which other work on the machine does not lengthen.
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
      process.stderr.write(`${last?.paintMs.toFixed(0)} ms, of the page's thread ${last?.pageMs.toFixed(0)} ms\n`);
    }
    return {
      paintMs: Math.round(median(rounds.map(({ paintMs }) => paintMs))),
      pageMs: Math.round(median(rounds.map(({ pageMs }) => pageMs))),
    };
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
  const before = await taskSeconds();
  const startedAt = performance.now();
  await atlas.click();
  // The canvas takes the size of its place when it is drawn first.
  await page.locator(DRAWN).waitFor();
  await page.evaluate(NEXT_FRAME);
  const paintMs = performance.now() - startedAt;
  const pageMs = 1000 * ((await taskSeconds()) - before);
  await page.context().close();
  await server.close();
  return { paintMs, pageMs };
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

const DRAWN = 'canvas[aria-label="Effects of units on concepts"][style*="width"]';
