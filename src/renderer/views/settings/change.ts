import type { Settings } from '#core/views.ts';

/** Saves some settings; the others stay. */
export type ChangeSettings = (changes: Partial<Settings>) => void;
