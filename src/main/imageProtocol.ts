import type { Protocol } from 'electron';
import { createPages, type PagesOptions } from '#backend/wire/pages.ts';
import { isOwnUrl, SCHEME } from './origin.ts';

/** Must run before Electron is ready: a standard, secure scheme with an origin, as https has. */
export function registerScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the window's files and all pictures, by the same code as the local server. Calls go through a port instead. */
export function serveScheme(
  protocol: Pick<Protocol, 'handle'>,
  backend: PagesOptions['backend'],
  rendererFolder: string,
): void {
  const answerFirst = (request: Request) => (isOwnUrl(request.url) ? null : new Response(null, { status: 421 }));
  protocol.handle(SCHEME, createPages({ backend, rendererFolder, answerFirst }));
}
