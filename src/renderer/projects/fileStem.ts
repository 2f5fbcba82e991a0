/** A file name out of a title: `Ear study, two annotators` becomes `ear-study-two-annotators`. */
export function fileStem(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  return slug === '' ? 'project' : slug;
}
