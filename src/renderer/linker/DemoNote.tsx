import { IconFlask } from '@tabler/icons-react';
import { t } from '#renderer/text.ts';
import classes from './DemoNote.module.css';

/** What the demo's figures prove, and what they do not. */
export function DemoNote() {
  return (
    <aside className={classes.note}>
      <IconFlask size={16} stroke={1.6} className="t2" aria-hidden />
      <p>
        <b>{t('linker.builtIn')}</b> <span className="t2">{t('linker.builtInBody')}</span>
      </p>
    </aside>
  );
}
