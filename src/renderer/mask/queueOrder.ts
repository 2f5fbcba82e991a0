import type { QueueView } from '#core/views/mask.ts';
import { isDone, stateOf } from './QueuePanel.tsx';

/** The next picture of the list that is not finished, beginning after the open one and going around; null when all are. */
export function nextPicture({ pictures }: QueueView, open: string | null): string | null {
  const from = pictures.findIndex(({ id }) => id === open) + 1;
  const around = [...pictures.slice(from), ...pictures.slice(0, from)];
  return around.find((picture) => picture.id !== open && !isDone(stateOf(picture)))?.id ?? open;
}
