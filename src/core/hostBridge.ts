/**
 * The only thing a window in Electron has that a browser tab has not: a port to the backend, and file dialogs.
 * The preload script puts it on `window.unitloom`; where that is missing, the window runs in a browser.
 */
export interface HostBridge {
  /** Asks for the port; it arrives in `window` as a message whose data is `PORT_MESSAGE`, with one port. */
  connect(): void;
  /** Path of a project to open; null when the person changed their mind. */
  chooseProject(): Promise<string | null>;
  /** Path for a new file; null when the person changed their mind. */
  chooseNewFile(request: NewFileRequest): Promise<string | null>;
  /** Path of a model manifest. */
  chooseManifest(): Promise<string | null>;
  /** Path of an ONNX model. */
  chooseModel(): Promise<string | null>;
  /** Path of a linker, ONNX or NumPy. */
  chooseLinker(): Promise<string | null>;
  chooseFolder(): Promise<string | null>;
  /** Path of a file that was dropped into the window; empty when it has none. */
  pathOfFile(file: object): string;
  /** Commands of the menu and files opened from outside, also those from before the window was ready. */
  onCommand(listener: (command: HostCommand) => void): () => void;
}

export interface NewFileRequest {
  readonly suggestedName: string;
  readonly kind: 'project' | 'report' | 'any';
}

export type HostCommand =
  | { readonly kind: 'openProject'; readonly path: string }
  | { readonly kind: 'newProject' | 'chooseProject' | 'settings' | 'palette' | 'help' };

export const PORT_MESSAGE = 'unitloom:port';

/** Channels between preload and main; nothing else is listened to. Types only, so that preload takes no code from core. */
export type HostChannel =
  | typeof PORT_MESSAGE
  | 'unitloom:ready'
  | 'unitloom:command'
  | 'unitloom:choose-project'
  | 'unitloom:choose-new-file'
  | 'unitloom:choose-manifest'
  | 'unitloom:choose-model'
  | 'unitloom:choose-linker'
  | 'unitloom:choose-folder';
