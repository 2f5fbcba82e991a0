// `npm start`: the Electron window where it can open, else the same window in the browser.
//
//   npm start -- [--browser] [arguments of Electron's main process or of `unitloom serve`]
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { findElectron, findNode, hasDisplay, rootDir } from './machine.mjs';

const EARLY_EXIT_MS = 5_000;
const args = process.argv.slice(2).filter((arg) => arg !== '--browser');
const electron = findElectron();
const obstacle = findObstacle();

if (obstacle || !electron) {
  say(`${obstacle} The window opens in your browser.`);
  await openInBrowser();
} else {
  await openInElectron(electron);
}

function findObstacle() {
  if (process.argv.includes('--browser')) return 'As asked:';
  if (!electron) return "Electron's binary is not here.";
  if (!existsSync(join(rootDir, 'out', 'main', 'index.js'))) return "Electron's part is not built.";
  if (!hasDisplay()) return 'There is no screen to show a window on.';
  if (process.getuid?.() === 0) return 'Electron does not run sandboxed as root.';
  return undefined;
}

/** A system library or sandbox permission may be missing, which shows as a failure right at the start. */
async function openInElectron(path) {
  const startMs = Date.now();
  const exit = await run(path, [rootDir, ...args]);
  const failedEarly = exit.code !== 0 && !exit.stoppedByUser && Date.now() - startMs < EARLY_EXIT_MS;
  if (!failedEarly) {
    process.exitCode = exit.code;
    return;
  }
  say('Electron could not start; its reason is above. The window opens in your browser.');
  await openInBrowser();
}

async function openInBrowser() {
  const node = findNode() ?? process.execPath;
  const exit = await run(node, [join(rootDir, 'src', 'headless', 'cli.ts'), 'serve', '--open', ...args]);
  process.exitCode = exit.code;
}

function run(command, commandArgs) {
  return new Promise((resolve) => {
    const child = spawn(command, commandArgs, { cwd: rootDir, stdio: 'inherit' });
    let stoppedByUser = false;
    const handlers = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
      const handler = () => {
        stoppedByUser = true;
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
      };
      process.on(signal, handler);
      return [signal, handler];
    });
    const finish = (code) => {
      for (const [signal, handler] of handlers) process.off(signal, handler);
      resolve({ code, stoppedByUser });
    };
    child.on('error', (error) => {
      say(error.message);
      finish(127);
    });
    child.on('exit', (code, signal) => finish(code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 0)));
  });
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
