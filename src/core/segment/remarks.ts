import type { SegmenterRequest } from './request.ts';

/** What a person should know of masks before trusting a segmenter: labels that cannot be learned, or not be judged; as sentences. */
export function remarksOn({
  masks,
  labels,
  groups,
  members,
}: Pick<SegmenterRequest, 'masks' | 'labels' | 'groups' | 'members'>): string[] {
  const pixels = masks.length / groups.length;
  const maskOf = (row: number) => masks.subarray(row * pixels, (row + 1) * pixels);
  const picturesWith = (isWanted: (mask: Uint8Array) => boolean) =>
    new Set(Array.from(groups).filter((_, row) => isWanted(maskOf(row)))).size;
  const pictures = new Set(groups).size;
  const drawn = labels.map((_, position) => picturesWith((mask) => mask.includes(position)));
  const named = (count: number) => labels.filter((_, at) => at > 0 && drawn[at] === count).map(({ name }) => name);
  const [never, once] = [named(0), named(1)];
  const empty = picturesWith((mask) => mask.every((label) => label === 0));
  const isHeldOut = pictures > 1 && members > 1;
  return [
    ...(pictures === 1
      ? ['There is one picture only, so nothing could be left out: the numbers are of training.']
      : []),
    ...(pictures > 1 && members === 1
      ? ['One network learned from every picture, so nothing was left out: the numbers are of training.']
      : []),
    ...(never.length === 0 ? [] : [`Drawn nowhere, so never found: ${never.join(', ')}.`]),
    ...(once.length === 0 || !isHeldOut
      ? []
      : [`Drawn in one picture only, so not judged fairly: ${once.join(', ')}.`]),
    ...(empty === 0
      ? []
      : [`Nothing is drawn in ${empty} of ${pictures} pictures: there every pixel was learned as ${labels[0]?.name}.`]),
  ];
}
