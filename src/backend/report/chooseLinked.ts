export interface ChosenRows {
  readonly name: string;
  /** Held-out rows, largest error first. */
  readonly rows: readonly number[];
}

/**
 * The held-out samples with the largest, middle and smallest errors, none of them twice. With too few for three groups
 * there is one group of all.
 */
export function chooseLinked(errors: ArrayLike<number>, perGroup: number): ChosenRows[] {
  const order = Array.from({ length: errors.length }, (_, row) => row).sort(
    (a, b) => (errors[b] as number) - (errors[a] as number) || a - b,
  );
  if (order.length < 3 * perGroup) return [{ name: `All ${order.length}, worst first`, rows: order }];
  const middle = Math.floor((order.length - perGroup) / 2);
  return [
    { name: `Worst ${perGroup}`, rows: order.slice(0, perGroup) },
    { name: `Median ${perGroup}`, rows: order.slice(middle, middle + perGroup) },
    { name: `Best ${perGroup}`, rows: order.slice(-perGroup) },
  ];
}
