import { type RefObject, useEffect } from 'react';
import { matchesKey } from '#renderer/keys.ts';
import type { OpenEasel } from './easel.ts';
import { useKeys } from './shortcuts.ts';

const TYPING = 'input, textarea, select, [contenteditable=true], [role=dialog] *, button, a[href]';

/** What lasts as long as a key is held: Space moves the picture, another key hides the mask. */
export function useHeldKeys(easel: RefObject<OpenEasel | null>): void {
  const { hide } = useKeys();
  useEffect(() => {
    const set = (event: KeyboardEvent, isDown: boolean) => {
      if (event.repeat && isDown) return;
      if (matchesKey(event, hide)) easel.current?.peek(isDown);
      else if (event.key === ' ') easel.current?.grab(isDown);
      else return;
      event.preventDefault();
    };
    const down = (event: KeyboardEvent) => {
      if (event.target instanceof Element && event.target.matches(TYPING)) return;
      if (event.key === ' ') event.preventDefault();
      set(event, true);
    };
    const up = (event: KeyboardEvent) => set(event, false);
    const letGo = () => {
      easel.current?.peek(false);
      easel.current?.grab(false);
    };
    document.addEventListener('keydown', down);
    document.addEventListener('keyup', up);
    window.addEventListener('blur', letGo);
    return () => {
      document.removeEventListener('keydown', down);
      document.removeEventListener('keyup', up);
      window.removeEventListener('blur', letGo);
    };
  }, [easel, hide]);
}
