import { z } from 'zod';

/** Inputs that many calls have. */

export const project = z.string().min(1).max(200);
export const artifact = z.string().regex(/^[0-9a-f]{32}$/, 'is not an artifact id');
export const path = z.string().min(1).max(4096);
export const page = { offset: z.int().min(0).default(0), limit: z.int().min(1).max(2000).default(200) };
