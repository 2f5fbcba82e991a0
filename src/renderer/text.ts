import { createElement, Fragment, type ReactNode } from 'react';
import { en } from './strings/en.ts';

/**
 * Every word on screen comes from the catalogue by a typed key: `t('units.shown', { shown: 34, total: 160 })`.
 * `{name}` is replaced by a value; `{count:unit|units}` chooses a form by the plural rules of the language.
 */
type Catalogue = typeof en;

export type TextKey = { [Space in keyof Catalogue]: `${Space}.${keyof Catalogue[Space] & string}` }[keyof Catalogue];

type TextOf<Key extends TextKey> = Key extends `${infer Space extends keyof Catalogue}.${infer Name}`
  ? Name extends keyof Catalogue[Space]
    ? Catalogue[Space][Name] & string
    : never
  : never;

type BareName<Inner extends string> = Inner extends `${infer Name}:${string}` ? Name : Inner;
type SlotNames<Text extends string> = Text extends `${string}{${infer Inner}}${infer Rest}`
  ? BareName<Inner> | SlotNames<Rest>
  : never;
type PluralNames<Text extends string> = Text extends `${string}{${infer Inner}}${infer Rest}`
  ? (Inner extends `${infer Name}:${string}` ? Name : never) | PluralNames<Rest>
  : never;

/** Values of a text: a number where it chooses a plural form. Formatted numbers go beside it under another name. */
type Values<Text extends string, Value> = {
  readonly [Name in SlotNames<Text>]: Name extends PluralNames<Text> ? number : Value;
};
type Slots<Key extends TextKey, Value> = [SlotNames<TextOf<Key>>] extends [never] ? [] : [Values<TextOf<Key>, Value>];

const LANGUAGE = 'en';
const plurals = new Intl.PluralRules(LANGUAGE);
const FORMS = plurals.resolvedOptions().pluralCategories;
const SLOT = /\{(\w+)(?::([^}]*))?\}/g;

export function t<Key extends TextKey>(key: Key, ...values: Slots<Key, string | number>): string {
  return fill(lookUp(key), (values[0] ?? {}) as Record<string, string | number>).join('');
}

/** The same with elements as values: `richText('overview.sentence', { samples: <b>2000</b> })`. */
export function richText<Key extends TextKey>(key: Key, ...values: Slots<Key, ReactNode>): ReactNode {
  const pieces = fill(lookUp(key), (values[0] ?? {}) as Record<string, ReactNode>);
  return createElement(Fragment, null, ...pieces);
}

function lookUp(key: TextKey): string {
  const [space = '', name = ''] = key.split('.', 2);
  return (en as Readonly<Record<string, Readonly<Record<string, string>>>>)[space]?.[name] ?? key;
}

function fill<Value>(text: string, values: Readonly<Record<string, Value>>): (Value | string)[] {
  const pieces: (Value | string)[] = [];
  let from = 0;
  for (const slot of text.matchAll(SLOT)) {
    const [whole, name = '', forms] = slot;
    if (slot.index > from) pieces.push(text.slice(from, slot.index));
    const value = values[name];
    pieces.push(forms === undefined ? (value ?? '') : pluralForm(Number(value), forms.split('|')));
    from = slot.index + whole.length;
  }
  if (from < text.length) pieces.push(text.slice(from));
  return pieces;
}

/** English: one|other; Polish: one|few|many|other, in the order in which Intl names them. */
export function pluralForm(count: number, forms: readonly string[]): string {
  const wanted = FORM_ORDER.filter((form) => FORMS.includes(form)).indexOf(plurals.select(count));
  return forms[Math.max(0, wanted)] ?? forms.at(-1) ?? '';
}

const FORM_ORDER: readonly Intl.LDMLPluralRule[] = ['zero', 'one', 'two', 'few', 'many', 'other'];
