import type { ProjectSession } from './session.ts';

/** Who the demo painter's masks are stored as. */
export const TRUTH = 'truth';

/** Gives the demo pair's fixed latents the painter's own masks: they stand in for an annotator. Done before, it changes nothing. */
export async function takeTruth({ client, project }: ProjectSession, indices: readonly number[]): Promise<void> {
  const by = { project, annotator: TRUTH };
  const { labels } = await client.mask.labels({ project });
  if (!labels.some(({ id }) => id === 'body')) await client.mask.startLabels({ ...by, template: 'critters' });
  const { pictures } = await client.mask.queue(by);
  const known = new Set(pictures.map(({ source }) => (source.kind === 'truth' ? source.index : -1)));
  const missing = indices.filter((index) => !known.has(index));
  if (missing.length === 0) return;
  await client.mask.pick({ ...by, from: { kind: 'truth', indices: missing } });
  await client.mask.importTruth(by);
}

/** Seals the masks that are done. @returns the artifact */
export async function sealMasks({ client, project }: ProjectSession): Promise<string> {
  return (await client.mask.snapshot({ project })).artifact.id;
}
