import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { DEMO_CLASSIFIERS, type DemoClassifier } from '#core/api/pair.ts';
import type { PairInfo } from '#core/views/project.ts';
import { formatCount } from '#headless/format.ts';
import { addExample, addGroup, addJson, given, type JsonOption } from '#headless/options.ts';
import { printResult } from '#headless/output.ts';
import { withProject } from '#headless/session.ts';

export function addPairCommands(program: Command): void {
  const pair = addGroup(program, 'pair', 'the model pair: generator and classifier', 'pair show dogs.unitloom');
  addShow(pair);
  addAdd(pair);
}

function addShow(pair: Command): void {
  const command = pair
    .command('show')
    .description('show the pair that stages take')
    .argument('<project>')
    .action((path: string, options: JsonOption) =>
      withProject(path, async ({ client, project }) => {
        const { info, summary } = await client.pair.show({ project });
        printResult(options.json === true, { ...info, summary }, [
          ...describePair(info),
          `Pictures: ${summary.imageSizePx.join(' x ')} px`,
          `Representation: ${summary.representation}${summary.headKnown ? ', weights to the logits known' : ''}`,
          ...summary.files.map(({ role, name, sha256 }) => `${role}: ${name} (${sha256.slice(0, 12)})`),
        ]);
      }),
    );
  addExample(addJson(command), 'pair show dogs.unitloom');
}

interface AddOptions extends JsonOption {
  readonly generator?: string;
  readonly classifier?: string;
  readonly demoClassifier: DemoClassifier;
}

function addAdd(pair: Command): void {
  const command = pair
    .command('add')
    .description('add a pair from manifests; one that is left out comes from the demo pair')
    .argument('<project>')
    .option('--generator <manifest>', 'manifest of the generator (JSON)')
    .option('--classifier <manifest>', 'manifest of the classifier (JSON)')
    .addOption(
      new Option('--demo-classifier <name>', "which of the demo's classifiers stands in")
        .choices(DEMO_CLASSIFIERS)
        .default('aux'),
    )
    .action((path: string, options: AddOptions) =>
      withProject(path, async ({ client, project }) => {
        const { generator, classifier, demoClassifier } = options;
        const info = await client.pair.add({
          project,
          demoClassifier,
          ...given({
            generator: generator === undefined ? undefined : resolve(generator),
            classifier: classifier === undefined ? undefined : resolve(classifier),
          }),
        });
        printResult(options.json === true, info, describePair(info));
      }),
    );
  addExample(addJson(command), 'pair add dogs.unitloom --classifier resnet50/manifest.json');
}

function describePair(info: PairInfo): string[] {
  return [
    `${info.name}  ${info.artifactId}`,
    `Generator: ${info.generatorName}, ${formatCount(info.wDim)} latent dimensions`,
    `Classifier: ${info.classifierName}, ${formatCount(info.units)} units`,
    `Classes: ${info.classNames.join(', ')}`,
  ];
}
