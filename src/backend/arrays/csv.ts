/**
 * A table as RFC 4180 has it; missing values and NaN are empty fields.
 *
 * @param rows the head first
 */
export function encodeCsv(rows: Iterable<readonly (string | number | boolean | null | undefined)[]>): Uint8Array {
  const lines = Array.from(rows, (row) => row.map(field).join(','));
  return new TextEncoder().encode(`${lines.join('\r\n')}\r\n`);
}

function field(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
