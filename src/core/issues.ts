/** What a schema found wrong with one field; zod's issues fit. */
export interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/**
 * One sentence that names the first field that does not fit, as a person would write it: `sweeps[0].steps`.
 *
 * @param subject what was read, as the start of the sentence: "recipe.yaml", "The call"
 */
export function describeIssues(subject: string, issues: readonly Issue[]): string {
  const first = issues[0];
  if (first === undefined) return `${subject} does not fit.`;
  const field = fieldName(first.path ?? []);
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  const reason = first.message.replace(/\.$/, '');
  return field === ''
    ? `${subject} does not fit: ${reason}${more}.`
    : `${subject}: ${field} does not fit: ${reason}${more}.`;
}

function fieldName(path: NonNullable<Issue['path']>): string {
  return path
    .map((segment) => (typeof segment === 'object' ? segment.key : segment))
    .reduce<string>((name, key) => {
      if (typeof key === 'number') return `${name}[${key}]`;
      return name === '' ? String(key) : `${name}.${String(key)}`;
    }, '');
}
