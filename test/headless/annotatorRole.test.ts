import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { localClient } from '#backend/wire/calls.ts';
import { readStrokes } from '#core/mask/entry.ts';
import type { BackendClient } from '#core/wire.ts';
import { type RunningServer, startServer } from '#headless/server.ts';
import { createClient, linkSocket } from '#renderer/link.ts';
import { openTestBackend, type TestBackend } from '../backend/api/testBackend.ts';

/** An annotator's browser at a real server: what it may do, and what it is refused. */

let opened: TestBackend;
let server: RunningServer;
let owner: BackendClient;
let project: string;
let other: string;
let picture: string;
let cookie: string;
let bob: BackendClient;
let socket: WebSocket;

const origin = () => server.origin;
const stroke = (label: number) =>
  ({ kind: 'stroke', id: randomUUID(), stroke: { tool: 'bucket', label, x: 1, y: 1 } }) as const;

/** Follows a login link as a browser does; answers its cookie. */
async function logIn(link: string): Promise<{ readonly cookie: string; readonly landing: string | null }> {
  const { headers } = await fetch(link, { redirect: 'manual' });
  return { cookie: String(headers.get('set-cookie')).split(';')[0] ?? '', landing: headers.get('location') };
}

function connect(withCookie: string): { client: BackendClient; socket: WebSocket } {
  const opening = new WebSocket(`${origin().replace('http', 'ws')}/rpc`, {
    headers: { origin: origin(), cookie: withCookie },
  });
  return { client: createClient(linkSocket(opening as unknown as Parameters<typeof linkSocket>[0])), socket: opening };
}

beforeAll(async () => {
  opened = await openTestBackend();
  owner = localClient(opened.backend.router);
  const create = async (name: string) =>
    (await owner.project.create({ path: join(opened.folder, `${name}.unitloom`) })).project;
  project = await create('study');
  other = await create('other');
  await owner.mask.startLabels({ project, annotator: 'Ann', template: 'critters' });
  picture = (await owner.mask.draw({ project, annotator: 'Ann', classes: ['fox'], perClass: 1 }))[0]?.id ?? '';
  server = await startServer({
    backend: opened.backend,
    rendererFolder: opened.folder,
    host: '127.0.0.1',
    port: 0,
    tls: null,
    insecure: false,
    names: [],
    landing: '/',
    onLink: () => undefined,
    annotators: { project, names: ['Bob', 'Cyd'] },
  });
  const login = await logIn(server.annotatorLinks.Bob as string);
  expect(login.landing).toBe(`/#/annotate?project=${project}`);
  cookie = login.cookie;
  ({ client: bob, socket } = connect(cookie));
}, 60_000);

afterAll(async () => {
  socket.close();
  await server.close();
  await opened.close();
});

describe('an annotator', () => {
  test('draws into the same journal as everybody', async () => {
    const session = randomUUID();
    const own = { project, annotator: 'Bob', picture };
    expect((await bob.mask.queue({ project, annotator: 'Bob' })).pictures.map(({ id }) => id)).toEqual([picture]);
    expect((await bob.mask.open({ ...own, session })).heldBy).toBeNull();
    const { stored } = await bob.mask.append({ ...own, session, entries: [stroke(2)] });
    expect(stored).toHaveLength(1);
    await bob.mask.comment({ ...own, text: 'Ear or tail?' });
    await bob.mask.setState({ ...own, state: 'done' });
    const queue = await owner.mask.queue({ project, annotator: 'Ann' });
    expect(queue.pictures[0]).toMatchObject({ comments: 1, others: [{ annotator: 'Bob', state: 'done', strokes: 1 }] });
  });

  test('is told who they are, and nothing of the machine', async () => {
    const info = await bob.app.info();
    expect(info).toMatchObject({ annotator: { name: 'Bob', project }, projectFolder: '' });
    expect(await bob.app.settings()).toMatchObject({ annotator: 'Bob', projectFolder: '', modelFolders: [] });
    expect((await bob.project.info({ project })).path).toBe('study.unitloom');
  });

  test('hears of masks of the project, and of nothing else', async () => {
    const events = await bob.app.events();
    await owner.mask.comment({ project: other, annotator: 'Ann', picture, text: 'x' }).catch(() => undefined);
    await owner.app.setSettings({ theme: 'dark' });
    const next = events.next();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await owner.mask.comment({ project, annotator: 'Ann', picture, text: 'The far one.' });
    expect((await next).value).toMatchObject({ kind: 'mask', project });
    await events.return?.();
  });

  test('sees pictures, and no report or live frame', async () => {
    const { pictures } = await bob.mask.queue({ project, annotator: 'Bob' });
    const at = async (path: string) => (await fetch(origin() + path, { headers: { cookie } })).status;
    expect(await at(`/image/${pictures[0]?.picture.hash}`)).toBe(200);
    expect(await at('/report/00ff')).toBe(403);
    expect(await at('/live/a/0')).toBe(403);
    expect(await at('/cells/00ff')).toBe(403);
  });

  test.each<[string, () => Promise<unknown>, string]>([
    [
      'another project',
      () => bob.mask.queue({ project: other, annotator: 'Bob' }),
      'This link is for another project.',
    ],
    ['another name', () => bob.mask.queue({ project, annotator: 'Ann' }), 'This link is for Bob, and nobody else.'],
    [
      "another person's mask",
      () => bob.mask.append({ project, annotator: 'Ann', picture, session: randomUUID(), entries: [stroke(1)] }),
      'This link is for Bob, and nobody else.',
    ],
    [
      'judging others',
      () => bob.mask.setState({ project, annotator: 'Bob', picture, of: 'Ann', state: 'rejected' }),
      "Other people's masks are judged by whoever runs the project.",
    ],
    ['settings', () => bob.app.setSettings({ theme: 'dark' }), 'This link is for annotating only.'],
    ['the folders', () => bob.app.browse({}), 'This link is for annotating only.'],
    ['projects', () => bob.project.recent(), 'This link is for annotating only.'],
    ['labels', () => bob.mask.undoLabels({ project, annotator: 'Bob' }), 'This link is for annotating only.'],
    [
      'files of the server',
      () => bob.mask.exportFiles({ project, annotator: 'Bob', to: '/tmp/x' }),
      'This link is for annotating only.',
    ],
    ['runs', () => bob.samples.draw({ project, params: {} }), 'This link is for annotating only.'],
  ])('is refused %s', async (_, call, sentence) => {
    await expect(call()).rejects.toMatchObject({ code: 'FORBIDDEN', message: sentence });
  });

  test('whose link is used up lets nobody else in; the other annotator has a link of their own', async () => {
    expect((await fetch(server.annotatorLinks.Bob as string, { redirect: 'manual' })).status).toBe(403);
    const login = await logIn(server.annotatorLinks.Cyd as string);
    const { client, socket: opening } = connect(login.cookie);
    expect((await client.app.info()).annotator?.name).toBe('Cyd');
    opening.close();
  });

  test('whose connection drops sends again, and each stroke is stored once', async () => {
    const own = { project, annotator: 'Bob', picture, session: randomUUID() };
    await bob.mask.open({ ...own, takeOver: true });
    const entries = [stroke(3), stroke(4)];
    socket.terminate();
    await expect(bob.mask.append({ ...own, entries })).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    ({ client: bob, socket } = connect(cookie));
    await bob.mask.append({ ...own, entries: [entries[0] as (typeof entries)[0]] });
    await bob.mask.append({ ...own, entries });
    expect(readStrokes((await bob.mask.open(own)).strokes).done).toHaveLength(3);
  });
});
