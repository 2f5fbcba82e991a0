import type { Dialog, IpcMain, IpcMainInvokeEvent, OpenDialogOptions } from 'electron';
import { z } from 'zod';
import { Failure } from '#core/failure.ts';
import type { HostChannel } from '#core/hostBridge.ts';
import { isOwnFrame } from './guards.ts';

const newFileSchema = z.object({
  suggestedName: z.string().max(200),
  kind: z.enum(['project', 'report', 'any']),
});

const FILTERS = {
  project: [{ name: 'Unitloom project', extensions: ['unitloom'] }],
  report: [{ name: 'Web page', extensions: ['html'] }],
  manifest: [{ name: 'Model manifest', extensions: ['json'] }],
  model: [{ name: 'ONNX model', extensions: ['onnx'] }],
  linker: [{ name: 'Linker', extensions: ['npz', 'onnx'] }],
  any: [],
};

/** File dialogs, shown for the window that asks. */
export function answerDialogs(
  ipcMain: Pick<IpcMain, 'handle'>,
  dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>,
): void {
  const handle = (channel: HostChannel, answer: (request: unknown) => Promise<string | null>) =>
    ipcMain.handle(channel, (event: Pick<IpcMainInvokeEvent, 'senderFrame'>, request: unknown) => {
      if (!isOwnFrame(event.senderFrame)) throw new Failure('BAD_INPUT', 'Only the window itself may ask for a file.');
      return answer(request);
    });
  const choose = async (options: OpenDialogOptions) => {
    const { canceled, filePaths } = await dialog.showOpenDialog(options);
    return canceled ? null : (filePaths[0] ?? null);
  };
  handle('unitloom:choose-project', () => choose({ properties: ['openFile'], filters: FILTERS.project }));
  handle('unitloom:choose-manifest', () => choose({ properties: ['openFile'], filters: FILTERS.manifest }));
  handle('unitloom:choose-model', () => choose({ properties: ['openFile'], filters: FILTERS.model }));
  handle('unitloom:choose-linker', () => choose({ properties: ['openFile'], filters: FILTERS.linker }));
  handle('unitloom:choose-folder', () => choose({ properties: ['openDirectory', 'createDirectory'] }));
  handle('unitloom:choose-new-file', async (request) => {
    const { suggestedName, kind } = newFileSchema.parse(request);
    const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: suggestedName, filters: FILTERS[kind] });
    return canceled || filePath === '' ? null : filePath;
  });
}
