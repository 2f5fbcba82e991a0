import { useEffect, useState } from 'react';
import classes from './DropTarget.module.css';

export interface DropTargetProps {
  /** Says what a drop does. */
  readonly label: string;
  onDrop(path: string): void;
}

/**
 * In the desktop window, a file may be dropped anywhere. A browser does not tell where a dropped file lies, so there
 * nothing is offered.
 */
export function DropTarget({ label, onDrop }: DropTargetProps) {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const bridge = window.unitloom;
    if (bridge === undefined) return undefined;
    const stop = new AbortController();
    const listen = (type: 'dragover' | 'dragleave' | 'drop', handle: (event: DragEvent) => void) =>
      window.addEventListener(type, handle, { signal: stop.signal });
    listen('dragover', (event) => {
      event.preventDefault();
      setOver(true);
    });
    listen('dragleave', (event) => setOver(event.relatedTarget !== null));
    listen('drop', (event) => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      const path = file === undefined ? '' : bridge.pathOfFile(file);
      if (path !== '') onDrop(path);
    });
    return () => stop.abort();
  }, [onDrop]);
  if (!isOver) return null;
  return <div className={classes.target}>{label}</div>;
}
