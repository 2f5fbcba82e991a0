import { useCallback, useEffect, useMemo, useState } from 'react';
import { type ParamsPatch, patchParams, type RouteParams, useParams } from '#renderer/route.ts';

const REST_MS = 150;

/**
 * The parameters of the address, for what changes many times a second: a held arrow key, a slider. Browsers refuse too
 * many new addresses, so a change is shown at once and reaches the address when it rests, or by `flush` before leaving.
 */
export function useQuickParams() {
  const [params, setParams] = useParams();
  const [ahead, setAhead] = useState<ParamsPatch>({});
  const flush = useCallback(() => {
    if (Object.keys(ahead).length === 0) return;
    setParams(ahead);
    setAhead({});
  }, [ahead, setParams]);
  useEffect(() => {
    const timer = setTimeout(flush, REST_MS);
    return () => clearTimeout(timer);
  }, [flush]);
  const change = useCallback((patch: ParamsPatch) => setAhead((before) => ({ ...before, ...patch })), []);
  const shown: RouteParams = useMemo(() => patchParams(params, ahead), [params, ahead]);
  return [shown, change, flush] as const;
}
