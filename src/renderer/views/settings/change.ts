import type { Settings } from '#core/views/app.ts';

/** Saves some settings; the others stay. */
export type ChangeSettings = (changes: Partial<Settings>) => void;
