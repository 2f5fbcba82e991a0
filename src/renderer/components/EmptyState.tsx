import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

export interface EmptyStateProps {
  /** What will be here, one sentence. */
  readonly title: string;
  /** What is missing, one sentence. */
  readonly hint?: ReactNode;
  /** The one action that makes it: usually `<Preflight />`. */
  readonly children?: ReactNode;
}

/** In the place of the content: says what will be here, what is missing, and offers the one action that makes it. */
export function EmptyState(props: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <p className={classes.title}>{props.title}</p>
      {props.hint !== undefined && <p className="t2">{props.hint}</p>}
      {props.children !== undefined && <div className={classes.action}>{props.children}</div>}
    </div>
  );
}
