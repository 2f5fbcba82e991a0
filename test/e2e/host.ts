import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test as base, _electron as electron, expect, type Page } from '@playwright/test';
import { type Making, makeStudy, prepareStudy } from './prepared.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** How long is waited for what the engine makes: seconds where the machine is idle, minutes where it is not. */
export const WORK = { timeout: 240_000 } as const;

/**
 * The workbench in whichever host the project names, on a folder of its own; every test fails on an error in the console.
 * `study` is a project to copy, made once by a worker that is asked for it.
 */
export const test = base.extend<{ folder: string; window: Page }, { study: string }>({
  study: [
    async ({ browserName: _ }, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'unitloom-e2e-'));
      const path = join(folder, 'study.unitloom');
      await makeStudy(path);
      await use(path);
      rmSync(folder, { recursive: true, force: true });
    },
    // On a busy machine it takes longer than a step of a scenario may.
    { scope: 'worker', timeout: 300_000 },
  ],
  folder: async ({ browserName: _ }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'unitloom-e2e-'));
    // Projects go to the test's own folder, and the interface does not depend on the system's theme.
    writeFileSync(
      join(folder, 'settings.json'),
      JSON.stringify({ projectFolder: join(folder, 'projects'), theme: 'dark' }),
    );
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  window: async ({ folder, page }, use, info) => {
    const environment = { ...process.env, UNITLOOM_HOME: folder } as Record<string, string>;
    if (info.project.name === 'electron') {
      const app = await electron.launch({ args: [ROOT], env: environment });
      const window = await app.firstWindow();
      await watched(window, () => use(window));
      await app.close();
      return;
    }
    const { child, link } = await startServer(environment);
    await page.goto(link);
    await watched(page, () => use(page));
    child.stdin?.end();
    if (child.exitCode === null) await once(child, 'exit');
  },
});

/** The same, where a study with this made in it is among the projects. */
export function testOnStudy(make: (making: Making) => Promise<void>) {
  return test.extend({
    folder: async ({ folder, study }, use) => {
      await prepareStudy(study, folder, make);
      await use(folder);
    },
  });
}

async function startServer(environment: Record<string, string>): Promise<{ child: ChildProcess; link: string }> {
  const child = spawn(
    process.execPath,
    [join(ROOT, 'src/headless/cli.ts'), 'serve', '--port', '0', '--stdin-guard', '--json'],
    {
      env: environment,
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const [line] = (await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')) as [string];
  return { child, link: (JSON.parse(line) as { link: string }).link };
}

/** Playwright looks into every frame when it takes a picture, also into the report's, which allows no scripts. */
const OF_THE_TEST_TOOL = /^Blocked script execution in '[^']*\/report\//;

async function watched(page: Page, scenario: () => Promise<void>): Promise<void> {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !OF_THE_TEST_TOOL.test(message.text())) errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  await scenario();
  expect(errors).toEqual([]);
}
