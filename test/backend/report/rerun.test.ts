import { expect, test } from 'vitest';
import { rerunCommands } from '#backend/report/rerun.ts';
import { linkerParamsSchema, reportParamsSchema, samplesParamsSchema, sweepParamsSchema } from '#core/params.ts';
import { exampleReport } from './exampleReport.ts';

test('options that have their default are left out', () => {
  const { samples, linker, sweep, ...rest } = exampleReport();
  expect(
    rerunCommands({
      ...rest,
      pair: { ...rest.pair, generatorName: 'critters-generator', classifierName: 'critters-aux' },
      samples: { ...samples, params: samplesParamsSchema.parse({}) },
      linker: { ...linker, params: linkerParamsSchema.parse({}) },
      sweep: { ...sweep, params: sweepParamsSchema.parse({}) },
    }),
  ).toEqual([
    'unitloom new study.unitloom',
    'unitloom samples draw study.unitloom',
    'unitloom linker train study.unitloom',
    'unitloom sweep run study.unitloom',
    'unitloom report build study.unitloom --out report',
  ]);
});

test('what differs is written so that a shell reads it back', () => {
  const { samples, linker, sweep, ...rest } = exampleReport();
  const commands = rerunCommands({
    ...rest,
    params: reportParamsSchema.parse({ title: "Ears; it's `rm`\nnow", units: 3 }),
    samples: {
      ...samples,
      params: samplesParamsSchema.parse({ classes: ['red fox', 'cat'], psi: 0.5, maxDrawsPerSample: 50 }),
    },
    linker: { ...linker, params: linkerParamsSchema.parse({ method: 'mlp', hidden: [64, 32], patience: 5 }) },
    sweep: {
      ...sweep,
      params: sweepParamsSchema.parse({
        units: [12, 14],
        directions: [
          {
            kind: 'units',
            name: 'ears',
            weights: [
              { unit: 12, weight: 1 },
              { unit: 40, weight: -0.5 },
            ],
          },
          { kind: 'latent', name: 'random', w: [1] },
        ],
        range: { kind: 'percentile', low: 5, high: 95, multiple: 1.5 },
        control: false,
      }),
    },
  });
  expect(commands).toEqual([
    'unitloom new study.unitloom --generator generator.json --classifier classifier.json',
    "unitloom samples draw study.unitloom --classes 'red fox,cat' --psi 0.5",
    'unitloom linker train study.unitloom --method mlp --hidden 64,32 --patience 5',
    'unitloom sweep run study.unitloom --units 12,14 --direction ears=12:1,40:-0.5 --range p5-p95 --multiple 1.5 --no-control',
    "unitloom report build study.unitloom --out report --title 'Ears; it'\\''s `rm` now' --units 3",
    '# samples: maxDrawsPerSample 50 is set in a recipe',
    '# sweep: 1 of its directions are latent vectors, which are set in a recipe',
  ]);
});
