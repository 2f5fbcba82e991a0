import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { keyLabel, shortcutOf } from '#renderer/keys.ts';
import {
  chooseKey,
  resetKeys,
  SHORTCUT_NAMES,
  SHORTCUTS,
  type ShortcutName,
  useKeys,
} from '#renderer/mask/shortcuts.ts';
import { t } from '#renderer/text.ts';
import classes from './KeySettings.module.css';
import { Section } from './Section.tsx';

/** Keys that have one meaning everywhere: labels, moving the picture, and what ends something. */
const FIXED = /^(\d|Space|Enter|Escape|Backspace|Tab)$/;

/** The keys of the canvas, each to be changed by pressing another. Kept in this browser. */
export function KeySettings() {
  const keys = useKeys();
  const [changing, setChanging] = useState<ShortcutName | null>(null);

  useEffect(() => {
    if (changing === null) return;
    const press = (event: KeyboardEvent) => {
      const key = shortcutOf(event);
      if (key === null) return;
      event.preventDefault();
      event.stopPropagation();
      if (!FIXED.test(key)) chooseKey(changing, key);
      setChanging(null);
    };
    document.addEventListener('keydown', press, { capture: true });
    return () => document.removeEventListener('keydown', press, { capture: true });
  }, [changing]);

  return (
    <Section title={t('annotate.keysTitle')} hint={t('annotate.keysHint')}>
      <ul className={classes.keys}>
        {SHORTCUT_NAMES.map((name) => {
          const action = t(SHORTCUTS[name].label);
          return (
            <li key={name}>
              <span>{action}</span>
              <Button
                px={8}
                aria-label={t('annotate.changeKey', {
                  action,
                  shown: changing === name ? t('annotate.pressKey') : keyLabel(keys[name]),
                })}
                aria-pressed={changing === name}
                onClick={() => setChanging(name)}
                onBlur={() => setChanging(null)}
              >
                {changing === name ? t('annotate.pressKey') : <Kbd keys={keys[name]} />}
              </Button>
            </li>
          );
        })}
      </ul>
      <div>
        <Button onClick={resetKeys}>{t('annotate.keysReset')}</Button>
      </div>
    </Section>
  );
}
