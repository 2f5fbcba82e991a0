import { defineConfig } from 'vitest/config';

/** Tests of plain functions: a process serves many of their files. */
const PLAIN = ['core', 'renderer', 'golden'].map((folder) => `test/${folder}/**/*.test.{ts,tsx}`);
const ALL = ['test/**/*.test.ts', 'test/**/*.test.tsx'];
const NEVER = ['test/e2e/**', '**/node_modules/**'];

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    // Two keep a small machine responsive.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    projects: [
      // Native modules and engine processes need a process of their own.
      { extends: true, test: { name: 'whole', include: ALL, exclude: [...NEVER, ...PLAIN] } },
      { extends: true, test: { name: 'plain', include: PLAIN, exclude: NEVER, isolate: false } },
    ],
  },
});
