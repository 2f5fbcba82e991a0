import { Failure } from '#core/failure.ts';
import type { Json } from '#core/json.ts';
import { describePair, generatorHash } from '../pairs.ts';
import type { MaskStore, StoredPicture } from '../store/masks.ts';
import { createProject, type Project } from '../store/project.ts';
import { labelsOf } from './labels.ts';

/**
 * A packet is a small project file that holds pictures to annotate, the labels, and one annotator's masks so far. It opens in any
 * Unitloom, without models and without the project it came from, and is merged back by the ids of pictures and strokes.
 */

/** Where a packet says what it is; also an empty one is told from a project by it. */
const KIND = 'mask.packet';

export interface PacketOptions {
  readonly to: string;
  /** Who is to fill it in; their masks so far go along. */
  readonly annotator: string;
  /** All pictures of the queue when null. */
  readonly pictures: readonly string[] | null;
}

/** @throws Failure NOT_FOUND when there is nothing to annotate, BAD_INPUT when the file exists */
export function writePacket(project: Project, options: PacketOptions): { path: string; pictures: number } {
  const pictures = project.masks
    .pictures()
    .filter(({ id, isRemoved }) => !isRemoved && (options.pictures === null || options.pictures.includes(id)));
  if (pictures.length === 0) {
    throw new Failure('NOT_FOUND', 'There is no picture to put into a packet.', {
      remedy: 'Draw pictures into the queue first, or name others.',
    });
  }
  const path = options.to.endsWith('.unitloom') ? options.to : `${options.to}.unitloom`;
  const packet = createProject(path, `Packet of ${project.name} for ${options.annotator}`);
  try {
    copyPairs(project, packet, pictures);
    packet.journal.append({ author: options.annotator, kind: KIND, payload: { project: project.name } as Json });
    const { set } = labelsOf(project);
    packet.journal.append({
      author: options.annotator,
      kind: 'mask.labels',
      payload: { set, before: 0 } as unknown as Json,
    });
    for (const picture of pictures) copyPicture(project, packet, picture, options.annotator);
    return { path: packet.path, pictures: pictures.length };
  } finally {
    packet.close();
  }
}

/** Without their models: what a pair is, so that pictures keep their ids. */
function copyPairs(project: Project, packet: Project, pictures: readonly StoredPicture[]): void {
  for (const id of new Set(pictures.map(({ pairId }) => pairId))) {
    const { stage, params, inputs, summary } = project.artifacts.artifact(id);
    const writer = packet.artifacts.begin({ stage, params, inputs });
    writer.putArray('manifests', project.artifacts.array(id, 'manifests'));
    packet.artifacts.seal(writer.artifactId, { summary, device: null, libraries: {}, elapsedMs: 0 });
  }
}

function copyPicture(project: Project, packet: Project, picture: StoredPicture, annotator: string): void {
  const strip = project.images.get(picture.picture.hash);
  if (strip === null) throw new Failure('NOT_FOUND', `The picture ${picture.id.slice(0, 8)} is not in this project.`);
  const hash = generatorHash(describePair(project.artifacts.artifact(picture.pairId)));
  packet.masks.addPictures([{ ...picture, strip, tile: picture.picture.index }], hash, picture.addedBy);
  copyMask(project.masks, packet.masks, picture.id, annotator);
}

function copyMask(from: MaskStore, to: MaskStore, pictureId: string, annotator: string): void {
  const mask = from.mask(pictureId, annotator);
  if (mask === null) return;
  const entries = from.entries(pictureId, annotator);
  if (entries.length > 0) to.append(pictureId, annotator, entries);
  to.setState(pictureId, annotator, mask.state, annotator);
}
