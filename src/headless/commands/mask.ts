import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Interval } from '#core/bootstrap.ts';
import { Failure } from '#core/failure.ts';
import { LABEL_TEMPLATES, type LabelTemplate } from '#core/labelSet.ts';
import {
  MASK_FORMATS,
  type MaskFormat,
  MERGE_RESOLUTIONS,
  type MergeResolution,
  WRITTEN_FORMATS,
  type WrittenFormat,
} from '#core/views/mask.ts';
import { formatFixed, formatInterval, formatPercent, formatTable } from '#headless/format.ts';
import { addExample, addGroup, addJson, given, type JsonOption, numberOption, readNames } from '#headless/options.ts';
import { printResult } from '#headless/output.ts';
import { type ProjectSession, withProject } from '#headless/session.ts';

export function addMaskCommands(program: Command): void {
  const mask = addGroup(program, 'mask', 'part masks that people draw', 'mask draw dogs.unitloom --per-class 2');
  addLabels(mask);
  addDraw(mask);
  addList(mask);
  addExport(mask);
  addImport(mask);
  addAgreement(mask);
  addPacket(mask);
  addMerge(mask);
  addSnapshot(mask);
}

interface ByOption extends JsonOption {
  readonly annotator?: string;
}

function annotatorOption(description: string): Option {
  return new Option('--annotator <name>', `${description} (default: the name in Settings)`);
}

/** The name given, or that of this machine's settings. */
async function annotatorOf({ client }: ProjectSession, named: string | undefined): Promise<string> {
  const name = named ?? (await client.app.settings()).annotator;
  if (name.trim() !== '') return name;
  throw new Failure('USAGE', 'It is not said whose masks these are.', { remedy: 'Give a name with --annotator.' });
}

interface LabelsOptions extends ByOption {
  readonly template?: LabelTemplate;
  readonly names?: string[];
}

function addLabels(mask: Command): void {
  const command = mask
    .command('labels')
    .description('show the labels, or begin with some')
    .argument('<project>')
    .addOption(
      new Option('--template <name>', 'begin with these').choices(Object.keys(LABEL_TEMPLATES)).conflicts('names'),
    )
    .option('--names <names>', 'begin with these, as ear,eye,tail', readNames)
    .addOption(annotatorOption('who says so'))
    .action((path: string, options: LabelsOptions) => showLabels(path, options));
  addExample(addJson(command), 'mask labels dogs.unitloom --names snout,ear,tail');
}

async function showLabels(path: string, { template, names, annotator, json }: LabelsOptions): Promise<void> {
  await withProject(path, async (session) => {
    const { client, project } = session;
    const view =
      template === undefined && names === undefined
        ? await client.mask.labels({ project })
        : await client.mask.startLabels({
            project,
            annotator: await annotatorOf(session, annotator),
            ...given({ template, names }),
          });
    const rows = view.labels.map(({ value, name, colour, pattern }) => [String(value), name, colour, pattern]);
    printResult(
      json === true,
      { labels: view.labels },
      formatTable([['number', 'name', 'colour', 'pattern'], ...rows]),
    );
  });
}

interface DrawOptions extends ByOption {
  readonly classes?: string[];
  readonly perClass?: number;
  readonly psi?: number;
  readonly seed?: number;
}

function addDraw(mask: Command): void {
  const command = mask
    .command('draw')
    .description('draw pictures into the queue of pictures to annotate')
    .argument('<project>')
    .option('--classes <names>', 'classes to draw, as cat,dog (default: all)', readNames)
    .addOption(numberOption('--per-class <n>', 'pictures of each class (default: 2)'))
    .addOption(numberOption('--psi <psi>', 'truncation, 1 is none (default: 0.7)'))
    .addOption(numberOption('--seed <n>', 'seed of the latents (default: 0)'))
    .addOption(annotatorOption('who adds them'))
    .action((path: string, options: DrawOptions) => drawPictures(path, options));
  addExample(addJson(command), 'mask draw dogs.unitloom --per-class 2 --seed 100');
}

async function drawPictures(path: string, { json, annotator, ...draw }: DrawOptions): Promise<void> {
  await withProject(path, async (session) => {
    const { client, project } = session;
    const by = await annotatorOf(session, annotator);
    const pictures = await client.mask.draw({ project, annotator: by, ...given(draw) });
    const lines = [`${pictures.length} pictures are in the queue. Annotate them with: unitloom serve ${path} --open`];
    printResult(json === true, { pictures: pictures.map(({ id, className }) => ({ id, className })) }, lines);
  });
}

function addList(mask: Command): void {
  const command = mask
    .command('list')
    .description('list the pictures to annotate, and who has drawn what')
    .argument('<project>')
    .addOption(annotatorOption('as whom'))
    .action((path: string, options: ByOption) => listPictures(path, options));
  addExample(addJson(command), 'mask list dogs.unitloom');
}

async function listPictures(path: string, { json, annotator }: ByOption): Promise<void> {
  await withProject(path, async (session) => {
    const { client, project } = session;
    const queue = await client.mask.queue({ project, annotator: await annotatorOf(session, annotator) });
    const rows = queue.pictures.flatMap(({ id, className, mine, others }) => {
      const masks = [...(mine === null ? [] : [mine]), ...others];
      if (masks.length === 0) return [[id, className, '', 'to do', '0']];
      return masks.map((one) => [id, className, one.annotator, one.state, String(one.strokes)]);
    });
    const heads = ['picture', 'class', 'annotator', 'state', 'strokes'];
    const empty = ['Nothing is in the queue yet. Draw pictures with: unitloom mask draw'];
    printResult(json === true, queue, rows.length === 0 ? empty : formatTable([heads, ...rows]));
  });
}

interface ExportOptions extends ByOption {
  readonly out: string;
  readonly format: WrittenFormat;
  readonly unfinished?: boolean;
  readonly pictures?: boolean;
}

function addExport(mask: Command): void {
  const command = mask
    .command('export')
    .description('write masks as files')
    .argument('<project>')
    .requiredOption('--out <path>', 'folder, or a .zip archive')
    .addOption(
      new Option('--format <format>', 'palette: PNG with colours; index: grey PNG; npy: (1, H, W) uint8; coco: RLE')
        .choices(WRITTEN_FORMATS)
        .default('palette'),
    )
    .addOption(annotatorOption('whose masks'))
    .option('--unfinished', 'also masks that are not marked as done')
    .option('--pictures', 'the pictures too')
    .action((path: string, options: ExportOptions) => exportMasks(path, options));
  addExample(addJson(command), 'mask export dogs.unitloom --annotator Ann --out masks.zip');
}

async function exportMasks(path: string, { json, out, annotator, ...options }: ExportOptions): Promise<void> {
  await withProject(path, async (session) => {
    const { client, project } = session;
    const by = await annotatorOf(session, annotator);
    const written = await client.mask.exportFiles({ project, to: resolve(out), annotator: by, ...given(options) });
    printResult(json === true, written, [`${written.masks} masks by ${by}: ${written.path}`]);
  });
}

interface ImportOptions extends ByOption {
  readonly format: MaskFormat;
  readonly addLabels?: boolean;
  readonly unfinished?: boolean;
}

function addImport(mask: Command): void {
  const command = mask
    .command('import')
    .description('take masks from files; names match those of an export')
    .argument('<project>')
    .argument('<from>', 'folder, .zip archive or file')
    .addOption(new Option('--format <format>', 'what the files are').choices(MASK_FORMATS).default('palette'))
    .addOption(annotatorOption('whose masks they become'))
    .option('--add-labels', 'add labels that the files name and the project has not')
    .option('--unfinished', 'do not mark them as done')
    .action((path: string, from: string, options: ImportOptions) => importMasks(path, from, options));
  addExample(addJson(command), 'mask import dogs.unitloom masks.zip --annotator Bob');
}

async function importMasks(path: string, from: string, options: ImportOptions): Promise<void> {
  await withProject(path, async (session) => {
    const { client, project } = session;
    const result = await client.mask.importFiles({
      project,
      from: resolve(from),
      format: options.format,
      annotator: await annotatorOf(session, options.annotator),
      addLabels: options.addLabels === true,
      done: options.unfinished !== true,
    });
    const { imported, unmatched } = result;
    const left = `${unmatched.length} files belong to no picture of the queue: ${unmatched.slice(0, 5).join(', ')}`;
    printResult(options.json === true, result, [
      `${imported.length} masks imported.`,
      ...(unmatched.length === 0 ? [] : [`${left}${unmatched.length > 5 ? ', ...' : ''}`]),
    ]);
  });
}

function addAgreement(mask: Command): void {
  const command = mask
    .command('agreement')
    .description('hold two annotators against each other, on pictures that both have finished')
    .argument('<project>')
    .argument('<first>')
    .argument('<second>')
    .action((path: string, a: string, b: string, options: JsonOption) => showAgreement(path, a, b, options));
  addExample(addJson(command), 'mask agreement dogs.unitloom Ann Bob');
}

async function showAgreement(path: string, a: string, b: string, { json }: JsonOption): Promise<void> {
  await withProject(path, async ({ client, project }) => {
    const view = await client.mask.agreement({ project, a, b });
    const withInterval = (value: number | null, interval: Interval) =>
      [formatFixed(value, 3), formatInterval(interval)] as const;
    const rows = view.parts.map((part) => [
      part.name,
      ...withInterval(part.iou, part.iouInterval),
      ...withInterval(part.boundaryF, part.boundaryFInterval),
      ...withInterval(part.alpha, part.alphaInterval),
      String(part.pictures),
    ]);
    const heads = ['part', 'IoU', '95 %', 'boundary F', '95 %', 'alpha', '95 %', 'pictures'];
    printResult(json === true, view, [
      `${view.pictures.length} pictures, ${formatPercent(view.same)} of their pixels the same, alpha ${formatFixed(view.alpha, 3)} ${formatInterval(view.alphaInterval)}`,
      ...formatTable([heads, ...rows]),
    ]);
  });
}

interface PacketOptions extends ByOption {
  readonly out: string;
}

function addPacket(mask: Command): void {
  const command = mask
    .command('packet')
    .description('write a small file that somebody without the project can annotate and send back')
    .argument('<project>')
    .requiredOption('--out <file>', 'the packet, a .unitloom file')
    .addOption(annotatorOption('who is to fill it in'))
    .action((path: string, options: PacketOptions) => writePacket(path, options));
  addExample(addJson(command), 'mask packet dogs.unitloom --annotator Bob --out for-bob.unitloom');
}

async function writePacket(path: string, { json, out, annotator }: PacketOptions): Promise<void> {
  await withProject(path, async (session) => {
    const { client, project } = session;
    const by = await annotatorOf(session, annotator);
    const packet = await client.mask.writePacket({ project, annotator: by, to: resolve(out) });
    printResult(json === true, packet, [`${packet.pictures} pictures for ${by}: ${packet.path}`]);
  });
}

interface MergeOptions extends JsonOption {
  readonly keep?: MergeResolution;
  readonly dryRun?: boolean;
}

function addMerge(mask: Command): void {
  const command = mask
    .command('merge')
    .description('take the masks of a packet that was filled in, or of a copy of the project')
    .argument('<project>')
    .argument('<from>', 'the packet or copy')
    .addOption(new Option('--keep <which>', 'of masks that were drawn on in both places').choices(MERGE_RESOLUTIONS))
    .option('--dry-run', 'only say what it would do')
    .action((path: string, from: string, options: MergeOptions) => mergeMasks(path, from, options));
  addExample(addJson(command), 'mask merge dogs.unitloom for-bob.unitloom');
}

async function mergeMasks(path: string, from: string, { json, keep, dryRun }: MergeOptions): Promise<void> {
  await withProject(path, async ({ client, project }) => {
    const request = { project, from: resolve(from) };
    const view =
      dryRun === true
        ? await client.mask.previewMerge(request)
        : await client.mask.merge({ ...request, ...given({ resolution: keep }) });
    const countOf = (kind: string) => view.masks.filter((mask) => mask.kind === kind).length;
    printResult(json === true, view, [
      `${countOf('new')} masks new, ${countOf('longer')} longer there, ${countOf('same')} the same, ${countOf('conflict')} drawn on in both places.`,
      ...(view.unknownPictures === 0 ? [] : [`${view.unknownPictures} pictures of that file are not in this project.`]),
    ]);
  });
}

function addSnapshot(mask: Command): void {
  const command = mask
    .command('snapshot')
    .description('seal the finished masks, so that segmenters can be trained on them')
    .argument('<project>')
    .option('--annotator <name>', 'only those of one annotator')
    .action((path: string, options: ByOption) => sealMasks(path, options));
  addExample(addJson(command), 'mask snapshot dogs.unitloom');
}

async function sealMasks(path: string, { json, annotator }: ByOption): Promise<void> {
  await withProject(path, async ({ client, project }) => {
    const { artifact, masks, labels } = await client.mask.snapshot({ project, ...given({ annotator }) });
    printResult(json === true, { artifactId: artifact.id, masks, labels }, [`${masks} masks with ${labels} labels`]);
  });
}
