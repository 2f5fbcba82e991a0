import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, CustomScheme, MenuItemConstructorOptions } from 'electron';
import type { ShellElectron } from '#main/shell.ts';

/**
 * Stands for Electron, whose binary is not everywhere: real emitters with the shape of the slice, which write down
 * what is asked of them. It shows what we do, not what Electron does with it.
 */
export class RecordedWindow extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions;
  readonly urls: string[] = [];
  readonly shown: string[] = [];
  readonly sent: unknown[] = [];
  readonly webContents = Object.assign(new EventEmitter(), {
    send: (channel: string, ...args: unknown[]) => void this.sent.push([channel, ...args]),
  });
  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
  }
  loadURL = async (url: string) => void this.urls.push(url);
  getNormalBounds = () => ({ x: 10, y: 20, width: 1000, height: 700 });
  isMaximized = () => true;
  isMinimized = () => true;
  maximize = () => void this.shown.push('maximize');
  restore = () => void this.shown.push('restore');
  show = () => void this.shown.push('show');
  focus = () => void this.shown.push('focus');
  close = () => void this.emit('close');
}

type Handler = (...args: never[]) => unknown;

export interface RecordedElectron {
  readonly electron: ShellElectron;
  /** What was called, in order. */
  readonly calls: string[];
  readonly app: EventEmitter;
  readonly ipc: EventEmitter;
  readonly handlers: Map<string, Handler>;
  readonly permissions: Record<string, Handler>;
  readonly windows: RecordedWindow[];
  readonly schemes: CustomScheme[];
  readonly menus: MenuItemConstructorOptions[][];
  readonly errors: string[];
}

export function recordElectron(options: { readonly isFirstInstance?: boolean } = {}): RecordedElectron {
  const calls: string[] = [];
  const app = new EventEmitter();
  const ipc = new EventEmitter();
  const handlers = new Map<string, Handler>();
  const permissions: Record<string, Handler> = {};
  const windows: RecordedWindow[] = [];
  const schemes: CustomScheme[] = [];
  const menus: MenuItemConstructorOptions[][] = [];
  const errors: string[] = [];
  const record =
    <Answer>(name: string, answer: Answer) =>
    (): Answer => {
      calls.push(name);
      return answer;
    };
  const keep = (name: string) => (handler: Handler | null) => {
    calls.push(name);
    if (handler) permissions[name] = handler;
  };
  const slice = {
    app: Object.assign(app, {
      enableSandbox: record('enableSandbox', undefined),
      setPath: (name: string, path: string) => void calls.push(`setPath ${name} ${path}`),
      requestSingleInstanceLock: record('requestSingleInstanceLock', options.isFirstInstance ?? true),
      whenReady: async () => void calls.push('whenReady'),
      getVersion: () => '0.0.0-test',
      quit: record('quit', undefined),
      exit: (code: number) => void calls.push(`exit ${code}`),
    }),
    protocol: {
      registerSchemesAsPrivileged(list: CustomScheme[]) {
        calls.push('registerSchemesAsPrivileged');
        schemes.push(...list);
      },
      handle(scheme: string, handler: Handler) {
        calls.push(`protocol.handle ${scheme}`);
        handlers.set(`${scheme}:`, handler);
      },
    },
    defaultSession: () => ({
      setPermissionRequestHandler: keep('setPermissionRequestHandler'),
      setPermissionCheckHandler: keep('setPermissionCheckHandler'),
      setDevicePermissionHandler: keep('setDevicePermissionHandler'),
    }),
    ipcMain: Object.assign(ipc, { handle: (channel: string, handler: Handler) => void handlers.set(channel, handler) }),
    menu: {
      buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
      setApplicationMenu: (template: MenuItemConstructorOptions[]) => void menus.push(template),
    },
    dialog: {
      showOpenDialog: async () => ({ canceled: false, filePaths: ['/chosen/a.unitloom'] }),
      showSaveDialog: async () => ({ canceled: false, filePath: '/chosen/new.unitloom' }),
      showErrorBox: (title: string, text: string) => void errors.push(`${title}: ${text}`),
    },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    utilityProcess,
    Window: class extends RecordedWindow {
      constructor(windowOptions: BrowserWindowConstructorOptions) {
        super(windowOptions);
        calls.push('new BrowserWindow');
        windows.push(this);
      }
    },
  };
  const electron = slice as unknown as ShellElectron;
  return { electron, calls, app, ipc, handlers, permissions, windows, schemes, menus, errors };
}

/** A real child process in the shape of a utility process: `postMessage` there is `send` here. */
function forkAsUtility(entry: string) {
  const child = fork(entry, { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  return Object.assign(child, { postMessage: (message: object) => void (child.connected && child.send(message)) });
}

export const utilityProcess = { fork: forkAsUtility } as unknown as ShellElectron['utilityProcess'];
