import { initial } from './migrations/initial.ts';
import { masks } from './migrations/masks.ts';
import type { Migration } from './migrations/migration.ts';

/** Every step, oldest first; versions are 1, 2, 3, ... */
export const MIGRATIONS: readonly Migration[] = [initial, masks];

export const SCHEMA_VERSION = MIGRATIONS.length;
