/** The window's own address. A scheme of our own, so that no file and no website shares its origin. */
export const SCHEME = 'unitloom';
export const APP_ORIGIN = `${SCHEME}://app`;

export function isOwnUrl(url: string): boolean {
  return url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`);
}
