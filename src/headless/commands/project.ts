import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Failure } from '#core/failure.ts';
import type { ArtifactNode, ProjectInfo } from '#core/views/project.ts';
import { formatBytes, formatCount, formatTable } from '#headless/format.ts';
import { addExample, addJson, given, type JsonOption } from '#headless/options.ts';
import { printResult } from '#headless/output.ts';
import { withClient, withProject } from '#headless/session.ts';

/** new, info, verify, backup, compact: commands about the project file itself. */
export function addProjectCommands(program: Command): void {
  addNew(program);
  addInfo(program);
  addVerify(program);
  addBackup(program);
  addCompact(program);
}

interface NewOptions extends JsonOption {
  readonly generator?: string;
  readonly classifier?: string;
  readonly pair: boolean;
  readonly name?: string;
}

function addNew(program: Command): void {
  const command = program
    .command('new')
    .description('make a project; without manifests it takes the demo pair')
    .argument('<project>', 'file to make, *.unitloom')
    .option('--generator <manifest>', 'manifest of the generator (JSON)')
    .option('--classifier <manifest>', 'manifest of the classifier (JSON)')
    .option('--no-pair', 'leave the project without models')
    .option('--name <name>', 'name shown in windows and reports')
    .action((path: string, options: NewOptions) =>
      withClient(async (client) => {
        const info = await client.project.create({
          path: resolve(path),
          noPair: !options.pair,
          ...given({
            name: options.name,
            generator: absolute(options.generator),
            classifier: absolute(options.classifier),
          }),
        });
        printResult(options.json === true, info, describeProject(info));
      }),
    );
  addExample(
    addJson(command),
    'new dogs.unitloom --generator stylegan/manifest.json --classifier resnet50/manifest.json',
  );
}

function addInfo(program: Command): void {
  const command = program
    .command('info')
    .description('show what is in a project, and what was made from what')
    .argument('<project>')
    .action((path: string, options: JsonOption) =>
      withProject(path, async ({ client, project, info }) => {
        const nodes = await client.artifact.list({ project });
        printResult(options.json === true, { ...info, nodes }, [...describeProject(info), '', ...describeNodes(nodes)]);
      }),
    );
  addExample(addJson(command), 'info dogs.unitloom');
}

function addVerify(program: Command): void {
  const command = program
    .command('verify')
    .description('check the file, every hash and every reference')
    .argument('<project>')
    .action((path: string, options: JsonOption) =>
      withProject(path, async ({ client, project }) => {
        const report = await client.project.verify({ project });
        const { blobs, images, artifacts, parts } = report.checked;
        const counted = `${formatCount(artifacts)} artifacts, ${formatCount(parts)} parts, ${formatCount(images)} images and ${formatCount(blobs)} blobs checked`;
        const problems = report.problems.map(({ kind, sentence }) => `${kind}: ${sentence}`);
        printResult(options.json === true, report, [...problems, report.ok ? `Clean: ${counted}.` : `${counted}.`]);
        if (!report.ok)
          throw new Failure('DAMAGED_PROJECT', `${path} has ${problems.length} problems; nothing was changed.`);
      }),
    );
  addExample(addJson(command), 'verify dogs.unitloom');
}

function addBackup(program: Command): void {
  const command = program
    .command('backup')
    .description('copy a project safely, also while it is in use by this machine')
    .argument('<project>')
    .argument('<to>', 'file to write')
    .action((path: string, to: string, options: JsonOption) =>
      withProject(path, async ({ client, project }) => {
        const copy = await client.project.backup({ project, to: resolve(to) });
        printResult(options.json === true, copy, [`Copied to ${copy.path}, ${formatBytes(copy.sizeBytes)}.`]);
      }),
    );
  addExample(addJson(command), 'backup dogs.unitloom dogs-friday.unitloom');
}

function addCompact(program: Command): void {
  const command = program
    .command('compact')
    .description('drop what nothing refers to and give back its space')
    .argument('<project>')
    .action((path: string, options: JsonOption) =>
      withProject(path, async ({ client, project }) => {
        const report = await client.project.compact({ project });
        const { beforeBytes, afterBytes, removed } = report;
        const line = `${formatBytes(beforeBytes)} before, ${formatBytes(afterBytes)} now, ${formatCount(removed)} pieces dropped.`;
        printResult(options.json === true, report, [line]);
      }),
    );
  addExample(addJson(command), 'compact dogs.unitloom');
}

function absolute(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(path);
}

function describeProject(info: ProjectInfo): string[] {
  return [
    `${info.name}  ${info.path}`,
    `${formatBytes(info.sizeBytes)}, ${formatCount(info.artifacts)} artifacts, ${formatCount(info.images)} pictures`,
    info.pair === null ? 'No model pair.' : `Pair: ${info.pair.name}, ${formatCount(info.pair.units)} units`,
    ...info.missingModels.map(({ name, sha256 }) => `Not found on this machine: ${name} (${sha256.slice(0, 12)})`),
  ];
}

function describeNodes(nodes: readonly ArtifactNode[]): string[] {
  if (nodes.length === 0) return ['Nothing was made yet.'];
  return formatTable(
    nodes.map(({ artifact, title, line, stale, isDefault }) => [
      artifact.id,
      artifact.stage,
      artifact.state === 'building' ? 'building' : stale ? 'stale' : isDefault ? 'default' : '',
      title,
      line,
    ]),
  );
}
