// What this machine has: the right Node, Electron's binary, a browser, an NVIDIA driver.
// Plain JavaScript that runs on Node 18, because set-up starts before Node 24 is installed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const rootDir = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const modulesDir = join(rootDir, 'node_modules');

/** @returns {boolean} whether this Node runs TypeScript as it is and can load the native modules */
export function isNodeFit(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 18) || (major === 23 && minor >= 6);
}

/**
 * The Node that comes with the dependencies, or the running one when it is new enough.
 *
 * @returns {string | undefined}
 */
export function findNode() {
  const name = process.platform === 'win32' ? 'win' : process.platform;
  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = join(modulesDir, `node-${name}-${process.arch}`, 'bin', executable);
  if (existsSync(own)) return own;
  return isNodeFit() ? process.execPath : undefined;
}

/**
 * Read from Electron's own files; importing the package would start a download.
 *
 * @returns {string | undefined} path of Electron's executable when it is installed
 */
export function findElectron() {
  const packageDir = join(modulesDir, 'electron');
  try {
    const executable = readFileSync(join(packageDir, 'path.txt'), 'utf8').trim();
    const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH || join(packageDir, 'dist'), executable);
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** @returns {boolean} whether a window can be shown at all */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * Playwright's own Chromium first, then a Chromium or Chrome of the system.
 *
 * @returns {{ kind: 'playwright' } | { kind: 'system', path: string } | undefined}
 */
export function findChromium() {
  const named = process.env.UNITLOOM_CHROMIUM;
  if (named && existsSync(named)) return { kind: 'system', path: named };
  if (hasPlaywrightChromium()) return { kind: 'playwright' };
  const path = systemBrowserPaths().find((candidate) => existsSync(candidate));
  return path ? { kind: 'system', path } : undefined;
}

function hasPlaywrightChromium() {
  try {
    const list = JSON.parse(readFileSync(join(modulesDir, 'playwright-core', 'browsers.json'), 'utf8'));
    const shell = list.browsers.find((browser) => browser.name === 'chromium-headless-shell');
    return existsSync(
      join(playwrightBrowsersDir(), `chromium_headless_shell-${shell.revision}`, 'INSTALLATION_COMPLETE'),
    );
  } catch {
    return false;
  }
}

function playwrightBrowsersDir() {
  const chosen = process.env.PLAYWRIGHT_BROWSERS_PATH;
  if (chosen === '0') return join(modulesDir, 'playwright-core', '.local-browsers');
  if (chosen) return chosen;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'ms-playwright');
  if (process.platform === 'win32') {
    return join(process.env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'ms-playwright');
  }
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ms-playwright');
}

function systemBrowserPaths() {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform === 'win32') {
    const programs = [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LOCALAPPDATA];
    return programs.filter(Boolean).map((dir) => join(dir ?? '', 'Google', 'Chrome', 'Application', 'chrome.exe'));
  }
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].flatMap((name) =>
    ['/usr/bin', '/usr/local/bin'].map((dir) => join(dir, name)),
  );
}

/** @returns {boolean} whether an NVIDIA driver is visible; says nothing of CUDA or cuDNN */
export function hasNvidiaDriver() {
  if (existsSync('/proc/driver/nvidia/version') || existsSync('/usr/lib/wsl/lib/libcuda.so.1')) return true;
  const executable = process.platform === 'win32' ? 'nvidia-smi.exe' : 'nvidia-smi';
  return (process.env.PATH || '').split(delimiter).some((dir) => dir !== '' && existsSync(join(dir, executable)));
}

/**
 * ONNX Runtime's CUDA library. Its installer ends well even when it did nothing, so only the file is believed.
 *
 * @returns {{ wanted: boolean, present: boolean }}
 */
export function findCudaProvider() {
  const dir = join(modulesDir, 'onnxruntime-node', 'bin');
  const wanted = process.platform === 'linux' && process.arch === 'x64' && hasNvidiaDriver();
  const present =
    wanted &&
    readdirSync(dir).some((abi) => existsSync(join(dir, abi, 'linux', 'x64', 'libonnxruntime_providers_cuda.so')));
  return { wanted, present };
}
