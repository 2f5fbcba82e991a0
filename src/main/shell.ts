import { join } from 'node:path';
import type { App, Dialog, IpcMain, IpcMainEvent, Menu, Protocol, Session } from 'electron';
import { type Backend, type BackendOptions, openBackend } from '#backend/backend.ts';
import { type CallServer, serveCalls } from '#backend/wire/calls.ts';
import { describeFailure } from '#core/failure.ts';
import type { HostChannel } from '#core/hostBridge.ts';
import { type CommandQueue, createCommandQueue } from './commandQueue.ts';
import { answerDialogs } from './dialogs.ts';
import { utilityEngine } from './engineProcess.ts';
import { denyPermissions, guardAllContents, isOwnFrame } from './guards.ts';
import { registerScheme, serveScheme } from './imageProtocol.ts';
import { describeMenu } from './menu.ts';
import { findProjectPath } from './openRequest.ts';
import { bringForward, openWindow, type ShellWindow, type WindowOptions } from './window.ts';

/** The slice of Electron that is used: the compiler proves that Electron has it, tests prove what is done with it. */
export interface ShellElectron extends Pick<WindowOptions, 'Window' | 'screen'> {
  readonly app: Pick<
    App,
    'enableSandbox' | 'exit' | 'getVersion' | 'on' | 'quit' | 'requestSingleInstanceLock' | 'setPath' | 'whenReady'
  >;
  readonly protocol: Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>;
  /** Exists once Electron is ready. */
  defaultSession(): Parameters<typeof denyPermissions>[0] & Partial<Session>;
  readonly ipcMain: Pick<IpcMain, 'on' | 'handle'>;
  readonly menu: Pick<typeof Menu, 'buildFromTemplate' | 'setApplicationMenu'>;
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog' | 'showErrorBox'>;
  readonly utilityProcess: Parameters<typeof utilityEngine>[0];
}

export interface ShellPaths {
  /** Settings and lists shared with the other hosts. */
  readonly userFolder: string;
  readonly resourcesFolder: string;
  readonly rendererFolder: string;
  readonly preloadPath: string;
  readonly engineEntry: string;
}

export interface ShellStart {
  readonly argv: readonly string[];
  readonly folder: string;
  readonly platform: NodeJS.Platform;
}

/** Starts the program, or hands its file over to the one that runs already. */
export async function startShell(electron: ShellElectron, paths: ShellPaths, start: ShellStart): Promise<void> {
  const { app, ipcMain, menu } = electron;
  app.enableSandbox();
  // Chromium's own files, and with them the lock of the single instance, stay beside ours.
  app.setPath('userData', join(paths.userFolder, 'window'));
  registerScheme(electron.protocol);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  guardAllContents(app);
  const commands = createCommandQueue();
  const window = keepWindow(electron, paths, commands);
  receiveFiles(app, start, commands, window);

  await app.whenReady();
  denyPermissions(electron.defaultSession());
  const backend = await openOrExplain(electron, paths);
  if (backend === null) return;
  serveScheme(electron.protocol, backend, paths.rendererFolder);
  answerDialogs(ipcMain, electron.dialog);
  handOverPorts(ipcMain, serveCalls(backend.router));
  menu.setApplicationMenu(menu.buildFromTemplate(describeMenu(commands.send, start.platform)));
  app.on('activate', window.open);
  app.on('window-all-closed', () => {
    if (start.platform !== 'darwin') app.quit();
  });
  closeBeforeQuit(app, backend);
  window.open();
}

interface KeptWindow {
  /** Opens the window where there is none. */
  open(): void;
  bringForward(): void;
}

function keepWindow(electron: ShellElectron, paths: ShellPaths, commands: CommandQueue): KeptWindow {
  let current: ShellWindow | null = null;
  listen(electron.ipcMain, 'unitloom:ready', () => {
    const target = current;
    if (target) commands.open((command) => target.webContents.send('unitloom:command', command));
  });
  return {
    open() {
      if (current) return;
      const window = openWindow({
        Window: electron.Window,
        screen: electron.screen,
        preloadPath: paths.preloadPath,
        statePath: join(paths.userFolder, 'window.json'),
      });
      window.webContents.on('did-start-loading', () => commands.pause());
      window.on('closed', () => {
        commands.pause();
        current = null;
      });
      current = window;
    },
    bringForward() {
      if (current) bringForward(current);
    },
  };
}

/** Projects opened from outside: with the start itself, by the system, or by a second start. */
function receiveFiles(app: Pick<App, 'on'>, start: ShellStart, commands: CommandQueue, window: KeptWindow): void {
  const openProject = (path: string | null) => {
    if (path !== null) commands.send({ kind: 'openProject', path });
  };
  openProject(findProjectPath(start.argv, start.folder));
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openProject(path);
  });
  app.on('second-instance', (_event, argv, folder) => {
    openProject(findProjectPath(argv, folder));
    window.bringForward();
  });
}

async function openOrExplain(electron: ShellElectron, paths: ShellPaths): Promise<Backend | null> {
  const options: BackendOptions = {
    host: 'electron',
    userFolder: paths.userFolder,
    resourcesFolder: paths.resourcesFolder,
    spawnEngine: utilityEngine(electron.utilityProcess, paths.engineEntry),
    version: electron.app.getVersion(),
    dialogs: true,
  };
  try {
    return await openBackend(options);
  } catch (thrown) {
    const { message, remedy } = describeFailure(thrown);
    electron.dialog.showErrorBox('Unitloom could not start', [message, remedy].filter(Boolean).join('\n\n'));
    electron.app.exit(1);
    return null;
  }
}

function listen(ipcMain: Pick<IpcMain, 'on'>, channel: HostChannel, act: (event: IpcMainEvent) => void): void {
  ipcMain.on(channel, (event) => {
    if (isOwnFrame(event.senderFrame)) act(event);
  });
}

/** Each load of the window brings a port of its own; the one before closes with its page. */
function handOverPorts(ipcMain: Pick<IpcMain, 'on'>, calls: CallServer): void {
  listen(ipcMain, 'unitloom:port', ({ ports: [port] }) => {
    if (port === undefined) return;
    calls.attachPort(port);
    port.start();
  });
}

/** The backend folds its files in before the program ends. */
function closeBeforeQuit(app: Pick<App, 'on' | 'quit'>, backend: Backend): void {
  let isClosed = false;
  app.on('will-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    void backend.close().finally(() => {
      isClosed = true;
      app.quit();
    });
  });
}
