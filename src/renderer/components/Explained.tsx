import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Explained.module.css';

/** A word with one sentence behind it, shown on hover and on focus. */
export function Explained({ meaning, children }: { readonly meaning: string; readonly children: ReactNode }) {
  return (
    <Tooltip label={meaning} events={{ hover: true, focus: true, touch: true }}>
      <button type="button" className={classes.word}>
        {children}
      </button>
    </Tooltip>
  );
}
