import type { ReactNode } from 'react';
import classes from './PageSection.module.css';

interface PageSectionProps {
  readonly title: string;
  readonly note: string;
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A section of a long page: its title, a note, and what belongs to it. */
export function PageSection({ title, note, actions, children }: PageSectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.heading}>
        <h2>{title}</h2>
        <span className="t3">{note}</span>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** Figures that may be wider than their place, and what stands beside them; below them where the page is narrow. */
export function SectionColumns({ figures, children }: { readonly figures: ReactNode; readonly children?: ReactNode }) {
  return (
    <div className={classes.columns}>
      <div className={classes.scroll}>{figures}</div>
      {children}
    </div>
  );
}
