import { type ReactNode, useEffect, useState } from 'react';
import classes from './Blocks.module.css';

const PATIENCE_MS = 200;

/** Nothing for the first 200 ms, then grey blocks of the final size: `<Blocks heightsPx={[44, 44, 44]} />`. */
export function Blocks({ heightsPx }: { readonly heightsPx: readonly number[] }): ReactNode {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isShown) return null;
  return (
    <div className={classes.blocks} aria-busy>
      {heightsPx.map((heightPx, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no identity
        <div key={index} className={classes.block} style={{ height: heightPx }} />
      ))}
    </div>
  );
}
