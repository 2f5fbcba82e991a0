// Makes a fresh checkout ready, and costs next to nothing when it is.
//
//   node scripts/setup.mjs [--build] [--tests] [--retry]
//
// --build   also Electron's binary (best effort) and the built window in out/
// --tests   also a browser for the end-to-end tests (best effort)
// --retry   tries again what failed to download earlier (or UNITLOOM_RETRY=1)
//
// Plain JavaScript for Node 18 and newer: it runs before anything is installed.
// It writes to stderr only, so that `npm run -s unitloom -- ... --json` has a clean stdout.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { delimiter, join, relative, sep } from 'node:path';
import { holdingLock } from './lock.mjs';
import { findChromium, findCudaProvider, findElectron, findNode, rootDir } from './machine.mjs';

const MINUTE_MS = 60_000;
const QUICK_TRY_MS = 20_000;
const options = new Set(process.argv.slice(2));
const retries = options.has('--retry') || process.env.UNITLOOM_RETRY === '1';

const modulesDir = join(rootDir, 'node_modules');
const statePath = join(modulesDir, '.cache', 'unitloom', 'setup.json');
const buildStampPath = join(rootDir, 'out', '.stamp');
const lockPath = join(rootDir, '.setup.lock');
const triedNow = new Set();

const tasks = [
  { isDone: areDependenciesInstalled, run: installDependencies },
  { isDone: isCudaSettled, run: installCudaProvider },
  ...(options.has('--build') ? [{ isDone: isElectronSettled, run: installElectron }] : []),
  ...(options.has('--tests') ? [{ isDone: isBrowserSettled, run: installBrowser }] : []),
  ...(options.has('--build') ? [{ isDone: isBuilt, run: build }] : []),
];

try {
  if (!tasks.every((task) => task.isDone())) {
    const runTasks = async () => {
      for (const task of tasks) if (!task.isDone()) await task.run();
    };
    await holdingLock(lockPath, runTasks, () => say('Another set-up is running in this folder; waiting for it ...'));
  }
  reportMissing();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

// Dependencies

/** The installed tree is compared with the lock file itself, so an install by hand counts too. */
function areDependenciesInstalled() {
  const lockHash = hashOf(readFileSync(join(rootDir, 'package-lock.json')));
  const installedPath = join(modulesDir, '.package-lock.json');
  if (!existsSync(installedPath)) return false;
  if (readState().lockHash === lockHash) return true;
  const wanted = JSON.parse(readFileSync(join(rootDir, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedPath, 'utf8')).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    const found = installed[path];
    const isNeeded = path !== '' && !entry.optional && !entry.devOptional && !entry.peer;
    if (isNeeded && found === undefined) return false;
    if (found !== undefined && found.integrity !== entry.integrity) return false;
  }
  writeState({ lockHash });
  return true;
}

async function installDependencies() {
  say('Installing dependencies (npm ci), a minute or two ...');
  // On Windows a running node.exe cannot be deleted, and `npm ci` deletes node_modules first.
  const runsFromModules = process.platform === 'win32' && process.execPath.startsWith(modulesDir + sep);
  const verb = runsFromModules ? ['install', '--no-save'] : ['ci'];
  const args = [...verb, '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const env = { ...process.env, PATH: pathWithoutModules(), ONNXRUNTIME_NODE_INSTALL: 'skip' };
  const npmScript = process.env.npm_execpath;
  const npmNode = process.env.npm_node_execpath;
  const usesCallingNpm = npmScript?.endsWith('.js') && npmNode !== undefined && existsSync(npmNode);
  const result = usesCallingNpm
    ? await runCommand(npmNode, [npmScript, ...args], { env, limitMs: 30 * MINUTE_MS })
    : await runCommand('npm', args, { env, limitMs: 30 * MINUTE_MS, shell: process.platform === 'win32' });
  if (result.exitCode !== 0) {
    throw new Error(`npm could not install the dependencies (exit code ${result.exitCode}); its message is above.`);
  }
  writeState({ lockHash: hashOf(readFileSync(join(rootDir, 'package-lock.json'))) });
}

function pathWithoutModules() {
  const dirs = (process.env.PATH || '').split(delimiter);
  return dirs.filter((dir) => !dir.includes(`node_modules${sep}.bin`)).join(delimiter);
}

// Electron

function isElectronSettled() {
  return findElectron() !== undefined || hasFailedBefore('electron', packageVersion('electron'));
}

async function installElectron() {
  say("Fetching Electron's binary ...");
  const mirror = process.env.ELECTRON_MIRROR || process.env.npm_config_electron_mirror || 'https://github.com/';
  const limitMs = (await isReachable(mirror)) ? 10 * MINUTE_MS : QUICK_TRY_MS;
  const script = join(modulesDir, 'electron', 'install.js');
  await runCommand(findNode() ?? process.execPath, [script], { limitMs, quiet: true });
  if (!findElectron()) rememberFailure('electron', packageVersion('electron'));
}

// CUDA

function isCudaSettled() {
  if (!existsSync(modulesDir)) return false;
  const { wanted, present } = findCudaProvider();
  return !wanted || present || hasFailedBefore('cuda', packageVersion('onnxruntime-node'));
}

async function installCudaProvider() {
  say("Fetching ONNX Runtime's CUDA library, some hundred megabytes ...");
  const limitMs = (await isReachable('https://api.nuget.org/')) ? 20 * MINUTE_MS : QUICK_TRY_MS;
  const script = join(modulesDir, 'onnxruntime-node', 'script', 'install.js');
  // The script believes these variables before its flag, and .npmrc sets one of them to "skip".
  const env = { ...process.env };
  delete env.npm_config_onnxruntime_node_install;
  delete env.ONNXRUNTIME_NODE_INSTALL;
  const node = findNode() ?? process.execPath;
  await runCommand(node, [script, '--onnxruntime-node-install'], { limitMs, env, quiet: true });
  if (!findCudaProvider().present) rememberFailure('cuda', packageVersion('onnxruntime-node'));
}

// Browser for the end-to-end tests

function isBrowserSettled() {
  return findChromium() !== undefined || hasFailedBefore('browser', packageVersion('@playwright/test'));
}

async function installBrowser() {
  say('Fetching a Chromium for the end-to-end tests ...');
  const limitMs = (await isReachable('https://cdn.playwright.dev/')) ? 10 * MINUTE_MS : QUICK_TRY_MS;
  const script = join(modulesDir, '@playwright', 'test', 'cli.js');
  const args = [script, 'install', '--only-shell', 'chromium'];
  await runCommand(findNode() ?? process.execPath, args, { limitMs, quiet: true });
  if (!findChromium()) rememberFailure('browser', packageVersion('@playwright/test'));
}

// Build

function isBuilt() {
  if (!existsSync(join(rootDir, 'src', 'renderer', 'index.html'))) return true;
  if (!existsSync(buildStampPath) || !existsSync(join(rootDir, 'out', 'renderer', 'index.html'))) return false;
  return readFileSync(buildStampPath, 'utf8') === hashOfSources();
}

async function build() {
  say('Building the window ...');
  const before = hashOfSources();
  const script = join(modulesDir, 'electron-vite', 'bin', 'electron-vite.js');
  const node = findNode();
  if (!node) throw new Error('The window cannot be built with this old Node.');
  rmSync(buildStampPath, { force: true });
  const result = await runCommand(node, [script, 'build', '--logLevel', 'warn'], { limitMs: 10 * MINUTE_MS });
  if (result.exitCode !== 0) throw new Error('The window could not be built; the reason is above.');
  writeFileSync(buildStampPath, before);
}

/** Everything a build reads. */
function hashOfSources() {
  const hash = createHash('sha256');
  for (const name of ['package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.base.json']) {
    const path = join(rootDir, name);
    if (existsSync(path)) hash.update(name).update(readFileSync(path));
  }
  for (const folder of ['backend', 'core', 'main', 'preload', 'renderer']) {
    for (const path of listFiles(join(rootDir, 'src', folder))) {
      hash.update(relative(rootDir, path)).update(readFileSync(path));
    }
  }
  return hash.digest('hex');
}

function listFiles(dir) {
  if (!existsSync(dir)) return [];
  const entries = readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

// What is missing, and what works without it

function reportMissing() {
  const again = 'Try again with `npm run setup`.';
  if (!findNode()) {
    say(`Unitloom needs Node 22.18 or newer (24 is best), this is ${process.versions.node}; see https://nodejs.org.`);
  }
  const cuda = findCudaProvider();
  if (cuda.wanted && !cuda.present) {
    say(`ONNX Runtime's CUDA library could not be fetched: everything works, on the processor. ${again}`);
  }
  if (options.has('--build') && !findElectron()) {
    say(`Electron's binary could not be fetched: the same window opens in your browser instead. ${again}`);
  }
  if (options.has('--tests') && !findChromium()) {
    say(
      'No Chromium was found: the end-to-end tests are skipped, all others run. ' +
        'On Debian or Ubuntu: apt-get install -y --no-install-recommends chromium fonts-dejavu-core',
    );
  }
}

// State: what was installed, and which downloads failed

function readState() {
  try {
    return JSON.parse(readFileSync(statePath, 'utf8'));
  } catch {
    return {};
  }
}

function writeState(change) {
  mkdirSync(join(modulesDir, '.cache', 'unitloom'), { recursive: true });
  writeFileSync(statePath, `${JSON.stringify({ ...readState(), ...change })}\n`);
}

function rememberFailure(name, version) {
  triedNow.add(name);
  writeState({ failed: { ...readState().failed, [name]: version } });
}

function hasFailedBefore(name, version) {
  return (!retries || triedNow.has(name)) && readState().failed?.[name] === version;
}

function packageVersion(name) {
  try {
    return JSON.parse(readFileSync(join(modulesDir, name, 'package.json'), 'utf8')).version;
  } catch {
    return undefined;
  }
}

function hashOf(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

// Processes

/** Runs a command whose output goes to stderr; a quiet one speaks only by its exit code. */
function runCommand(command, args, { env = process.env, limitMs, quiet = false, shell = false }) {
  return new Promise((resolve) => {
    const stdio = quiet ? 'ignore' : ['ignore', 2, 2];
    const child = spawn(command, args, { cwd: rootDir, env, stdio, shell, timeout: limitMs });
    child.on('error', (error) => {
      say(error.message);
      resolve({ exitCode: 1 });
    });
    child.on('exit', (code) => resolve({ exitCode: code ?? 1 }));
  });
}

/** @returns {Promise<boolean>} whether a server answers at all; true when a proxy makes that unknowable */
function isReachable(url) {
  if (process.env.HTTPS_PROXY || process.env.https_proxy || !url.startsWith('https:')) return Promise.resolve(true);
  return new Promise((resolve) => {
    const probe = request(url, { method: 'HEAD', timeout: 5_000 }, (response) => {
      response.resume();
      resolve(true);
    });
    probe.on('timeout', () => probe.destroy());
    probe.on('error', () => resolve(false));
    probe.end();
  });
}

function say(text) {
  process.stderr.write(`set-up: ${text}\n`);
}
