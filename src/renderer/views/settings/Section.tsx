import type { ReactNode } from 'react';
import classes from './Section.module.css';

/** A group of settings, divided from the others by a line. */
export function Section({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}) {
  return (
    <section className={classes.section}>
      <h2>{title}</h2>
      {hint !== undefined && <p className="t2 caption">{hint}</p>}
      <div className={classes.fields}>{children}</div>
    </section>
  );
}

/** One setting: its name on the left, its control on the right. */
export function Field({
  label,
  htmlFor,
  children,
}: {
  readonly label: string;
  readonly htmlFor?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={classes.field}>
      <label htmlFor={htmlFor}>{label}</label>
      <div>{children}</div>
    </div>
  );
}
