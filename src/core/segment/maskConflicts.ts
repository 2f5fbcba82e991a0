import type { MaskSet } from '../maskSet.ts';

/**
 * What to say where several people's masks of one picture differ: training takes all of them, and no network can match two answers.
 *
 * @returns null where no picture has masks that differ
 */
export function remarkOnConflicts({ labels, masks, pictures }: Omit<MaskSet, 'w'>): string | null {
  const [, heightPx, widthPx] = masks.shape;
  const pixels = heightPx * widthPx;
  const maskAt = (row: number) => masks.data.subarray(row * pixels, (row + 1) * pixels);
  const [people, inPictures] = [new Set<string>(), new Set<string>()];
  const atLabel = new Float64Array(labels.length);
  let [drawn, differing] = [0, 0];
  for (const [picture, rows] of Map.groupBy(pictures.keys(), (row) => (pictures[row] as { id: string }).id)) {
    const [first, ...others] = rows.map(maskAt) as [Uint8Array, ...Uint8Array[]];
    if (others.length === 0) continue;
    let here = 0;
    for (let at = 0; at < pixels; at++) {
      const labelled = new Set([first[at] as number, ...others.map((mask) => mask[at] as number)]);
      if (labelled.size === 1 && labelled.has(0)) continue;
      drawn++;
      if (labelled.size === 1) continue;
      here++;
      for (const label of labelled) atLabel[label] = (atLabel[label] as number) + 1;
    }
    if (here === 0) continue;
    differing += here;
    inPictures.add(picture);
    for (const row of rows) people.add((pictures[row] as { annotator: string }).annotator);
  }
  if (differing === 0) return null;
  // The background borders on everything, and would be named each time.
  atLabel[0] = 0;
  const part = labels[atLabel.indexOf(Math.max(...atLabel))]?.name ?? '';
  const who = new Intl.ListFormat('en').format([...people].sort());
  const where = inPictures.size === 1 ? 'one picture' : `${inPictures.size} pictures`;
  const share = Number(((100 * differing) / drawn).toPrecision(2));
  return `The masks of ${who} differ in ${share} % of what they drew in ${where}, most at the ${part}. Training takes them all, so settle them where it matters.`;
}
