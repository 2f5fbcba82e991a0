import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { percentile } from '#core/statistics.ts';
import { median } from './median.ts';
import type { Bench } from './run.ts';
import { launchBrowser, NEXT_FRAME, openPage, type Server, spawnServer, startServer, stopServer } from './window.ts';

/**
 * The local server as a person meets it: the time of calls while a sweep runs, pictures a second by their addresses, the start
 * until the list of projects is on the screen, and the first pictures of the wall. A demo study is made first.
 */
export const bench: Bench = async () => {
  const root = join(import.meta.dirname, '..');
  const home = mkdtempSync(join(tmpdir(), 'unitloom-bench-'));
  const environment = { ...process.env, UNITLOOM_HOME: join(home, 'user') };
  const browser = await launchBrowser();
  try {
    await prepareStudy(root, home, environment);
    const starts: number[] = [];
    for (let round = 0; round < ROUNDS; round++) starts.push(await startToList(environment, browser));
    const server = await startServer(environment);
    try {
      const { project } = await server.client.project.open({ path: join(home, 'study', 'demo.unitloom') });
      const walls: number[] = [];
      for (let round = 0; round < ROUNDS; round++) walls.push(await clickToWall(browser, server, project));
      const imagesPerSecond = await fetchPictures(server, project);
      const apiP95Ms = await callsDuringSweep(server, project);
      return {
        apiP95Ms: round1(apiP95Ms),
        imagesPerSecond: Math.round(imagesPerSecond),
        listMs: Math.round(median(starts)),
        wallMs: Math.round(median(walls)),
      };
    } finally {
      await server.close();
    }
  } finally {
    await browser.close();
    rmSync(home, { recursive: true, force: true });
  }
};

const ROUNDS = 5;
const CONNECTIONS = 8;
const round1 = (value: number) => Math.round(value * 10) / 10;

/** A finished demo study where the server looks for projects, entered into its list of recent ones. */
async function prepareStudy(root: string, home: string, environment: NodeJS.ProcessEnv): Promise<void> {
  process.stderr.write('making a demo study\n');
  mkdirSync(join(home, 'study'), { recursive: true });
  const child = spawn(
    process.execPath,
    [join(root, 'src/headless/cli.ts'), 'demo', '--out', join(home, 'study'), '--json'],
    {
      env: environment,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error('the demo study could not be made');
}

/** From the start of the process to the list of recent projects on the screen; the browser is there already. */
async function startToList(environment: NodeJS.ProcessEnv, browser: Browser): Promise<number> {
  const startedAt = performance.now();
  const { child, link } = await spawnServer(environment);
  const page = await browser.newPage();
  await page.goto(link);
  await page
    .getByText(/Last stage/)
    .first()
    .waitFor();
  const elapsed = performance.now() - startedAt;
  await page.close();
  await stopServer(child);
  return elapsed;
}

/** From choosing Units to the first frame in which a picture of the wall is drawn. */
async function clickToWall(browser: Browser, server: Server, project: string): Promise<number> {
  const page = await openPage(browser, server, `overview?project=${project}`);
  const units = page.getByRole('link', { name: /^Units/ });
  await units.waitFor();
  await page.waitForLoadState('networkidle');
  const pictures = page.waitForResponse((response) => response.url().includes('/image/') && response.ok());
  const startedAt = performance.now();
  await units.click();
  await pictures;
  await page.getByRole('grid').getByRole('gridcell').first().waitFor();
  await page.evaluate(NEXT_FRAME);
  const elapsed = performance.now() - startedAt;
  await page.context().close();
  return elapsed;
}

/** Distinct pictures by address over a few kept connections, as a wall fetches them. */
async function fetchPictures({ origin, cookie, client }: Server, project: string): Promise<number> {
  const { rows } = await client.sweep.rows({ project });
  const hashes = rows.flatMap(({ strips }) => strips).filter((hash) => hash !== null);
  let next = 0;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let hash = hashes[next++]; hash !== undefined; hash = hashes[next++]) {
        const answer = await fetch(`${origin}/image/${hash}`, {
          headers: { cookie: `${cookie.name}=${cookie.value}` },
        });
        if (!answer.ok) throw new Error(`/image/${hash} answered ${answer.status}`);
        await answer.arrayBuffer();
      }
    }),
  );
  return (hashes.length * 1000) / (performance.now() - startedAt);
}

/** 95th percentile over the calls that the interface makes, one after the other, while a sweep of 2,000 pictures runs. */
async function callsDuringSweep({ client }: Server, project: string): Promise<number> {
  const { job } = await client.sweep.run({
    project,
    params: {
      units: Array.from({ length: 40 }, (_, unit) => unit),
      starts: 10,
      steps: 5,
      startSeed: 999,
      control: false,
    },
  });
  if (!job) throw new Error('the sweep was there already');
  const calls: (() => Promise<unknown>)[] = [
    () => client.project.stages({ project }),
    () => client.job.list({ project }),
    () => client.artifact.list({ project }),
    () => client.linker.list({ project }),
    () => client.samples.pictures({ project, limit: 60 }),
    () => client.project.info({ project }),
  ];
  const times: number[] = [];
  for (let at = 0; ; at++) {
    const startedAt = performance.now();
    await (calls[at % calls.length] as () => Promise<unknown>)();
    times.push(performance.now() - startedAt);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const state =
      at % 20 === 0 ? (await client.job.list({ project })).find(({ id }) => id === job.id)?.state : 'running';
    if (state === 'done') break;
    if (state === 'failed') throw new Error('the sweep failed');
  }
  process.stderr.write(`${times.length} calls during the sweep, median ${median(times).toFixed(1)} ms\n`);
  return percentile(times, 95);
}
