import { useSyncExternalStore } from 'react';
import type { MaskEntry } from '#core/mask/entry.ts';
import type { BackendClient } from '#core/wire.ts';
import { createOutbox, type Outbox, type OutboxEntry, type OutboxState } from './outbox.ts';
import { openKeptStore } from './outboxStore.ts';

/** One mask: a picture of a project, and who draws it. */
export interface MaskPlace {
  readonly project: string;
  readonly picture: string;
  readonly annotator: string;
}

export interface StrokeEntry extends OutboxEntry, MaskPlace {
  readonly entry: MaskEntry;
}

export type MaskOutbox = Outbox<StrokeEntry>;

/** This window, also after a reload: a mask that it holds is still its own then. */
export const SESSION = ownSession();

function ownSession(): string {
  const name = 'unitloom.session';
  const id = sessionStorage.getItem(name) ?? crypto.randomUUID();
  sessionStorage.setItem(name, id);
  return id;
}

export function placeName({ project, picture, annotator }: MaskPlace): string {
  return `${project} ${picture} ${annotator}`;
}

let outbox: MaskOutbox | null = null;

/** Strokes on their way to the backend, of every picture; one a window. */
export function maskOutbox(client: BackendClient): MaskOutbox {
  outbox ??= createOutbox<StrokeEntry>(openKeptStore('unitloom strokes'), async (_, entries) => {
    const { project, picture, annotator } = entries[0] as StrokeEntry;
    await client.mask.append({
      project,
      picture,
      annotator,
      session: SESSION,
      entries: entries.map(({ entry }) => entry),
    });
  });
  return outbox;
}

export function useOutboxState(of: MaskOutbox): OutboxState {
  return useSyncExternalStore(of.subscribe, of.state);
}
