import { Fragment, type ReactNode } from 'react';
import classes from './Inspector.module.css';

export interface InspectorProps {
  /** Name for screen readers. */
  readonly label: string;
  readonly children: ReactNode;
  /** Buttons fixed at the bottom. */
  readonly actions?: ReactNode;
}

/** The panel at the right: sections divided by lines, actions fixed at the bottom. */
export function Inspector({ label, children, actions }: InspectorProps) {
  return (
    <aside className={classes.inspector} aria-label={label}>
      <div className={classes.scroll}>{children}</div>
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </aside>
  );
}

export interface InspectorSectionProps {
  readonly title?: string;
  /** Said in grey behind the title: unit, n. */
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

export function InspectorSection({ title, note, children }: InspectorSectionProps) {
  return (
    <section className={classes.section}>
      {title !== undefined && (
        <h2 className={classes.heading}>
          {title}
          {note !== undefined && <span className={`t3 ${classes.note}`}>{note}</span>}
        </h2>
      )}
      {children}
    </section>
  );
}

export interface KeyValuesProps {
  /** Pairs in reading order; a null value leaves its row out. */
  readonly rows: readonly (readonly [name: string, value: ReactNode])[];
}

/** Names on the left in grey, values on the right. Numbers are given as `<span className="num">`. */
export function KeyValues({ rows }: KeyValuesProps) {
  return (
    <dl className={classes.pairs}>
      {rows.map(([name, value]) =>
        value === null ? null : (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ),
      )}
    </dl>
  );
}
