import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { readonly type: 'minor' }) => void;

let collect: Collect | null = null;

/**
 * Frees what was dropped lately, in about half a millisecond. Rows that arrive as messages are large arrays held by small objects: V8,
 * which counts the objects, would let a hundred megabytes of them pile up.
 */
export function freeYoung(): void {
  if (collect === null) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as Collect;
  }
  collect({ type: 'minor' });
}
