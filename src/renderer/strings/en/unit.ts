export const unit = {
  title: 'Unit',
} as const;
