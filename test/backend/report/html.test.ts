import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Content, html, markupOf, trusted } from '#backend/report/html.ts';

test.each<[string, Content, string]>([
  ['a tag in a name', '<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['an attribute that ends early', '" onload="x', '&quot; onload=&quot;x'],
  ['an apostrophe', "it's", 'it&#39;s'],
  ['an entity stays what was written', '&lt;', '&amp;lt;'],
  ['control characters are dropped', 'a\u0000b\u0007c\u0085d', 'abcd'],
  ['letters of other scripts stay', 'łąka Ω 🦊', 'łąka Ω 🦊'],
  ['numbers', 4.5, '4.5'],
  ['nothing', null, ''],
  ['a condition that does not hold', false, ''],
  ['lists', ['<', html`<b>${'<'}</b>`, 1], '&lt;<b>&lt;</b>1'],
  ['markup passes once', html`<i>${html`<b>x</b>`}</i>`, '<i><b>x</b></i>'],
  ['style sheets pass as they are', trusted('a>b{}'), 'a>b{}'],
])('%s', (_, content, expected) => {
  expect(markupOf(html`${content}`)).toBe(expected);
});

test('no text can open a tag or leave an attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
      const markup = markupOf(html`<p title="${text}">${text}</p>`);
      return !/<|"(?!>)/.test(markup.slice(10, -4));
    }),
  );
});

test('what looks like markup after JSON is text or refused, never markup', () => {
  const forged = JSON.parse(JSON.stringify({ markup: '<b>', ...html`<b>` })) as Content;
  expect(() => markupOf(html`${forged}`)).toThrow();
});
