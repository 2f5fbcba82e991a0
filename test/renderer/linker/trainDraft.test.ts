import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LINKER_METHODS, linkerParamsSchema } from '#core/params.ts';
import { fieldsOf, freshDraft, readDraft } from '#renderer/linker/trainDraft.ts';

test('a fresh draft stands for the defaults of the schema', () => {
  expect(readDraft(freshDraft())).toEqual({ params: linkerParamsSchema.parse({}), wrong: new Set() });
});

test('hidden layers are read from text', () => {
  const widths = (hidden: string) => readDraft({ ...freshDraft(), method: 'mlp', hidden }).params?.hidden ?? null;
  expect(widths('256, 128')).toEqual([256, 128]);
  expect(widths(' 64 32,16 ')).toEqual([64, 32, 16]);
  expect(widths('')).toEqual([]);
  for (const wrong of ['256, x', '0', '1.5', '-3', '1,1,1,1,1,1,1,1,1']) expect(widths(wrong), wrong).toBeNull();
});

test('a field that does not hold what it must is named', () => {
  const draft = { ...freshDraft(), method: 'mlp', hidden: 'x', learningRate: '', patience: 0 } as const;
  expect([...readDraft(draft).wrong].sort()).toEqual(['hidden', 'learningRate', 'patience']);
});

test('what a method does not read neither hinders it nor changes the linker', () => {
  const draft = fc.record({
    method: fc.constantFrom(...LINKER_METHODS),
    choose: fc.constantFrom('given', 'best', 'one-standard-error'),
  });
  const junk = {
    penalty: 'a',
    l1Ratio: 7,
    components: '',
    folds: 1,
    hidden: 'x',
    learningRate: 9,
    maxEpochs: '',
    patience: '',
  };
  fc.assert(
    fc.property(draft, (chosen) => {
      const fresh = { ...freshDraft(), ...chosen };
      const read = new Set<string>(fieldsOf(chosen));
      const unread = Object.fromEntries(Object.entries(junk).filter(([name]) => !read.has(name)));
      expect(readDraft({ ...fresh, ...unread })).toEqual(readDraft(fresh));
    }),
  );
});
