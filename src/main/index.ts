import { join } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, screen, session, utilityProcess } from 'electron';
import { findUserFolder } from '#backend/userFolder.ts';
import { startShell } from './shell.ts';

// Built to out/main/index.js, with out/preload and out/renderer beside it.
const out = join(import.meta.dirname, '..');
const resources = app.isPackaged ? process.resourcesPath : join(out, '..', 'resources');

void startShell(
  {
    app,
    protocol,
    defaultSession: () => session.defaultSession,
    ipcMain,
    menu: Menu,
    dialog,
    screen,
    utilityProcess,
    Window: BrowserWindow,
  },
  {
    userFolder: findUserFolder(),
    resourcesFolder: resources,
    rendererFolder: join(out, 'renderer'),
    preloadPath: join(out, 'preload', 'index.cjs'),
    engineEntry: join(out, 'main', 'engineProcess.js'),
  },
  { argv: process.argv, folder: process.cwd(), platform: process.platform },
);
