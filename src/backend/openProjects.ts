import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Failure } from '#core/failure.ts';
import { createProject, openProject, type Project } from './store/project.ts';

/** A project that is open in this backend, under the handle that calls use. */
export interface OpenProject {
  readonly handle: string;
  readonly project: Project;
}

export interface OpenProjects {
  all(): readonly OpenProject[];
  /**
   * An open project, or a recent one that is opened by this: an address with a handle in it outlives a restart of the host.
   *
   * @throws Failure NOT_FOUND when the handle is that of no known project
   */
  get(handle: string): OpenProject;
  create(path: string, name: string): OpenProject;
  /** Opening twice gives the same handle. */
  open(path: string): OpenProject;
  close(handle: string): void;
  /** Closes a project that was just made and removes its file: making it did not succeed. */
  discard(handle: string): void;
}

/** @param knownPaths files that a handle may stand for though they are not open */
export function holdProjects(knownPaths: () => readonly string[]): OpenProjects {
  const held = new Map<string, OpenProject>();
  const hold = (project: Project): OpenProject => {
    const opened = { handle: handleOf(project.path), project };
    held.set(opened.handle, opened);
    return opened;
  };
  return {
    all: () => [...held.values()],
    get(handle) {
      const opened = held.get(handle);
      if (opened) return opened;
      const path = knownPaths().find((known) => handleOf(known) === handle);
      if (path) return hold(openProject(path));
      throw new Failure('NOT_FOUND', 'This project is not among those that were opened here.', {
        remedy: 'Open its file from the list of projects.',
      });
    },
    create: (path, name) => hold(createProject(resolve(path), name)),
    open(path) {
      const absolute = resolve(path);
      return held.get(handleOf(absolute)) ?? hold(openProject(absolute));
    },
    close(handle) {
      held.get(handle)?.project.close();
      held.delete(handle);
    },
    discard(handle) {
      const path = held.get(handle)?.project.path;
      this.close(handle);
      if (path) rmSync(path, { force: true });
    },
  };
}

/** The same file gives the same handle, so that an address with a handle in it survives a restart of the host. */
function handleOf(path: string): string {
  return createHash('sha256').update(canonicalPath(path)).digest('hex').slice(0, 12);
}

function canonicalPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(dirname(path), path);
  }
}
