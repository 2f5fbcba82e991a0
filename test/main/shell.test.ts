import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Failure } from '#core/failure.ts';
import { APP_ORIGIN } from '#main/origin.ts';
import { type ShellPaths, type ShellStart, startShell } from '#main/shell.ts';
import { createClient, linkPort } from '#renderer/link.ts';
import { type RecordedElectron, type RecordedWindow, recordElectron } from './electronSlice.ts';

/** What we ask of Electron, item by item; numbers are those of its security checklist. The backend behind it is real. */

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
let paths: ShellPaths;
let recorded: RecordedElectron;

const START: ShellStart = { argv: ['unitloom'], folder: '/home', platform: 'linux' };
const OWN = { senderFrame: { url: `${APP_ORIGIN}/#/units`, parent: null } };
const FOREIGN = { senderFrame: { url: 'https://example.org/', parent: null } };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unitloom-shell-'));
  paths = {
    userFolder: folder,
    resourcesFolder: join(root, 'resources'),
    rendererFolder: join(folder, 'renderer'),
    preloadPath: '/app/out/preload/index.cjs',
    engineEntry: join(root, 'src', 'backend', 'engine', 'process.ts'),
  };
  recorded = recordElectron();
});

afterEach(async () => {
  await quit();
  rmSync(folder, { recursive: true, force: true });
});

/** Ends as Electron does: the first quit is held back until the backend is closed. */
async function quit(): Promise<void> {
  if (recorded.app.listenerCount('will-quit') === 0) return;
  const quits = () => recorded.calls.filter((call) => call === 'quit').length;
  const before = quits();
  let isHeld = false;
  recorded.app.emit('will-quit', { preventDefault: () => (isHeld = true) });
  while (isHeld && quits() === before) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function start(changes: Partial<ShellStart> = {}): Promise<RecordedWindow> {
  await startShell(recorded.electron, paths, { ...START, ...changes });
  const window = recorded.windows[0];
  if (window === undefined) throw new Error('no window was opened');
  return window;
}

describe('start', () => {
  test('sandbox, folder, scheme and lock come before Electron is ready, permissions and scheme before the window', async () => {
    await start();
    const at = (call: string) => recorded.calls.indexOf(call);
    expect(recorded.calls).toEqual([
      'enableSandbox',
      `setPath userData ${join(folder, 'window')}`,
      'registerSchemesAsPrivileged',
      'requestSingleInstanceLock',
      'whenReady',
      'setPermissionRequestHandler',
      'setPermissionCheckHandler',
      'setDevicePermissionHandler',
      'protocol.handle unitloom',
      'new BrowserWindow',
    ]);
    expect(at('registerSchemesAsPrivileged')).toBeLessThan(at('whenReady'));
  });

  test('a second start does nothing but leave', async () => {
    recorded = recordElectron({ isFirstInstance: false });
    await startShell(recorded.electron, paths, START);
    expect(recorded.calls.slice(3)).toEqual(['requestSingleInstanceLock', 'quit']);
    expect(recorded.windows).toEqual([]);
  });

  test('a backend that cannot open is explained, and the program ends', async () => {
    const fork = () => {
      throw new Failure('ENGINE_DOWN', 'The engine could not be started.', { remedy: 'Install Unitloom again.' });
    };
    await startShell({ ...recorded.electron, utilityProcess: { fork } }, paths, START);
    expect(recorded.errors).toEqual([
      'Unitloom could not start: The engine could not be started.\n\nInstall Unitloom again.',
    ]);
    expect(recorded.calls.at(-1)).toBe('exit 1');
    expect(recorded.windows).toEqual([]);
  });
});

describe('security checklist', () => {
  test('1, 7, 18: own standard and secure scheme, no file://, a content policy on the page', async () => {
    const window = await start();
    expect(recorded.schemes).toEqual([
      { scheme: 'unitloom', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
    expect(window.urls).toEqual(['unitloom://app/']);
    const serve = recorded.handlers.get('unitloom:') as unknown as (request: Request) => Promise<Response>;
    const page = await serve(new Request('unitloom://app/'));
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await serve(new Request('unitloom://other/'))).status).toBe(421);
    expect((await serve(new Request('unitloom://app/', { method: 'POST', body: 'x' }))).status).toBe(405);
    expect((await serve(new Request(`unitloom://app/image/${'0'.repeat(64)}`))).status).toBe(404);
  });

  test('2, 3, 4, 6, 8, 9, 10, 11: preferences of the window', async () => {
    const { webPreferences } = (await start()).options;
    expect(webPreferences).toEqual({
      preload: paths.preloadPath,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
    });
  });

  test.each(['media', 'geolocation', 'notifications', 'midi', 'openExternal', 'fullscreen', 'clipboard-read'])(
    '5: %s is denied',
    async (permission) => {
      await start();
      const contents = { getURL: () => `${APP_ORIGIN}/` };
      expect(askPermission(contents, permission)).toEqual([false, false]);
      expect(recorded.permissions.setDevicePermissionHandler?.({} as never)).toBe(false);
    },
  );

  test('5: the window may write text to the clipboard, another page not', async () => {
    await start();
    expect(askPermission({ getURL: () => `${APP_ORIGIN}/` }, 'clipboard-sanitized-write')).toEqual([true, true]);
    expect(askPermission({ getURL: () => 'https://example.org' }, 'clipboard-sanitized-write')).toEqual([false, false]);
  });

  function askPermission(contents: object, permission: string): [unknown, unknown] {
    const { setPermissionRequestHandler, setPermissionCheckHandler } = recorded.permissions;
    let granted: unknown;
    setPermissionRequestHandler?.(
      contents as never,
      permission as never,
      ((grant: boolean) => (granted = grant)) as never,
    );
    return [granted, setPermissionCheckHandler?.(contents as never, permission as never)];
  }

  test('12, 13, 14, 15: contents of every kind are guarded', async () => {
    await start();
    expect(recorded.app.listenerCount('web-contents-created')).toBe(1);
    // `shell.openExternal` is not in the slice at all; the guards themselves: guards.test.ts.
    expect(Object.keys(recorded.electron)).not.toContain('shell');
  });

  test('17: the port is taken from the own window only', async () => {
    await start();
    const { port1, port2 } = new MessageChannel();
    const foreign = new MessageChannel();
    recorded.ipc.emit('unitloom:port', { ...FOREIGN, ports: [foreign.port1] });
    expect(foreign.port1.listenerCount('message')).toBe(0);
    recorded.ipc.emit('unitloom:port', { ...OWN, ports: [port1] });
    const client = createClient(linkPort(port2));
    port2.start();
    expect(await client.app.info()).toMatchObject({ host: 'electron', dialogs: true, version: '0.0.0-test' });
    port2.close();
    foreign.port2.close();
  });

  test('17: dialogs answer the own window only', async () => {
    await start();
    const ask = (channel: string, event: object, request?: unknown) =>
      (recorded.handlers.get(channel) as unknown as (event: object, request: unknown) => Promise<string>)(
        event,
        request,
      );
    expect(await ask('unitloom:choose-project', OWN)).toBe('/chosen/a.unitloom');
    expect(await ask('unitloom:choose-model', OWN)).toBe('/chosen/a.unitloom');
    expect(await ask('unitloom:choose-linker', OWN)).toBe('/chosen/a.unitloom');
    const newFile = { suggestedName: 'a.unitloom', kind: 'project' };
    expect(await ask('unitloom:choose-new-file', OWN, newFile)).toBe('/chosen/new.unitloom');
    await expect(ask('unitloom:choose-new-file', OWN, { kind: 'exe' })).rejects.toThrow();
    expect(() => ask('unitloom:choose-project', FOREIGN)).toThrow('window itself');
  });

  test('20: the preload script hands on one object, without ipcRenderer', () => {
    const source = readFileSync(join(root, 'src', 'preload', 'index.ts'), 'utf8');
    expect(source.match(/exposeInMainWorld/g)).toHaveLength(1);
    expect(source).not.toMatch(/exposeInMainWorld\([^)]*ipcRenderer|: ipcRenderer[,\s]/);
  });
});

describe('the window', () => {
  const openProject = (path: string) => ['unitloom:command', { kind: 'openProject', path }];

  test('a file given at the start, by the system or by a second start arrives once the window listens', async () => {
    const window = await start({ argv: ['unitloom', 'a.unitloom'] });
    expect(window.sent).toEqual([]);
    recorded.ipc.emit('unitloom:ready', FOREIGN);
    expect(window.sent).toEqual([]);
    recorded.ipc.emit('unitloom:ready', OWN);
    expect(window.sent).toEqual([openProject('/home/a.unitloom')]);
    recorded.app.emit('open-file', { preventDefault: () => {} }, '/b.unitloom');
    recorded.app.emit('second-instance', {}, ['unitloom', 'c.unitloom'], '/desk');
    expect(window.sent.slice(1)).toEqual([openProject('/b.unitloom'), openProject('/desk/c.unitloom')]);
    expect(window.shown).toEqual(['restore', 'show', 'focus']);
  });

  test('it is shown when it is drawn, and remembers where it was', async () => {
    const first = await start();
    expect(first.options).toMatchObject({ show: false, width: 1440 });
    first.emit('ready-to-show');
    expect(first.shown).toEqual(['show']);
    first.close();
    first.emit('closed');
    expect(existsSync(join(folder, 'window.json'))).toBe(true);
    recorded.app.emit('activate');
    const second = recorded.windows[1];
    expect(second?.options).toMatchObject({ x: 10, y: 20, width: 1000, height: 700 });
    second?.emit('ready-to-show');
    expect(second?.shown).toEqual(['maximize', 'show']);
  });

  test('menu items are commands of the window', async () => {
    const window = await start();
    recorded.ipc.emit('unitloom:ready', OWN);
    const items = recorded.menus[0]?.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : [])) ?? [];
    for (const item of items) item.click?.({} as never, undefined, {} as never);
    const kinds = window.sent.map((message) => (message as [string, { kind: string }])[1].kind);
    expect(kinds.sort()).toEqual(['chooseProject', 'help', 'newProject', 'palette', 'settings']);
  });

  test('closing the last window ends the program, except on a Mac', async () => {
    await start();
    recorded.app.emit('window-all-closed');
    expect(recorded.calls.at(-1)).toBe('quit');
    await quit();
    recorded = recordElectron();
    await start({ platform: 'darwin' });
    recorded.app.emit('window-all-closed');
    expect(recorded.calls.at(-1)).toBe('new BrowserWindow');
  });
});
