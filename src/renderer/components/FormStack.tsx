import { Input } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './FormStack.module.css';

/** Fields of a form one under the other, its buttons last. In a dialog the focus begins here, before the first field. */
export function FormStack({ children }: { readonly children: ReactNode }) {
  return (
    <div className={classes.stack} tabIndex={-1} data-autofocus>
      {children}
    </div>
  );
}

/** Fields side by side, of equal width. */
export function FormRow({ children }: { readonly children: ReactNode }) {
  return <div className={classes.row}>{children}</div>;
}

export interface FieldProps {
  readonly label: string;
  /** What is set now, at the right of the label: for sliders. */
  readonly value?: string;
  readonly hint?: ReactNode;
  readonly children: ReactNode;
}

/** A labelled control that has no label of its own; the control names itself with `aria-label`. */
export function Field({ label, value, hint, children }: FieldProps) {
  return (
    <div className={classes.field}>
      <div className={classes.label}>
        <Input.Label labelElement="div" size="xs">
          {label}
        </Input.Label>
        {value !== undefined && <span className="num">{value}</span>}
      </div>
      {children}
      {hint !== undefined && <p className="caption t2">{hint}</p>}
    </div>
  );
}
