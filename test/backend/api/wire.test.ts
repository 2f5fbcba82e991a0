import { implement } from '@orpc/server';
import { afterEach, describe, expect, test } from 'vitest';
import { contract } from '#core/api.ts';
import { Failure } from '#core/failure.ts';
import type { AppInfo, ServerEvent } from '#core/views/app.ts';
import { type ConnectedWire, REAL_WIRES, routeOnly, WIRES, type Wire } from './wires.ts';

/** The wire itself, with handlers that do what the real ones must not: hang, send bytes, throw anything. */

const os = implement(contract);
const info: AppInfo = { version: '1', host: 'cli', dialogs: false, projectFolder: '/p', annotator: null };
const open: ConnectedWire[] = [];

async function connect(wire: Wire, handlers: object): Promise<ConnectedWire> {
  const connected = await wire.connect(routeOnly(handlers));
  open.push(connected);
  return connected;
}

afterEach(async () => {
  for (const connected of open.splice(0)) await connected.close();
});

async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const thrown = await call.then(
    () => new Error('the call did not fail'),
    (reason: unknown) => reason,
  );
  expect(thrown).toBeInstanceOf(Failure);
  return thrown as Failure;
}

function never(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
}

describe.each(WIRES)('over $name', (wire) => {
  test('an answer arrives whole', async () => {
    const { client } = await connect(wire, { app: { info: os.app.info.handler(() => info) } });
    expect(await client.app.info()).toEqual(info);
  });

  test('a failure keeps its code, sentence, what was kept and the remedy', async () => {
    const failing = os.app.info.handler(() => {
      throw new Failure('DISK_FULL', 'The disk is full.', { kept: '12 strips.', remedy: 'Make room.' });
    });
    const { client } = await connect(wire, { app: { info: failing } });
    expect(await failureOf(client.app.info())).toMatchObject({
      code: 'DISK_FULL',
      message: 'The disk is full.',
      kept: '12 strips.',
      remedy: 'Make room.',
    });
  });

  test('an input that does not fit names its field', async () => {
    const project = { info: os.project.info.handler(() => ({}) as never) };
    const { client } = await connect(wire, { project });
    const failure = await failureOf(client.project.info({ project: '' }));
    expect(failure.code).toBe('BAD_INPUT');
    expect(failure.message).toContain('project');
  });

  test('a failure in a stream arrives after what came before it', async () => {
    const events = os.app.events.handler(async function* (): AsyncGenerator<ServerEvent> {
      yield { kind: 'settings' };
      throw new Failure('ENGINE_DOWN', 'The engine is down.');
    });
    const { client } = await connect(wire, { app: { events } });
    const seen: string[] = [];
    const read = async () => {
      for await (const event of await client.app.events()) seen.push(event.kind);
    };
    expect(await failureOf(read())).toMatchObject({ code: 'ENGINE_DOWN', message: 'The engine is down.' });
    expect(seen).toEqual(['settings']);
  });

  test('an abort reaches the handler', async () => {
    const aborted = Promise.withResolvers<void>();
    const called = Promise.withResolvers<void>();
    const hanging = os.app.info.handler(({ signal }) => {
      signal?.addEventListener('abort', () => aborted.resolve());
      called.resolve();
      return never(signal);
    });
    const { client } = await connect(wire, { app: { info: hanging } });
    const controller = new AbortController();
    const call = client.app.info(undefined, { signal: controller.signal });
    const failed = call.then(
      () => false,
      () => true,
    );
    await called.promise;
    controller.abort();
    await aborted.promise;
    expect(await failed).toBe(true);
  });
});

describe.each(REAL_WIRES)('over $name', (wire) => {
  test('an unknown error arrives as INTERNAL with its message', async () => {
    const broken = os.app.info.handler(() => {
      throw new RangeError('index 7 of 5');
    });
    const { client } = await connect(wire, { app: { info: broken } });
    expect(await failureOf(client.app.info())).toMatchObject({ code: 'INTERNAL', message: 'index 7 of 5' });
  });

  test.each([new Uint8Array(4), new Float32Array(2).buffer])('bytes are refused in an answer', async (bytes) => {
    const leaking = os.app.info.handler(() => ({ ...info, version: bytes as unknown as string }));
    const { client } = await connect(wire, { app: { info: leaking } });
    expect((await failureOf(client.app.info())).message).toContain('fetched by URL');
  });

  test('a broken wire fails the calls in flight and ends the streams of the handler', async () => {
    const ended = Promise.withResolvers<void>();
    const subscribed = Promise.withResolvers<void>();
    const events = os.app.events.handler(async function* ({ signal }): AsyncGenerator<ServerEvent> {
      try {
        yield { kind: 'settings' };
        subscribed.resolve();
        await never(signal);
      } finally {
        ended.resolve();
      }
    });
    const hanging = os.app.info.handler(({ signal }) => never(signal));
    const { client, close } = await connect(wire, { app: { events, info: hanging } });
    open.length = 0;
    const stream = await client.app.events();
    await stream.next();
    const waiting = [failureOf(client.app.info()), failureOf(stream.next())];
    await subscribed.promise;
    await close();
    await ended.promise;
    for (const failure of await Promise.all(waiting)) expect(failure.code).toBe('CONNECTION_LOST');
  });
});
