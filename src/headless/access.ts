import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { hostname, networkInterfaces } from 'node:os';

/** Who may talk to the local server. A stranger's page in the same browser is the one to keep out, and other machines. */
export interface Gate {
  /** Address of a link that lets one browser in, once. A new one replaces the last. */
  issueLink(): string;
  /** Refuses a request, lets a browser in, or null: the request may go on. */
  answerFirst(request: Request): Response | null;
  /** Status to refuse a socket with, or null. */
  refuseSocket(request: IncomingMessage): number | null;
}

export interface GateOptions {
  /** Names this server answers to, as in the Host header without its port. */
  readonly names: ReadonlySet<string>;
  /** Known once the server listens. */
  port(): number;
  readonly secure: boolean;
  /** Where a browser goes that was let in. */
  readonly landing: string;
  /** Called after a link was used, so that the next one can be shown. */
  onLogin(): void;
}

export function createGate(options: GateOptions): Gate {
  /** Cookies do not tell ports apart, so the name does. */
  const cookieName = () => `unitloom-${options.port()}`;
  const session = randomToken();
  let link: string | null = null;

  function logIn(token: string | null): Response {
    if (token === null) return refusal(401, 'This link has no token.');
    if (link === null || !isSame(token, link))
      return refusal(403, 'This link was used already or is not of this server.');
    link = null;
    options.onLogin();
    const attributes = ['HttpOnly', 'SameSite=Strict', 'Path=/', ...(options.secure ? ['Secure'] : [])];
    const cookie = [`${cookieName()}=${session}`, ...attributes].join('; ');
    return new Response(null, {
      status: 303,
      headers: { location: options.landing, 'set-cookie': cookie, 'cache-control': 'no-store' },
    });
  }

  function refuseCookie(header: string | null): 401 | 403 | null {
    const cookie = readCookie(header, cookieName());
    if (cookie === null) return 401;
    return isSame(cookie, session) ? null : 403;
  }

  return {
    issueLink() {
      link = randomToken();
      return `/login?token=${link}`;
    },
    answerFirst(request) {
      const url = new URL(request.url);
      if (!isKnownHost(request.headers.get('host'), options.names))
        return refusal(421, 'This server has another name.');
      if (url.pathname === '/login') return logIn(url.searchParams.get('token'));
      const status = refuseCookie(request.headers.get('cookie'));
      return status === null ? null : refusal(status, 'This browser is not let in yet.');
    },
    refuseSocket({ headers }) {
      if (!isKnownHost(headers.host ?? null, options.names)) return 421;
      if (headers.origin === undefined || hostOf(headers.origin) !== headers.host) return 403;
      return refuseCookie(headers.cookie ?? null) === null ? null : 403;
    },
  };
}

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

export function isLoopback(host: string): boolean {
  return host === '::1' || host === 'localhost' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Names under which a server bound to `host` is reached honestly; an address bound by a foreign name is not among them. */
export function namesOf(host: string, further: readonly string[]): ReadonlySet<string> {
  const open = isLoopback(host) ? [] : [host, hostname(), ...ownAddresses()];
  return new Set([...LOOPBACK_NAMES, ...open, ...further].map((name) => name.toLowerCase()));
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ address }) => (address.includes(':') ? `[${address}]` : address));
}

function isKnownHost(header: string | null, names: ReadonlySet<string>): boolean {
  return header !== null && names.has(header.replace(/:\d+$/, '').toLowerCase());
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

function readCookie(header: string | null, name: string): string | null {
  const pair = header?.split(/;\s*/).find((part) => part.startsWith(`${name}=`));
  return pair === undefined ? null : pair.slice(name.length + 1);
}

function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Takes the same time whichever character differs. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function refusal(status: number, sentence: string): Response {
  const remedy = 'Open the newest link that `unitloom serve` printed.';
  return new Response(`${sentence} ${remedy}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}
