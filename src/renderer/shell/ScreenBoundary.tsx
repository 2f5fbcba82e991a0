import { Component, type ReactNode } from 'react';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { t } from '#renderer/text.ts';
import classes from './Shell.module.css';

interface BoundaryState {
  readonly failure: unknown;
}

/** A screen that breaks leaves the rest of the window usable. React offers this to classes only. */
export class ScreenBoundary extends Component<{ readonly children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { failure: null };

  static getDerivedStateFromError(failure: unknown): BoundaryState {
    return { failure };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    return (
      <div className={classes.broken}>
        <h1>{t('shell.viewFailed')}</h1>
        <ErrorBlock error={failure} onRetry={() => this.setState({ failure: null })} />
      </div>
    );
  }
}
