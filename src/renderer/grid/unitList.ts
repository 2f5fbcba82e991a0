/**
 * Reads a list of units as people write it: `0-9, 12`.
 *
 * @returns sorted unit numbers, or null where the text is no such list or names a unit that does not exist
 */
export function parseUnitList(text: string, count: number): number[] | null {
  const chosen = new Set<number>();
  for (const piece of text.split(/[\s,;]+/).filter((word) => word !== '')) {
    const match = /^(\d+)(?:[-–](\d+))?$/.exec(piece);
    if (match === null) return null;
    const first = Number(match[1]);
    const last = match[2] === undefined ? first : Number(match[2]);
    if (last < first || last >= count) return null;
    for (let unit = first; unit <= last; unit++) chosen.add(unit);
  }
  return chosen.size === 0 ? null : [...chosen].toSorted((a, b) => a - b);
}

/** Undefined where nothing is written: all of them. Null where it is no list of units. */
export function readUnits(text: string, count: number): number[] | null | undefined {
  return text.trim() === '' ? undefined : parseUnitList(text, count);
}
