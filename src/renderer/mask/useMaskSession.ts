import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { type MaskEntry, readStrokes } from '#core/mask/entry.ts';
import { createHistory, type MaskHistory } from '#core/mask/history.ts';
import { encodeRuns, readRunsText } from '#core/mask/runs.ts';
import type { OpenMask } from '#core/views/mask.ts';
import { useClient, useConnectionState } from '#renderer/client.tsx';
import { maskThroughKey } from '#renderer/liveUpdates.ts';
import { type MaskOutbox, type MaskPlace, maskOutbox, placeName, SESSION } from './maskOutbox.ts';

export interface OpenSession {
  readonly view: OpenMask;
  readonly history: MaskHistory;
  /** Another window draws this: it can be watched, or taken over. */
  readonly isWatching: boolean;
}

export interface MaskSession {
  /** Null while it is being opened. */
  readonly open: OpenSession | null;
  readonly error: Error | null;
  readonly outbox: MaskOutbox;
  /** Counts the changes of the mask, which is changed in place. */
  readonly version: number;
  /** Stores what was done to the history, and counts it as a change. */
  store(entry: MaskEntry): void;
  takeOver(): void;
  retry(): void;
}

const HOLD_MS = 10_000;

/** A picture's mask, open to be drawn on: its strokes, and what is not stored yet on top of them. */
export function useMaskSession(place: MaskPlace | null): MaskSession {
  const client = useClient();
  const connection = useConnectionState();
  const outbox = maskOutbox(client);
  const name = place === null ? null : placeName(place);
  const [state, setState] = useState<{ name: string; open: OpenSession | null; error: Error | null } | null>(null);
  const [version, setVersion] = useState(0);
  const [request, setRequest] = useState({ number: 0, takeOver: false });
  // The place is known by its name; a new object of the same place opens nothing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the name stands for the place
  const current = useMemo(() => place, [name]);

  useEffect(() => {
    if (current === null || name === null) return;
    const controller = new AbortController();
    const { takeOver } = request;
    void (async () => {
      try {
        await outbox.settled(name);
        const view = await client.mask.open({ ...current, session: SESSION, takeOver }, { signal: controller.signal });
        if (controller.signal.aborted) return;
        const open = { view, history: historyOf(view, outbox, name), isWatching: view.heldBy !== null };
        setState({ name, open, error: null });
        setVersion((before) => before + 1);
        if (takeOver) outbox.retry();
      } catch (thrown) {
        if (!controller.signal.aborted) setState({ name, open: null, error: thrown as Error });
      }
    })();
    return () => controller.abort();
  }, [client, outbox, name, current, request]);

  const own = state?.name === name ? state : null;
  const open = own?.open ?? null;
  const isHolding = open !== null && !open.isWatching;

  useEffect(() => {
    if (current === null || !isHolding || connection !== 'open') return;
    const held = { ...current, session: SESSION };
    const timer = setInterval(() => {
      client.mask.hold(held).then(
        (isOwn) => {
          if (!isOwn) setRequest(({ number }) => ({ number: number + 1, takeOver: false }));
        },
        // The state of the connection says so already.
        () => undefined,
      );
    }, HOLD_MS);
    const release = () => void client.mask.release(held).catch(() => undefined);
    window.addEventListener('pagehide', release);
    return () => {
      window.removeEventListener('pagehide', release);
      clearInterval(timer);
      release();
    };
  }, [client, current, isHolding, connection]);

  useEffect(() => {
    if (connection === 'open') outbox.retry();
  }, [connection, outbox]);

  // Watching: whatever the other stores is read again.
  const { data: through } = useQuery<number>({ queryKey: maskThroughKey(current?.picture ?? ''), enabled: false });
  const isBehind = open?.isWatching === true && through !== undefined && through > open.view.through;
  useEffect(() => {
    if (isBehind) setRequest(({ number }) => ({ number: number + 1, takeOver: false }));
  }, [isBehind]);

  const store = useCallback(
    (entry: MaskEntry) => {
      if (current === null || name === null) return;
      outbox.add({ id: entry.id, place: name, ...current, entry });
      setVersion((before) => before + 1);
    },
    [outbox, current, name],
  );
  const askAgain = (takeOver: boolean) => setRequest(({ number }) => ({ number: number + 1, takeOver }));
  return {
    open,
    error: own?.error ?? null,
    outbox,
    version,
    store,
    takeOver: () => askAgain(true),
    retry: () => askAgain(false),
  };
}

/** The stored strokes, and those that wait to be stored done after them. */
function historyOf(view: OpenMask, outbox: MaskOutbox, name: string): MaskHistory {
  const { widthPx, heightPx } = view;
  const { done, undone } = readStrokes(view.strokes);
  const runs = encodeRuns(readRunsText(view.runs, widthPx * heightPx));
  const history = createHistory({
    widthPx,
    heightPx,
    done: done.map(({ stroke }) => stroke),
    undone: undone.map(({ stroke }) => stroke),
    known: { count: done.length, runs },
  });
  const known = new Set([...done, ...undone].map(({ id }) => id));
  for (const { entry } of outbox.waitingAt(name)) {
    if (known.has(entry.id)) continue;
    if (entry.kind === 'stroke') history.push(entry.stroke);
    else if (entry.kind === 'undo') history.undo();
    else history.redo();
  }
  return history;
}
