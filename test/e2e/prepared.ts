import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openWorkbench, type Workbench } from '../backend/workbench.ts';

/** An open project, made while no window shows it. */
export type Making = Pick<Workbench, 'client' | 'finish'> & { readonly project: string };

/** What most scenarios begin with: samples, a ridge linker, and a segmenter of three of the painter's masks. */
export function makeStudy(path: string): Promise<void> {
  return withWorkbench(undefined, async ({ client, finish }) => {
    const { project } = await client.project.create({ path, name: 'Study' });
    await finish(client.samples.draw({ project, params: { perClass: 40 } }));
    await finish(client.linker.train({ project, params: {} }));
    const by = { project, annotator: 'truth' };
    await client.mask.startLabels({ ...by, template: 'critters' });
    await client.mask.pick({ ...by, from: { kind: 'truth', indices: [0, 1, 2] } });
    await client.mask.importTruth(by);
    await client.mask.snapshot({ project });
    await finish(client.segment.train({ project, params: { members: 1, maxEpochs: 3 } }));
  });
}

/** Puts a copy of a study among the projects of a window that opens later, with whatever else the scenario begins with. */
export function prepareStudy(
  study: string,
  userFolder: string,
  make: (making: Making) => Promise<void>,
): Promise<void> {
  return withWorkbench(userFolder, async ({ client, finish }) => {
    const path = join(userFolder, 'projects', 'study.unitloom');
    mkdirSync(dirname(path), { recursive: true });
    copyFileSync(study, path);
    const { project } = await client.project.open({ path });
    await make({ client, finish, project });
  });
}

async function withWorkbench(userFolder: string | undefined, use: (bench: Workbench) => Promise<void>): Promise<void> {
  const bench = await openWorkbench(userFolder);
  try {
    await use(bench);
  } finally {
    await bench.close();
  }
}
