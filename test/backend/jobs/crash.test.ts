import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyProject } from '#backend/store/maintenance.ts';
import { openProject } from '#backend/store/project.ts';

const KILLS = 20;
/** Kills fall between the opening of the project and a little after what a run still has to do at most. */
const LATEST_KILL_MS = 1500;

test(`a study killed ${KILLS} times equals an undisturbed one, artifact by artifact`, {
  timeout: 420_000,
}, async () => {
  const calm = mkdtempSync(join(tmpdir(), 'unitloom-calm-'));
  await ended(startStudy(calm));
  const expected = contentOf(calm);
  expect(expected.map(({ stage }) => stage)).toEqual(['pair', 'samples', 'linker', 'sweep', 'report']);

  let folder = mkdtempSync(join(tmpdir(), 'unitloom-crash-'));
  let finishedStudies = 0;
  for (let kill = 0; kill < KILLS; ) {
    const child = startStudy(folder);
    await ready(child);
    const delay = Math.random() * LATEST_KILL_MS;
    const finished = await Promise.race([
      ended(child),
      new Promise<false>((resolve) => setTimeout(resolve, delay, false)),
    ]);
    if (finished === false) {
      child.kill('SIGKILL');
      await ended(child);
      kill += 1;
      continue;
    }
    // It got through before the next kill: compare, and begin a new one for the kills that are left.
    expect(contentOf(folder)).toEqual(expected);
    finishedStudies += 1;
    rmSync(folder, { recursive: true });
    folder = mkdtempSync(join(tmpdir(), 'unitloom-crash-'));
  }
  expect(await ended(startStudy(folder))).toBe(0);
  expect(contentOf(folder), `after ${finishedStudies} studies finished between kills`).toEqual(expected);
  expect(await verifyProject(join(folder, 'study.unitloom'))).toMatchObject({ ok: true, problems: [] });
  for (const place of [calm, folder]) rmSync(place, { recursive: true });
});

function startStudy(folder: string): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, 'study.process.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once('exit', resolve));
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`the study ended with ${code} before it was ready`)));
  });
}

/** Everything of a study that must not depend on how often it was interrupted. */
function contentOf(folder: string) {
  const path = join(folder, 'study.unitloom');
  expect(existsSync(path)).toBe(true);
  const project = openProject(path, { readOnly: true });
  try {
    return project.artifacts.list().map(({ id, stage, state, digest, inputs, params, summary }) => {
      const { imagesPerSecond: _, ...steady } = summary as Record<string, unknown>;
      return { id, stage, state, digest, inputs, params, summary: steady };
    });
  } finally {
    project.close();
  }
}
