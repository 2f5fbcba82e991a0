export const welcome = {
  title: 'Projects',
} as const;
