export const samples = {
  title: 'Samples',
  label: '{samples} {count:sample|samples}, psi {psi}, seed {seed}',
} as const;
