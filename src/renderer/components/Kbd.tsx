import { keyLabel } from '#renderer/keys.ts';
import classes from './Kbd.module.css';

/** A key beside its action: `<Kbd keys="mod+k" />`. Decoration for sighted people; the action carries `aria-keyshortcuts`. */
export function Kbd(props: { readonly keys: string }) {
  return (
    <kbd className={classes.kbd} aria-hidden>
      {keyLabel(props.keys)}
    </kbd>
  );
}
