import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readRecipe } from '#headless/recipe.ts';

function write(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'unitloom-recipe-')), 'study.yaml');
  writeFileSync(path, text);
  return path;
}

const HEAD = 'unitloom: 1\nproject: a.unitloom\n';

test('the recipe that ships with the program is one', () => {
  const recipe = readRecipe(fileURLToPath(new URL('../../resources/recipes/demo.yaml', import.meta.url)));
  expect(Object.keys(recipe.linkers)).toEqual(['ridge', 'plain']);
  expect(recipe.masks).toEqual({ truth: [0, 1, 2, 3, 4] });
  expect(recipe.maps['parts-of-all-units']).toEqual({ segmenter: 'parts', sweep: 'all-units', members: 1 });
  expect(recipe.sweeps['all-units']).toMatchObject({ linker: 'ridge', starts: 10, steps: 5 });
});

test('paths are relative to the recipe, and what is left out has its default', () => {
  const path = write(
    `${HEAD}pair: { generator: models/g.json }\nsamples: {}\nlinkers: { l: {} }\nsweeps: { s: {} }\nreport: { out: r }\n`,
  );
  const folder = dirname(path);
  expect(readRecipe(path)).toMatchObject({
    project: join(folder, 'a.unitloom'),
    pair: { generator: join(folder, 'models', 'g.json') },
    samples: { perClass: 400, psi: 0.7 },
    linkers: { l: { method: 'ridge', penalty: 1 } },
    sweeps: { s: { starts: 10, steps: 5, mode: 'linked' } },
    report: { out: join(folder, 'r'), units: 12 },
  });
});

describe('a recipe that does not fit is refused by the name of its field', () => {
  test.each([
    [
      'unitloom: 2\nproject: a\nsamples: {}\n',
      'study.yaml: unitloom does not fit: must be 1, the version of this format.',
    ],
    ['unitloom: 1\nsamples: {}\n', 'study.yaml: project does not fit'],
    [`${HEAD}samples: { psi: 7 }\n`, 'study.yaml: samples.psi does not fit'],
    [`${HEAD}samples: { perClas: 7 }\n`, 'study.yaml: samples does not fit: Unrecognized key: "perClas".'],
    [`${HEAD}samples: {}\nlinkers: { a: { method: lasso } }\n`, 'study.yaml: linkers.a.method does not fit'],
    [
      `${HEAD}samples: {}\nlinkers: { a: {} }\nsweeps: { s: { units: [0, -1] } }\n`,
      'study.yaml: sweeps.s.units[1] does not fit',
    ],
    [
      `${HEAD}samples: {}\nlinkers: { a: {} }\nsweeps: { s: { linker: b } }\n`,
      'study.yaml: sweeps.s.linker is b, but linkers has only a.',
    ],
    [`${HEAD}samples: {}\nsweeps: { s: {} }\n`, 'study.yaml: sweeps.s needs a linker, and linkers names none.'],
    [`${HEAD}samples: {}\nmaps: { m: {} }\n`, 'study.yaml: maps.m needs a segmenter, and segmenters names none.'],
    [
      `${HEAD}samples: {}\nlinkers: { a: {} }\nsweeps: { s: {} }\nsegmenters: { p: {} }\nmaps: { m: { sweep: t } }\n`,
      'study.yaml: maps.m.sweep is t, but sweeps has only s.',
    ],
    [`${HEAD}samples: {}\nmeasures: { m: {} }\n`, 'study.yaml: measures.m needs maps, and maps names none.'],
    [
      `${HEAD}samples: {}\nlinkers: { a: {} }\nsweeps: { s: {} }\nsegmenters: { p: {} }\nmaps: { m: {} }\nmeasures: { n: { maps: t } }\n`,
      'study.yaml: measures.n.maps is t, but maps has only m.',
    ],
    [`${HEAD}samples: {}\nmasks: { truth: [] }\n`, 'study.yaml: masks.truth does not fit'],
    [`${HEAD}samples: {}\nreport: {}\n`, 'study.yaml: report needs a sweep, and sweeps names none.'],
    ['a: [', 'study.yaml is not YAML'],
    ['', 'study.yaml does not fit'],
  ])('%j', (text, sentence) => {
    expect(() => readRecipe(write(text))).toThrow(
      expect.objectContaining({
        code: 'BAD_INPUT',
        kept: 'Nothing was run.',
        message: expect.stringContaining(sentence),
      }),
    );
  });

  test('a file that is not there', () => {
    expect(() => readRecipe('/none.yaml')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });
});
