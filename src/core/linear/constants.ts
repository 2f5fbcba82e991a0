/** Columns without any spread. */
export function countConstant(spreads: ArrayLike<number>): number {
  let count = 0;
  for (let column = 0; column < spreads.length; column++) if (spreads[column] === 0) count++;
  return count;
}

/**
 * What a person should know of columns that never change in the samples a linker is fitted on, as sentences.
 *
 * @param units   whose weights are 0, as nothing is known of what they do
 * @param latents dimensions that every sample shares
 */
export function remarksOnConstants(units: number, latents: number): readonly string[] {
  const unitsNever = units === 1 ? '1 unit never changes' : `${units} units never change`;
  const latentsNever = latents === 1 ? '1 dimension of w never changes' : `${latents} dimensions of w never change`;
  return [
    ...(units > 0 ? [`${unitsNever} in these samples: the weights are 0.`] : []),
    ...(latents > 0 ? [`${latentsNever} in these samples: the link always gives the same value.`] : []),
  ];
}
