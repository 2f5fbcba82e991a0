import { defineConfig } from '@playwright/test';
import { findChromium, findElectron, hasDisplay } from './scripts/machine.mjs';

const chromium = findChromium();
const isRoot = process.getuid?.() === 0;
const canOpenElectron = findElectron() !== undefined && hasDisplay() && !isRoot;

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  workers: 2,
  retries: 0,
  // A scenario makes its own project first; a busy machine takes minutes for what an idle one does in 20 s.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  forbidOnly: process.env.CI === 'true',
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    // To look into a failure, run its scenario with `--trace on`: filming every page costs a quarter of the time.
    screenshot: 'only-on-failure',
  },
  projects: [
    {
      name: 'browser',
      testIgnore: '**/*.electron.e2e.ts',
      use: {
        browserName: 'chromium',
        // A Chromium of the system runs as root only without its sandbox; it sees nothing but our own local server.
        launchOptions: {
          ...(chromium?.kind === 'system' ? { executablePath: chromium.path } : {}),
          chromiumSandbox: !isRoot,
          args: [
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-default-apps',
            '--disable-sync',
            '--no-first-run',
            '--enable-unsafe-swiftshader',
          ],
        },
      },
    },
    // The same scenario in Electron, wherever a window can open; each test asks for its project's name.
    ...(canOpenElectron ? [{ name: 'electron', testIgnore: '**/*.browser.e2e.ts' }] : []),
  ],
});
