import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from '@playwright/test';
import { WebSocket } from 'ws';
import type { BackendClient } from '#core/wire.ts';
import { createClient, linkSocket } from '#renderer/link.ts';
import { findChromium } from '../scripts/machine.mjs';

/** The local server and a browser before it, as a person has them. */

const ROOT = join(import.meta.dirname, '..');

export async function launchBrowser(): Promise<Browser> {
  const found = findChromium();
  if (!found) throw new Error('No Chromium was found: npm run setup tells how to get one.');
  return chromium.launch({
    ...(found.kind === 'system' ? { executablePath: found.path } : {}),
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-background-networking', '--disable-component-update'],
  });
}

interface Started {
  readonly child: ChildProcess;
  readonly origin: string;
  readonly link: string;
}

export async function spawnServer(environment: NodeJS.ProcessEnv): Promise<Started> {
  const child = spawn(
    process.execPath,
    [join(ROOT, 'src/headless/cli.ts'), 'serve', '--port', '0', '--stdin-guard', '--json'],
    {
      env: environment,
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const [line] = (await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')) as [string];
  const { origin, link } = JSON.parse(line) as { origin: string; link: string };
  return { child, origin, link };
}

export async function stopServer(child: ChildProcess): Promise<void> {
  child.stdin?.end();
  if (child.exitCode === null) await once(child, 'exit');
}

export interface Server {
  readonly origin: string;
  readonly cookie: { readonly name: string; readonly value: string };
  readonly client: BackendClient;
  close(): Promise<void>;
}

export async function startServer(environment: NodeJS.ProcessEnv): Promise<Server> {
  const { child, origin, link } = await spawnServer(environment);
  const answer = await fetch(link, { redirect: 'manual' });
  const [name, value] = ((answer.headers.get('set-cookie') ?? '').split(';')[0] as string).split('=') as [
    string,
    string,
  ];
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, {
    headers: { cookie: `${name}=${value}`, origin },
  });
  await once(socket, 'open');
  return {
    origin,
    cookie: { name, value },
    // The same calls over the same wire as a browser's; ws has what the link uses of a browser's socket.
    client: createClient(linkSocket(socket as unknown as globalThis.WebSocket)),
    async close() {
      socket.close();
      await stopServer(child);
    },
  };
}

/** A page of the window, let in, at an address. The caller closes its context. */
export async function openPage(browser: Browser, { origin, cookie }: Server, address: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies([{ ...cookie, url: origin }]);
  const page = await context.newPage();
  await page.goto(`${origin}/#/${address}`);
  return page;
}

/** Evaluated in a page: what was put on the page before it is on the screen after it. */
export const NEXT_FRAME = 'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))';
