import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Page } from '@playwright/test';
import sharp from 'sharp';
import { findChromium } from '../scripts/machine.mjs';
import { drawFox, zoomIntoEye } from './annotateShot.ts';
import { holdAgainstTruth, lookIntoPacket } from './peopleShots.ts';

/** `npm run screenshots`: the pictures of docs/guide.md and the README, from a demo study in demo-out (`npm run demo` makes it).
 * Names after `--` take only these. */

const ROOT = join(import.meta.dirname, '..');
const STUDY = join(ROOT, 'demo-out', 'demo.unitloom');
const OUT = join(ROOT, 'docs', 'images');

interface Shot {
  readonly name: string;
  readonly scheme: 'dark' | 'light';
  /** Screen and parameters, as in the address; null for Welcome. */
  readonly screen: string | null;
  /** Left out where the study lacks what it shows. */
  isThere?(page: Page): Promise<boolean>;
  act?(page: Page): Promise<void>;
}

const SHOTS: readonly Shot[] = [
  { name: 'welcome', scheme: 'dark', screen: null },
  { name: 'overview', scheme: 'dark', screen: 'overview' },
  { name: 'models', scheme: 'light', screen: 'models' },
  { name: 'samples', scheme: 'dark', screen: 'samples' },
  { name: 'linker', scheme: 'dark', screen: 'linker' },
  { name: 'units', scheme: 'dark', screen: 'units' },
  { name: 'units-light', scheme: 'light', screen: 'units' },
  {
    name: 'unit',
    scheme: 'dark',
    screen: 'unit&unit=97',
    act: async (page) => {
      await page.getByRole('slider').first().press('End');
      await page.waitForTimeout(1500);
    },
  },
  { name: 'annotate', scheme: 'dark', screen: 'annotate', act: drawFox },
  { name: 'annotate-zoom', scheme: 'light', screen: 'annotate', act: zoomIntoEye },
  { name: 'agreement', scheme: 'dark', screen: 'annotate', act: holdAgainstTruth },
  { name: 'merge', scheme: 'light', screen: 'annotate', act: lookIntoPacket },
  { name: 'segment', scheme: 'dark', screen: 'segment' },
  {
    name: 'parts',
    scheme: 'light',
    screen: 'units&parts=1',
    act: async (page) => {
      await page.getByRole('button', { name: 'Show the sweep with parts' }).click();
      await page.waitForTimeout(1500);
    },
  },
  {
    name: 'motion',
    scheme: 'dark',
    screen: 'units&arrows=1&cell=96',
    act: async (page) => {
      const other = page.getByRole('button', { name: 'Show the tracked sweep' });
      const wheel = page.getByRole('img', { name: 'Hue of each direction' });
      await other.or(wheel).first().waitFor();
      if (await other.isVisible()) await other.click();
      await wheel.waitFor();
      await page.waitForTimeout(2500);
    },
  },
  { name: 'measures', scheme: 'dark', screen: 'measure&part=ear&metric=extent' },
  { name: 'atlas', scheme: 'dark', screen: 'atlas&where=ear extent changes > 0.3' },
  { name: 'atlas-light', scheme: 'light', screen: 'atlas&where=ear extent changes > 0.3' },
  {
    name: 'atlas-compare',
    scheme: 'dark',
    screen: 'atlas',
    // A second classifier has to be in the study: its commands are in the guide.
    isThere: (page) =>
      page
        .getByRole('button', { name: 'Compare with…' })
        .waitFor({ timeout: 5000 })
        .then(
          () => true,
          () => false,
        ),
    act: async (page) => {
      await page.getByRole('button', { name: 'Compare with…' }).click();
      await page
        .getByRole('menuitem', { name: /critters-aux/ })
        .first()
        .click();
      await page.getByRole('table', { name: 'Parts that one uses more than the other' }).waitFor();
    },
  },
  { name: 'counterfactual', scheme: 'dark', screen: 'counterfactual&from=rabbit&to=mouse' },
  { name: 'counterfactual-light', scheme: 'light', screen: 'counterfactual&from=rabbit&to=mouse' },
  { name: 'report', scheme: 'light', screen: 'report' },
];

if (!existsSync(STUDY)) {
  process.stderr.write('There is no demo-out/demo.unitloom yet: run `npm run demo` first.\n');
  process.exit(1);
}
const home = mkdtempSync(join(tmpdir(), 'unitloom-screenshots-'));
mkdirSync(OUT, { recursive: true });
const server = spawn(
  process.execPath,
  [join(ROOT, 'src/headless/cli.ts'), 'serve', STUDY, '--port', '0', '--stdin-guard', '--json'],
  {
    env: { ...process.env, UNITLOOM_HOME: home },
    stdio: ['pipe', 'pipe', 'inherit'],
  },
);
const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
const { origin, link } = JSON.parse(line) as { origin: string; link: string };
const found = findChromium();
const browser = await chromium.launch({
  ...(found?.kind === 'system' ? { executablePath: found.path } : {}),
  chromiumSandbox: process.getuid?.() !== 0,
  args: ['--disable-background-networking'],
});
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const login = await context.newPage();
await login.goto(link);
await login.getByRole('navigation').first().waitFor();
const project = new URLSearchParams(login.url().split('?')[1]).get('project') as string;
await login.close();
const wanted = process.argv.slice(2);
for (const { name, scheme, screen, isThere, act } of SHOTS) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const page = await context.newPage();
  await page.emulateMedia({ colorScheme: scheme });
  const [path, ...rest] = screen?.split('&') ?? [];
  await page.goto(
    path === undefined ? `${origin}/#/` : `${origin}/#/${path}?${[`project=${project}`, ...rest].join('&')}`,
  );
  await page.waitForLoadState('networkidle');
  // A busy machine shows grey blocks, or nothing, for longer than the network is busy.
  await page.locator('main:not(:has([aria-busy="true"]))').filter({ hasText: /\S/ }).waitFor();
  if (isThere !== undefined && !(await isThere(page))) {
    process.stderr.write(`left out: ${name}\n`);
    await page.close();
    continue;
  }
  await act?.(page);
  // Pictures are decoded after they are fetched.
  await page.waitForTimeout(700);
  await sharp(await page.screenshot())
    .webp({ quality: 88 })
    .toFile(join(OUT, `${name}.webp`));
  process.stderr.write(`docs/images/${name}.webp\n`);
  await page.close();
}
await browser.close();
server.stdin.end();
await once(server, 'exit');
rmSync(home, { recursive: true, force: true });
