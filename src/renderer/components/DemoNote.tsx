import { IconFlask } from '@tabler/icons-react';
import classes from './DemoNote.module.css';

/** What the demo shows, and what it does not: said where its results are read. */
export function DemoNote({ title, body }: { readonly title: string; readonly body: string }) {
  return (
    <aside className={classes.note}>
      <IconFlask size={16} stroke={1.6} className="t2" aria-hidden />
      <p>
        <b>{title}</b> <span className="t2">{body}</span>
      </p>
    </aside>
  );
}
