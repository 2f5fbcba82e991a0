import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import type { HostBridge, HostChannel, HostCommand, PORT_MESSAGE } from '#core/hostBridge.ts';

/** The only code between the page and Electron: one narrow object, no raw ipcRenderer, no event objects. */

const PORT: typeof PORT_MESSAGE = 'unitloom:port';

const send = (channel: HostChannel) => ipcRenderer.send(channel);
const ask = (channel: HostChannel, request?: unknown): Promise<string | null> => ipcRenderer.invoke(channel, request);

const bridge: HostBridge = {
  connect() {
    const { port1, port2 } = new MessageChannel();
    ipcRenderer.postMessage(PORT, null, [port1]);
    window.postMessage(PORT, window.location.origin, [port2]);
  },
  chooseProject: () => ask('unitloom:choose-project'),
  chooseNewFile: (request) => ask('unitloom:choose-new-file', request),
  chooseManifest: () => ask('unitloom:choose-manifest'),
  chooseModel: () => ask('unitloom:choose-model'),
  chooseLinker: () => ask('unitloom:choose-linker'),
  chooseFolder: () => ask('unitloom:choose-folder'),
  pathOfFile: (file) => (file instanceof File ? webUtils.getPathForFile(file) : ''),
  onCommand(listener) {
    const channel: HostChannel = 'unitloom:command';
    const receive = (_event: IpcRendererEvent, command: HostCommand) => listener(command);
    ipcRenderer.on(channel, receive);
    send('unitloom:ready');
    return () => ipcRenderer.off(channel, receive);
  },
};

contextBridge.exposeInMainWorld('unitloom', bridge);
