/**
 * Markup that is safe by construction: text that enters a template is escaped, markup passes only as `Html`.
 * SVG figures are written with the same template.
 */

/** The key is a symbol, so that nothing read from JSON can pass for markup. */
const MARKUP = Symbol('markup');

export interface Html {
  readonly [MARKUP]: string;
}

export type Content = Html | string | number | null | false | readonly Content[];

export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return { [MARKUP]: parts.reduce((text, part, at) => text + markupOf(contents[at - 1] ?? null) + part) };
}

export function markupOf(content: Content): string {
  if (content === null || content === false) return '';
  if (typeof content === 'number') return String(content);
  if (typeof content === 'string') return escapeText(content);
  return MARKUP in content ? content[MARKUP] : content.map(markupOf).join('');
}

/** Text that this program wrote itself and that must not be escaped: style sheets. */
export function trusted(text: string): Html {
  return { [MARKUP]: text };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe as text and inside quoted attributes; characters that HTML forbids are dropped. */
function escapeText(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\u007e\u00a0-\uffff]/g, '')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
