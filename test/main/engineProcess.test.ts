import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { utilityEngine } from '#main/engineProcess.ts';
import { utilityProcess } from './electronSlice.ts';

function spawn(script: string) {
  const entry = join(mkdtempSync(join(tmpdir(), 'unitloom-engine-')), 'engine.mjs');
  writeFileSync(entry, script);
  return utilityEngine(utilityProcess, entry)();
}

test('messages go both ways, arrays and all', async () => {
  const engine = spawn(`process.on('message', (message) => process.send({ echo: message }))`);
  const answer = new Promise((resolve) => engine.onMessage(resolve));
  engine.post({ w: Float32Array.of(1, 2.5) });
  expect(await answer).toEqual({ echo: { w: Float32Array.of(1, 2.5) } });
  expect(engine.pid).toBeGreaterThan(0);
  engine.kill();
});

test('its last words are kept, and its exit is reported', async () => {
  const engine = spawn(`process.stderr.write('first\\n\\u001b[31mout of memory\\u001b[0m\\n', () => process.exit(7))`);
  const code = await new Promise((resolve) => engine.onExit(resolve));
  expect(code).toBe(7);
  expect(engine.lastLine()).toBe('out of memory');
});

test('kill ends one that hangs', async () => {
  const engine = spawn(`process.on('SIGTERM', () => {}); process.send('up'); while (true);`);
  const exit = new Promise((resolve) => engine.onExit(() => resolve('gone')));
  await new Promise((resolve) => engine.onMessage(resolve));
  engine.kill();
  expect(await exit).toBe('gone');
});
