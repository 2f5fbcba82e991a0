/** Rows of digits, as the fixtures hold pictures. */
export function digitsOf(values: Uint8Array, widthPx: number): string[] {
  return Array.from({ length: values.length / widthPx }, (_, row) =>
    values.subarray(row * widthPx, (row + 1) * widthPx).join(''),
  );
}

export function valuesOf(rows: readonly string[]): Uint8Array {
  return Uint8Array.from([...rows.join('')].map(Number));
}
