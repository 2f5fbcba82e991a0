export const linker = {
  title: 'Linker',
} as const;
