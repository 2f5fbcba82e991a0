import { oc, type } from '@orpc/contract';
import type { EngineStatus } from '../engine.ts';

/** Calls on the engine; part of the contract in ../api.ts. */

export const engineContract = {
  status: oc.output(type<EngineStatus>()),
  restart: oc.output(type<EngineStatus>()),
};
