import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { hostname, networkInterfaces } from 'node:os';

/** Somebody who is let in: the owner, who may do everything, or an annotator by name. */
export interface Guest {
  /** Null for the owner. */
  readonly annotator: string | null;
  /** Where their browser goes when it was let in. */
  readonly landing: string;
}

/** Who may talk to the local server. A stranger's page in the same browser is the one to keep out, and other machines. */
export interface Gate {
  /** Address of a link that lets one browser of this guest in, once. A new one replaces the last. */
  issueLink(guest: Guest): string;
  /** Refuses a request, lets a browser in, or null: the request may go on. */
  answerFirst(request: Request): Response | null;
  /** Status to refuse a socket with, or the guest it belongs to. */
  admitSocket(request: IncomingMessage): number | Guest;
}

export interface GateOptions {
  /** Names this server answers to, as in the Host header without its port. */
  readonly names: ReadonlySet<string>;
  /** Known once the server listens. */
  port(): number;
  readonly secure: boolean;
  /** Called after a link was used, so that the next one can be shown. */
  onLogin(guest: Guest): void;
}

export function createGate(options: GateOptions): Gate {
  /** Cookies do not tell ports apart, so the name does. */
  const cookieName = () => `unitloom-${options.port()}`;
  /** By guest: the cookie of their browsers, and the link that is still good. */
  const sessions = new Map<Guest, string>();
  const links = new Map<Guest, string>();

  function logIn(token: string | null): Response {
    if (token === null) return refusal(401, 'This link has no token.');
    const guest = holderOf(links, token);
    if (guest === null) return refusal(403, 'This link was used already or is not of this server.');
    links.delete(guest);
    options.onLogin(guest);
    const attributes = ['HttpOnly', 'SameSite=Strict', 'Path=/', ...(options.secure ? ['Secure'] : [])];
    const cookie = [`${cookieName()}=${sessions.get(guest)}`, ...attributes].join('; ');
    return new Response(null, {
      status: 303,
      headers: { location: guest.landing, 'set-cookie': cookie, 'cache-control': 'no-store' },
    });
  }

  function admitCookie(header: string | null): 401 | 403 | Guest {
    const cookie = readCookie(header, cookieName());
    if (cookie === null) return 401;
    return holderOf(sessions, cookie) ?? 403;
  }

  return {
    issueLink(guest) {
      const link = randomToken();
      links.set(guest, link);
      if (!sessions.has(guest)) sessions.set(guest, randomToken());
      return `/login?token=${link}`;
    },
    answerFirst(request) {
      const url = new URL(request.url);
      if (!isKnownHost(request.headers.get('host'), options.names))
        return refusal(421, 'This server has another name.');
      if (url.pathname === '/login') return logIn(url.searchParams.get('token'));
      const guest = admitCookie(request.headers.get('cookie'));
      if (typeof guest === 'number') return refusal(guest, 'This browser is not let in yet.');
      const isOwners = /^\/(report|live|cells)\//.test(url.pathname);
      return guest.annotator !== null && isOwners ? refusal(403, 'This link is for annotating only.') : null;
    },
    admitSocket({ headers }) {
      if (!isKnownHost(headers.host ?? null, options.names)) return 421;
      if (headers.origin === undefined || hostOf(headers.origin) !== headers.host) return 403;
      const guest = admitCookie(headers.cookie ?? null);
      return typeof guest === 'number' ? 403 : guest;
    },
  };
}

/** Compares with every token there is, so that time does not tell which one is near. */
function holderOf(tokens: ReadonlyMap<Guest, string>, token: string): Guest | null {
  let holder: Guest | null = null;
  for (const [guest, known] of tokens) if (isSame(token, known)) holder = guest;
  return holder;
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
