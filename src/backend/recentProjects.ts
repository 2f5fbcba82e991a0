import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { RecentProject } from '#core/views/project.ts';
import type { EncodedPicture } from './encodedPicture.ts';
import { readJson, writeJson } from './settings.ts';
import { peekImage, peekProject } from './store/peek.ts';

const fileSchema = z.array(z.object({ path: z.string(), openedAt: z.string(), name: z.string() })).catch([]);

/** More than anyone scrolls through. */
const MOST = 50;
/** Kept strips: each would otherwise open a project file again. */
const MOST_PICTURES = 200;

export interface RecentProjects {
  /** Newest first; a project that cannot be read keeps its row, with the reason. */
  list(openPaths: ReadonlySet<string>): RecentProject[];
  paths(): string[];
  add(path: string, name: string): void;
  forget(path: string): void;
  /** A strip shown beside a listed project that is not open; null when no listed project has it. */
  picture(hash: string): EncodedPicture | null;
}

export function openRecentProjects(userFolder: string): RecentProjects {
  const file = join(userFolder, 'recent.json');
  let entries = fileSchema.parse(readJson(file) ?? []);
  const pictures = new Map<string, EncodedPicture>();
  const save = (next: typeof entries) => {
    entries = next.slice(0, MOST);
    writeJson(file, entries);
  };
  return {
    list: (openPaths) =>
      entries.map(({ path, openedAt, name }) => {
        const peek = peekProject(path);
        return {
          path,
          openedAt,
          fileName: path.split(/[\\/]/).pop() ?? path,
          name: peek.name ?? name,
          sizeBytes: peek.sizeBytes,
          changedAt: peek.changedAt ?? openedAt,
          lastStage: peek.lastStage,
          pictures: peek.pictures,
          state:
            openPaths.has(path) && peek.state === 'ok' ? 'open' : peek.state === 'foreign' ? 'damaged' : peek.state,
          sentence: peek.sentence,
        };
      }),
    paths: () => entries.map(({ path }) => path),
    add: (path, name) => {
      const absolute = resolve(path);
      save([
        { path: absolute, name, openedAt: new Date().toISOString() },
        ...entries.filter((entry) => entry.path !== absolute),
      ]);
    },
    forget: (path) => save(entries.filter((entry) => entry.path !== path)),
    picture: (hash) => {
      const known = pictures.get(hash);
      if (known) return known;
      for (const { path } of entries) {
        const image = peekImage(path, hash);
        if (!image) continue;
        pictures.set(hash, image);
        if (pictures.size > MOST_PICTURES) pictures.delete(pictures.keys().next().value as string);
        return image;
      }
      return null;
    },
  };
}
