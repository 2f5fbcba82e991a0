import type { Backend } from '#backend/backend.ts';
import { forkEngine } from '#backend/engine/fork.ts';
import { findUserFolder } from '#backend/userFolder.ts';
import { localClient } from '#backend/wire/calls.ts';
import type { HostKind } from '#core/views/app.ts';
import type { ProjectInfo } from '#core/views/project.ts';
import type { BackendClient } from '#core/wire.ts';
import { readVersion, resourcesFolder } from './folders.ts';
import { projectFile } from './projectFile.ts';

/** A project opened by a command, with the same calls as a window has. */
export interface ProjectSession {
  readonly client: BackendClient;
  readonly info: ProjectInfo;
  /** Handle for calls. */
  readonly project: string;
  /** As it was written on the command line, for sentences that repeat it. */
  readonly name: string;
}

/** Loaded on use: help and a mistyped option need neither SQLite nor an image codec. */
export async function openHeadlessBackend(host: HostKind): Promise<Backend> {
  const { openBackend } = await import('#backend/backend.ts');
  return await openBackend({
    host,
    userFolder: findUserFolder(),
    resourcesFolder,
    spawnEngine: forkEngine,
    version: readVersion(),
    dialogs: false,
  });
}

export async function withClient<Result>(use: (client: BackendClient) => Promise<Result>): Promise<Result> {
  const backend = await openHeadlessBackend('cli');
  try {
    return await use(localClient(backend.router));
  } finally {
    await backend.close();
  }
}

export function withProject<Result>(name: string, use: (session: ProjectSession) => Promise<Result>): Promise<Result> {
  return withClient(async (client) => {
    const info = await client.project.open({ path: projectFile(name) });
    return await use({ client, info, project: info.project, name });
  });
}
