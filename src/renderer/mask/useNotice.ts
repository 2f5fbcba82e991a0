import { useCallback, useEffect, useState } from 'react';

const SHOWN_MS = 5_000;

/** A sentence that stands for a few seconds: why something was not done. */
export function useNotice(): readonly [string | null, (cause: unknown) => void] {
  const [notice, setNotice] = useState<{ readonly text: string } | null>(null);
  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(() => setNotice(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  const say = useCallback((cause: unknown) => {
    setNotice({ text: cause instanceof Error ? cause.message : String(cause) });
  }, []);
  return [notice?.text ?? null, say];
}
