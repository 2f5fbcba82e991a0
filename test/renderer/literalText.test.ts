import { parseSync, Visitor } from 'oxc-parser';
import { expect, it } from 'vitest';

/** Attributes whose value a person reads or hears. */
const SPOKEN = new Set(['title', 'label', 'placeholder', 'aria-label', 'alt', 'description', 'hint', 'lead', 'note']);
const HAS_WORD = /\p{L}{2,}/u;

const files = Object.entries(
  import.meta.glob<string>('/src/renderer/**/*.tsx', { query: '?raw', import: 'default', eager: true }),
);

function literalTexts(name: string, source: string): string[] {
  const found: string[] = [];
  new Visitor({
    JSXText: ({ value }) => {
      if (HAS_WORD.test(value)) found.push(value.trim());
    },
    JSXAttribute: ({ name: attribute, value }) => {
      const isSpoken = attribute.type === 'JSXIdentifier' && SPOKEN.has(attribute.name);
      if (isSpoken && value?.type === 'Literal' && HAS_WORD.test(String(value.value))) found.push(String(value.value));
    },
  }).visit(parseSync(name, source).program);
  return found;
}

it('finds words written into a view', () => {
  const source = 'const a = <p title="Not this">Words <b>{t("shared.open")}</b> × 3</p>;';
  expect(literalTexts('a.tsx', source)).toEqual(['Not this', 'Words']);
});

it('no view has words of its own: all come from the catalogue', () => {
  const found = files.flatMap(([name, source]) => literalTexts(name, source).map((text) => `${name}: ${text}`));
  expect(files.length).toBeGreaterThan(30);
  expect(found).toEqual([]);
});
