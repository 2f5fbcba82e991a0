import { describe, expect, it } from 'vitest';
import { en } from '#renderer/strings/en.ts';
import { pluralForm, t } from '#renderer/text.ts';

const sources = Object.values(
  import.meta.glob<string>(['/src/renderer/**/*.{ts,tsx}', '!/src/renderer/strings/**'], {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
).join('\n');
const keys = Object.entries(en).flatMap(([space, texts]) => Object.keys(texts).map((name) => `${space}.${name}`));
const texts = Object.entries(en).flatMap(([space, all]) =>
  Object.entries(all).map(([name, text]) => [`${space}.${name}`, String(text)] as const),
);

describe('the catalogue', () => {
  it('says nothing that no screen says', () => {
    const templates = [...sources.matchAll(/`(\w+\.\w*)\$\{/g)].map(([, prefix = '']) => prefix);
    const unused = keys.filter(
      (key) => !sources.includes(`'${key}'`) && !templates.some((prefix) => key.startsWith(prefix)),
    );
    expect(keys.length).toBeGreaterThan(100);
    expect(unused).toEqual([]);
  });

  it('has only tidy texts', () => {
    const slots = /\{\w+(:[^{}|]*(\|[^{}|]*)+)?\}/g;
    const untidy = texts.filter(
      ([, text]) =>
        text !== text.trim() || / {2}|\.\.\.|--|\bTODO\b/.test(text) || /[{}]/.test(text.replace(slots, '')),
    );
    expect(untidy).toEqual([]);
  });
});

describe('texts with values', () => {
  it('fills slots and chooses the plural form', () => {
    expect(t('shared.count', { n: 12 })).toBe('n = 12');
    expect([1, 2].map((count) => t('shell.modelsMissing', { count, names: 'a' }))).toEqual([
      'A model of this project was not found on this machine: a.',
      'Models of this project were not found on this machine: a.',
    ]);
  });

  it('takes the last form where a language has more than are given', () => {
    expect([0, 1, 5].map((count) => pluralForm(count, ['unit', 'units']))).toEqual(['units', 'unit', 'units']);
  });
});
