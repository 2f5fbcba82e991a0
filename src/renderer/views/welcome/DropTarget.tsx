import { useEffect, useState } from 'react';
import { t } from '#renderer/text.ts';
import classes from './DropTarget.module.css';

/**
 * In the desktop window, a project file dropped anywhere is opened. A browser does not tell where a dropped file lies,
 * so there nothing is offered.
 */
export function DropTarget({ onOpen }: { onOpen(path: string): void }) {
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
      if (path !== '') onOpen(path);
    });
    return () => stop.abort();
  }, [onOpen]);
  if (!isOver) return null;
  return <div className={classes.target}>{t('welcome.drop')}</div>;
}
