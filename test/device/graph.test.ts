import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { CASES } from '../core/graph/cases.ts';

/** Differentiated graphs on WebGPU against the processor, on an adapter emulated in software: SwiftShader, of Debian's Chromium. */
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';
const missing = existsSync(SWIFTSHADER) ? null : `skipped: ${SWIFTSHADER} is not there (install chromium)`;
const ENTRY = fileURLToPath(new URL('./graph.process.ts', import.meta.url));

/** Relative to the value, or to 1 where it is smaller: float32 sums of a few hundred terms, in another order. */
const TOLERANCE = 2e-5;

describe.skipIf(missing !== null)(`graphs on WebGPU in software ${missing ?? ''}`, () => {
  let errors: Readonly<Record<string, number>> = {};
  let log = '';
  beforeAll(async () => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [ENTRY], {
      env: {
        ...process.env,
        VK_ICD_FILENAMES: SWIFTSHADER,
        LD_LIBRARY_PATH: `/usr/lib/chromium:${process.env.LD_LIBRARY_PATH ?? ''}`,
      },
      maxBuffer: 2 ** 28,
    });
    errors = JSON.parse(stdout);
    log = stderr;
  }, 240_000);

  test.each([...CASES.map(({ name }) => name), 'an MLP trained for three epochs'])('%s', (name) => {
    expect(errors[name]).toBeLessThan(TOLERANCE);
  });

  test('no operator of a training step leaves the device', () => {
    const placements = log.match(/[Nn]ode\(?s\)? placed on \[\w+\]/g);
    expect(placements).toEqual([...Array(2)].map(() => expect.stringContaining('[WebGpuExecutionProvider]')));
  });
});
