import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { guardAllContents, isOwnFrame } from '#main/guards.ts';
import { APP_ORIGIN, isOwnUrl } from '#main/origin.ts';

const FOREIGN = [
  'https://example.org/',
  'file:///etc/passwd',
  'unitloom://other/',
  `${APP_ORIGIN}.example.org/`,
  'data:,x',
];

test.each(FOREIGN)('%s is not the window', (url) => {
  expect(isOwnUrl(url)).toBe(false);
  expect(isOwnFrame({ url, parent: null })).toBe(false);
});

test('the top frame of the window is listened to, a frame inside it is not', () => {
  const top = { url: `${APP_ORIGIN}/#/units`, parent: null };
  expect(isOwnFrame(top)).toBe(true);
  expect(isOwnFrame({ url: `${APP_ORIGIN}/report/0`, parent: top as never })).toBe(false);
  expect(isOwnFrame(null)).toBe(false);
});

describe('contents', () => {
  function guarded() {
    const app = new EventEmitter();
    let openWindow: (details: { url: string }) => unknown = () => null;
    const contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler: (handler: typeof openWindow) => {
        openWindow = handler;
      },
    });
    guardAllContents(app as never);
    app.emit('web-contents-created', {}, contents);
    const isPrevented = (event: string, url: string) => {
      let prevented = false;
      contents.emit(event, { url, preventDefault: () => (prevented = true) });
      return prevented;
    };
    return { isPrevented, opens: (url: string) => openWindow({ url }) };
  }

  test.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('%s leads nowhere else', (event) => {
    const { isPrevented } = guarded();
    for (const url of FOREIGN) expect(isPrevented(event, url)).toBe(true);
    expect(isPrevented(event, `${APP_ORIGIN}/report/0`)).toBe(false);
  });

  test('no webview is attached', () => {
    expect(guarded().isPrevented('will-attach-webview', `${APP_ORIGIN}/`)).toBe(true);
  });

  test('only a report gets a window of its own', () => {
    const { opens } = guarded();
    const reports = [`${APP_ORIGIN}/report/../`, 'https://example.org/report/0a', `${APP_ORIGIN}/report/0a?x`];
    for (const url of [...FOREIGN, `${APP_ORIGIN}/`, ...reports]) expect(opens(url)).toEqual({ action: 'deny' });
    expect(opens(`${APP_ORIGIN}/report/0a`)).toEqual({ action: 'allow' });
  });
});
