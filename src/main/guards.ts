import type { App, Session, WebContents, WebFrameMain } from 'electron';
import { isOwnUrl, isReportUrl } from './origin.ts';

/** What the window may not do, whatever script might run in it. Numbers are those of Electron's security checklist. */

/** Copying an error's details needs it; everything else a page may ask for is refused. */
const PERMITTED = 'clipboard-sanitized-write';

type GuardedSession = Pick<
  Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
>;

/** 5: no camera, location, notifications, devices. */
export function denyPermissions(session: GuardedSession): void {
  session.setPermissionRequestHandler((contents, permission, grant) => {
    grant(permission === PERMITTED && isOwnUrl(contents.getURL()));
  });
  session.setPermissionCheckHandler((contents, permission) => {
    return permission === PERMITTED && contents !== null && isOwnUrl(contents.getURL());
  });
  session.setDevicePermissionHandler(() => false);
}

/** 11 to 15: no webview, no other page, no second window but a report, nothing handed to the system's browser. */
export function guardAllContents(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
}

function guardContents(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-navigate', (event) => refuseForeign(event));
  contents.on('will-frame-navigate', (event) => refuseForeign(event));
  contents.on('will-redirect', (event) => refuseForeign(event));
  contents.setWindowOpenHandler(({ url }) => ({ action: isReportUrl(url) ? 'allow' : 'deny' }));
}

function refuseForeign(event: { readonly url: string; preventDefault(): void }): void {
  if (!isOwnUrl(event.url)) event.preventDefault();
}

/** 17: only the window's own top frame is listened to. */
export function isOwnFrame(frame: Pick<WebFrameMain, 'url' | 'parent'> | null): boolean {
  return frame !== null && frame.parent === null && isOwnUrl(frame.url);
}
