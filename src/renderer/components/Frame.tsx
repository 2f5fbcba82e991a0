import type { ReactNode } from 'react';
import classes from './Frame.module.css';

export interface FrameProps {
  /** A row of 44 px above the content. */
  readonly toolbar?: ReactNode;
  /** Usually `<Inspector />`, 312 px wide. */
  readonly inspector?: ReactNode;
  /** A row below the content: status, or the next step. */
  readonly footer?: ReactNode;
  /** The content scrolls itself unless `isFixed`, where the view brings its own scrolling (walls, canvases). */
  readonly isFixed?: boolean;
  readonly children: ReactNode;
}

/** The frame of every screen: toolbar, content, footer, and an inspector at the right. */
export function Frame({ toolbar, inspector, footer, isFixed = false, children }: FrameProps) {
  return (
    <div className={classes.frame} data-inspector={inspector !== undefined && inspector !== null}>
      <div className={classes.main}>
        {toolbar !== undefined && <div className={classes.toolbar}>{toolbar}</div>}
        <div className={classes.content} data-fixed={isFixed}>
          {children}
        </div>
        {footer !== undefined && footer !== null && <div className={classes.footer}>{footer}</div>}
      </div>
      {inspector}
    </div>
  );
}

export interface ScreenHeadingProps {
  readonly title: ReactNode;
  /** One sentence: what is to be seen, and n. */
  readonly lead?: ReactNode;
  /** Controls at the right. */
  readonly children?: ReactNode;
}

/** Title and lead of a screen, controls at the right. */
export function ScreenHeading({ title, lead, children }: ScreenHeadingProps) {
  return (
    <div className={classes.heading}>
      <div>
        <h1>{title}</h1>
        {lead !== undefined && <p className="t2">{lead}</p>}
      </div>
      <div className={classes.controls}>{children}</div>
    </div>
  );
}
