import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { type Context, Hono } from 'hono';
import type { Backend } from '#backend/backend.ts';
import { pagePolicy, reportPolicy, sealHeaders } from './headers.ts';

export interface PagesOptions {
  readonly backend: Pick<Backend, 'image' | 'labelMaps' | 'arrows' | 'live' | 'atlasCells' | 'reportPage'>;
  /** Folder of the built window. */
  readonly rendererFolder: string;
  /** Answers in place of a page: refuses a stranger or lets one in; null means go on. */
  readonly answerFirst: (request: Request) => Response | null;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

const FOREVER = 'private, max-age=31536000, immutable';

/** Everything that is fetched by URL, for the local server and for Electron's scheme alike: only GET, no calls. */
export function createPages(options: PagesOptions): (request: Request) => Promise<Response> {
  const { backend } = options;
  const pages = new Hono();
  pages.use(async (context, next) => {
    const answer = options.answerFirst(context.req.raw);
    if (answer === null) await next();
    else context.res = answer;
    sealHeaders(context.res.headers);
  });
  pages.get('/image/:hash{[0-9a-f]+}', (context) => answerImage(context, backend, context.req.param('hash')));
  pages.get('/maps/:artifact{[0-9a-f]+}/:ordinal{[0-9]+}', (context) => {
    const strip = backend.labelMaps(context.req.param('artifact'), Number(context.req.param('ordinal')));
    if (strip === null) return context.text('No open project has these label maps.', 404);
    return answerBytes(context, strip.bytes, strip.mediaType, FOREVER);
  });
  pages.get('/arrows/:artifact{[0-9a-f]+}/:ordinal{[0-9]+}', (context) => {
    const strip = backend.arrows(context.req.param('artifact'), Number(context.req.param('ordinal')));
    if (strip === null) return context.text('No open project has this motion.', 404);
    return answerBytes(context, strip.bytes, strip.mediaType, FOREVER);
  });
  pages.get('/live/:id/:n{[0-9]+}', (context) => {
    const frame = backend.live(context.req.param('id'), Number(context.req.param('n')));
    if (frame === null) return context.text('This frame was replaced by a newer one.', 404);
    return answerBytes(context, frame.bytes, frame.mediaType, 'no-store');
  });
  pages.get('/cells/:artifact{[0-9a-f]+}', (context) => {
    const cells = backend.atlasCells(context.req.param('artifact'));
    if (cells === null) return context.text('No open project has this atlas.', 404);
    return answerBytes(context, cells, 'application/octet-stream', FOREVER);
  });
  pages.get('/report/:artifact{[0-9a-f]+}', (context) => {
    const page = backend.reportPage(context.req.param('artifact'));
    if (page === null) return context.text('No open project has this report.', 404);
    return context.html(page, 200, { 'content-security-policy': reportPolicy, 'cache-control': 'no-store' });
  });
  pages.get('*', (context) => answerFile(context, options.rendererFolder));
  pages.all('*', (context) => context.text('Only GET is served here.', 405, { allow: 'GET, HEAD' }));
  return async (request) => pages.fetch(request);
}

/** The address names the content, so a browser that has it has it for good. */
function answerImage(context: Context, backend: PagesOptions['backend'], hash: string): Response {
  const etag = `"${hash}"`;
  if (context.req.header('if-none-match') === etag) {
    return context.body(null, 304, { etag, 'cache-control': FOREVER });
  }
  const image = backend.image(hash);
  if (image === null) return context.text('No open project has this picture.', 404);
  context.header('etag', etag);
  return answerBytes(context, image.bytes, image.mediaType, FOREVER);
}

async function answerFile(context: Context, folder: string): Promise<Response> {
  const path = filePath(folder, context.req.path);
  const mediaType = path === null ? undefined : MEDIA_TYPES[extname(path)];
  if (path === null || mediaType === undefined) return context.text('Nothing is here.', 404);
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null) return answerMissing(context);
  context.header('content-security-policy', pagePolicy);
  return answerBytes(context, bytes, mediaType, context.req.path.startsWith('/assets/') ? FOREVER : 'no-cache');
}

function answerMissing(context: Context): Response {
  if (context.req.path !== '/') return context.text('Nothing is here.', 404);
  return context.text('The window is not built yet. Run once: npm run build', 503);
}

/** The file an address stands for, or null where it would leave the folder. */
function filePath(folder: string, address: string): string | null {
  const root = resolve(folder);
  const relative = address === '/' ? 'index.html' : decode(address)?.slice(1);
  if (relative === undefined || relative.includes('\0')) return null;
  const path = join(root, relative);
  return path.startsWith(root + sep) ? path : null;
}

function decode(address: string): string | undefined {
  try {
    return decodeURIComponent(address);
  } catch {
    return undefined;
  }
}

function answerBytes(context: Context, bytes: Uint8Array, mediaType: string, caching: string): Response {
  return context.body(bytes as Uint8Array<ArrayBuffer>, 200, { 'content-type': mediaType, 'cache-control': caching });
}
