import type { BrowserWindow, BrowserWindowConstructorOptions, Screen } from 'electron';
import { APP_ORIGIN } from './origin.ts';
import { readWindowState, writeWindowState } from './windowState.ts';

/** What is used of a window; Electron's own fits. */
export type ShellWindow = Pick<
  BrowserWindow,
  | 'close'
  | 'focus'
  | 'getNormalBounds'
  | 'isMaximized'
  | 'isMinimized'
  | 'loadURL'
  | 'maximize'
  | 'on'
  | 'once'
  | 'restore'
  | 'show'
> & { readonly webContents: Pick<BrowserWindow['webContents'], 'send' | 'on'> };

export interface WindowOptions {
  readonly Window: new (options: BrowserWindowConstructorOptions) => ShellWindow;
  readonly screen: Pick<Screen, 'getAllDisplays'>;
  readonly preloadPath: string;
  readonly statePath: string;
}

export function openWindow({ Window, screen, preloadPath, statePath }: WindowOptions): ShellWindow {
  const state = readWindowState(
    statePath,
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new Window({
    width: 1440,
    height: 900,
    ...state?.bounds,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Unitloom',
    backgroundColor: '#17181b',
    // The defaults of current Electron, spelt out: a changed default must not open anything.
    webPreferences: {
      preload: preloadPath,
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
    },
  });
  window.once('ready-to-show', () => {
    if (state?.isMaximized) window.maximize();
    window.show();
  });
  window.on('close', () => {
    writeWindowState(statePath, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
  });
  void window.loadURL(`${APP_ORIGIN}/`);
  return window;
}

export function bringForward(window: ShellWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
