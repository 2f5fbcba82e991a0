import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { Failure } from '#core/failure.ts';
import type { CounterfactualSummary, LinkerSummary, SamplesSummary, SweepSummary } from '#core/summary.ts';
import { runStage } from '#headless/follow.ts';
import { formatCount, formatDuration, formatPercent } from '#headless/format.ts';
import { addExample, addJson, type JsonOption } from '#headless/options.ts';
import { printResult } from '#headless/output.ts';
import { saveReport } from '#headless/saveReport.ts';
import { type ProjectSession, withClient } from '#headless/session.ts';

interface DemoOptions extends JsonOption {
  readonly out: string;
}

export function addDemoCommand(program: Command): void {
  const command = program
    .command('demo')
    .description('run the whole study on the demo pair: samples, linker, sweep of every unit, counterfactuals, report')
    .option('--out <folder>', 'folder for the project and the report', 'demo-out')
    .action((options: DemoOptions) => runDemo(options));
  addExample(addJson(command), 'demo --out demo-out --json');
}

async function runDemo({ out, json }: DemoOptions): Promise<void> {
  const startedAt = performance.now();
  const folder = makeFolder(out);
  const figures = await withClient(async (client) => {
    const path = join(folder, 'demo.unitloom');
    const info = existsSync(path)
      ? await client.project.open({ path })
      : await client.project.create({ path, name: 'Demo' });
    return await study({ client, info, project: info.project, name: path }, join(folder, 'report'));
  });
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  const { project, report, ...rest } = figures;
  printResult(json === true, { project, report, seconds, ...rest }, describe(figures, seconds));
}

function makeFolder(out: string): string {
  const folder = resolve(out);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new Failure('READ_ONLY', `The folder ${folder} could not be made.`, {
      remedy: 'Choose another one with --out.',
      cause,
    });
  }
  return folder;
}

/** Every class x 400 samples, a ridge linker, every unit x 10 start pictures x 5 steps, every pair of classes x 2 counterfactuals. */
async function study(session: ProjectSession, reportFolder: string) {
  const samples = await runStage(session, { stage: 'samples', params: { perClass: 400 } });
  const linker = await runStage(session, {
    stage: 'linker',
    samples: samples.artifact.id,
    params: { method: 'ridge' },
  });
  const sweep = await runStage(session, {
    stage: 'sweep',
    linker: linker.artifact.id,
    params: { starts: 10, steps: 5 },
  });
  const counterfactual = await runStage(session, {
    stage: 'counterfactual',
    linker: linker.artifact.id,
    params: { perPair: 2 },
  });
  const report = await runStage(session, {
    stage: 'report',
    sweep: sweep.artifact.id,
    counterfactual: counterfactual.artifact.id,
    params: {},
  });
  const drawn = samples.artifact.summary as unknown as SamplesSummary;
  const linked = linker.artifact.summary as unknown as LinkerSummary;
  const swept = sweep.artifact.summary as unknown as SweepSummary;
  const turned = counterfactual.artifact.summary as unknown as CounterfactualSummary;
  return {
    project: session.info.path,
    report: await saveReport(session, report.artifact.id, reportFolder),
    samples: { count: drawn.count, acceptance: drawn.acceptance, duplicates: drawn.duplicates },
    linker: {
      r2: linked.r2,
      r2ClassMean: linked.classMean.r2,
      r2Shuffled: linked.shuffled.r2,
      agreement: linked.agreement,
      pixelError: linked.pixelError,
    },
    counterfactual: { cases: turned.cases, valid: turned.valid, validity: turned.scores.validity },
    sweep: { units: swept.units, images: swept.images, imagesPerSecond: swept.imagesPerSecond },
  };
}

function describe(figures: Awaited<ReturnType<typeof study>>, seconds: number): string[] {
  const { project, report, samples, linker, sweep, counterfactual } = figures;
  return [
    `Samples: ${formatCount(samples.count)}, ${formatPercent(samples.acceptance)} accepted, ${samples.duplicates} duplicates`,
    `Linker: R2 ${linker.r2.toFixed(3)} (class mean ${linker.r2ClassMean.toFixed(3)}, shuffled ${linker.r2Shuffled.toFixed(3)}), agreement ${formatPercent(linker.agreement)}`,
    `Sweep: ${formatCount(sweep.units)} units, ${formatCount(sweep.images)} pictures, ${formatCount(sweep.imagesPerSecond)} a second`,
    `Counterfactuals: ${counterfactual.valid} of ${counterfactual.cases} pictures become the target class`,
    `Project: ${project}`,
    `Report: ${report}`,
    `Done in ${formatDuration(1000 * seconds)}. Look at it with: unitloom serve ${project} --open`,
  ];
}
