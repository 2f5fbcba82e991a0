import { z } from 'zod';
import { Failure } from './failure.ts';

/** Patterns that tell labels apart without colour: nothing, lines of five kinds, and figures. */
export const PATTERNS = [
  'plain',
  'rising',
  'falling',
  'dots',
  'level',
  'upright',
  'crosshatch',
  'grid',
  'checks',
  'zigzag',
] as const;
export type Pattern = (typeof PATTERNS)[number];

/** What a pixel can be. `value` is what masks hold: it never changes and is never used for another label. */
export const labelSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'is small letters, digits and hyphens'),
  value: z.int().min(0).max(255),
  name: z.string().trim().min(1).max(60),
  colour: z.string().regex(/^#[0-9a-f]{6}$/, 'is # and six hex digits'),
  pattern: z.enum(PATTERNS),
  /** Id of the label that this one is a part of; null for none. */
  parent: z.string().nullable(),
});
export type Label = z.infer<typeof labelSchema>;

/** Pixels of a merged label count as those of another one; the strokes that drew them are left as they are. */
const mergedSchema = z.object({ from: z.int().min(1).max(255), into: z.int().min(0).max(255) });

/** Labels in the order in which people see them, the background first. */
export const labelSetSchema = z.object({
  labels: z.array(labelSchema).min(1).max(256),
  merged: z.array(mergedSchema).max(255).default([]),
});
export type LabelSet = z.infer<typeof labelSetSchema>;

/**
 * Colours found by search: any two are at least 0.13 apart in OKLab for normal sight and for each of the common colour blindnesses. Each
 * has a pattern of its own.
 */
const PALETTE = [
  '#f2a21e',
  '#6ffae0',
  '#a36ce2',
  '#f8e539',
  '#1e35d0',
  '#1e9a8c',
  '#9d3a1e',
  '#c9a8f4',
  '#6f3873',
  '#bc701e',
] as const;

export const BACKGROUND: Label = {
  id: 'background',
  value: 0,
  name: 'background',
  colour: '#000000',
  pattern: 'plain',
  parent: null,
};

/** Lists of parts to begin with; those but the first are the reference's. */
export const LABEL_TEMPLATES = {
  critters: ['body', 'head', 'ear', 'eye', 'leg', 'tail'],
  dogs: ['snout', 'eye', 'ear', 'tongue', 'nose', 'head', 'body', 'leg', 'tail'],
  fungi: ['cap', 'stem', 'gills'],
  birds: ['beak', 'eye', 'head', 'body', 'wing', 'leg', 'tail'],
  cars: ['body', 'wheel', 'window', 'light', 'plate'],
} as const;
export type LabelTemplate = keyof typeof LABEL_TEMPLATES;

/** A label set of these parts, numbered from 1, after the background. */
export function labelSetOf(names: readonly string[]): LabelSet {
  const set = names.reduce<LabelSet>((grown, name) => addLabel(grown, name), { labels: [BACKGROUND], merged: [] });
  return checkLabels(set);
}

/** The same set with one label more, of the next free number, colour and pattern. */
export function addLabel(set: LabelSet, name: string): LabelSet {
  const value = nextValue(set);
  const id = freeId(set, name);
  const colour = PALETTE[(value - 1) % PALETTE.length] as string;
  const pattern = PATTERNS[(value - 1) % PATTERNS.length] as Pattern;
  return { ...set, labels: [...set.labels, { id, value, name: name.trim(), colour, pattern, parent: null }] };
}

/** Numbers of removed and merged labels are not used again: their pixels are still in masks. */
function nextValue({ labels, merged }: LabelSet): number {
  const used = [...labels.map(({ value }) => value), ...merged.map(({ from }) => from)];
  const value = Math.max(...used) + 1;
  if (value <= 255) return value;
  throw new Failure('BAD_INPUT', 'A label set holds at most 255 labels.', {
    kept: 'The labels were left as they are.',
  });
}

function freeId({ labels }: LabelSet, name: string): string {
  const stem =
    name
      .trim()
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 50) || 'label';
  const isTaken = (id: string) => labels.some((label) => label.id === id);
  for (let n = 1; ; n++) {
    const id = n === 1 ? stem : `${stem}-${n}`;
    if (!isTaken(id)) return id;
  }
}

/**
 * Checks what a schema cannot: the background is first and 0, ids, numbers and names are used once, parents and merges lead somewhere.
 *
 * @throws Failure BAD_INPUT
 */
export function checkLabels(set: LabelSet): LabelSet {
  const refuse = (sentence: string): never => {
    throw new Failure('BAD_INPUT', sentence, { kept: 'The labels were left as they are.' });
  };
  const { labels, merged } = set;
  if (labels[0]?.value !== 0) refuse('The first label is the background and has the number 0.');
  for (const field of ['id', 'value', 'name'] as const) {
    const twice = repeated(labels.map((label) => label[field]));
    if (twice !== undefined) refuse(`Two labels have the ${field} "${twice}".`);
  }
  for (const { name, parent, id } of labels) {
    if (parent !== null && (parent === id || !labels.some((label) => label.id === parent)))
      refuse(`The label "${name}" is said to be part of "${parent}", which is no other label.`);
  }
  const values = new Set(labels.map(({ value }) => value));
  for (const { from, into } of merged) {
    if (values.has(from) || !values.has(into)) refuse(`Number ${from} cannot count as number ${into}.`);
  }
  return set;
}

function repeated<T>(values: readonly T[]): T | undefined {
  return values.find((value, at) => values.indexOf(value) !== at);
}

/** The set after the pixels of one label came to count as another's. */
export function mergeLabels(set: LabelSet, from: number, into: number): LabelSet {
  if (from === 0 || from === into) {
    throw new Failure('BAD_INPUT', 'A label is merged into another one, and the background into none.');
  }
  const labelOf = (value: number): Label => {
    const label = set.labels.find((known) => known.value === value);
    if (label !== undefined) return label;
    throw new Failure('NOT_FOUND', `There is no label with the number ${value}.`);
  };
  const { id } = labelOf(from);
  const { id: target } = labelOf(into);
  return checkLabels({
    labels: set.labels
      .filter(({ value }) => value !== from)
      .map((label) => (label.parent === id ? { ...label, parent: label.id === target ? null : target } : label)),
    merged: [...set.merged.map((pair) => (pair.into === from ? { ...pair, into } : pair)), { from, into }],
  });
}

/** [256] uint8: for each number in a mask, the number it counts as; numbers of no label count as background. */
export function valueTable({ labels, merged }: LabelSet): Uint8Array {
  const table = new Uint8Array(256);
  for (const { value } of labels) table[value] = value;
  for (const { from, into } of merged) table[from] = into;
  return table;
}

/** [256] uint8: for each number in a mask, the place of its label in the set; numbers of no label take the background's, 0. */
export function positionTable(set: LabelSet): Uint8Array {
  const positions = new Map(set.labels.map(({ value }, position) => [value, position]));
  return valueTable(set).map((value) => positions.get(value) ?? 0);
}
