import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { ArtifactNode } from '../views/project.ts';
import { artifact, project } from './inputs.ts';

/** Calls on artifacts; part of the contract in ../api.ts. */

export const artifactContract = {
  /** The whole graph, oldest first. */
  list: oc.input(z.object({ project })).output(type<ArtifactNode[]>()),
  setDefault: oc.input(z.object({ project, artifact })).output(type<void>()),
  /** Removes an artifact that nothing depends on. */
  remove: oc.input(z.object({ project, artifact })).output(type<void>()),
};
