/** The window's own address. A scheme of our own, so that no file and no website shares its origin. */
export const SCHEME = 'unitloom';
export const APP_ORIGIN = `${SCHEME}://app`;

export function isOwnUrl(url: string): boolean {
  return url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`);
}

/** A built report, the one page that may have a window of its own: it runs no script and gets no preload. */
export function isReportUrl(url: string): boolean {
  return isOwnUrl(url) && /^\/report\/[0-9a-f]+$/.test(url.slice(APP_ORIGIN.length));
}
