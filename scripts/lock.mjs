// Keeps two set-ups in one folder apart: they would delete each other's files. Plain JavaScript for Node 18.
import { closeSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';

const ABANDONED_AFTER_MS = 60 * 60_000;
const POLL_MS = 200;

/** Runs `work` alone; a second caller waits, calling `onWait` once, and then runs too. */
export async function holdingLock(path, work, onWait) {
  const handle = await takeLock(path, onWait);
  try {
    await work();
  } finally {
    closeSync(handle);
    rmSync(path, { force: true });
  }
}

async function takeLock(path, onWait) {
  for (let tries = 0; ; tries += 1) {
    try {
      const handle = openSync(path, 'wx');
      writeFileSync(handle, String(process.pid));
      return handle;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned(path)) rmSync(path, { force: true });
    else if (tries === 0) onWait();
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function isAbandoned(path) {
  try {
    if (Date.now() - statSync(path).mtimeMs > ABANDONED_AFTER_MS) return true;
    const holder = Number(readFileSync(path, 'utf8'));
    if (holder > 0) process.kill(holder, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
