import type { RefObject } from 'react';
import { type Command, useCommands } from '#renderer/commands.ts';
import { t } from '#renderer/text.ts';
import { changeDrawing, drawing, toggled } from './drawing.ts';
import { nextSize, type OpenEasel } from './easel.ts';
import type { ShownLabel } from './labels.ts';
import type { OverlayMode } from './overlay.ts';
import { SHORTCUT_NAMES, SHORTCUTS, type ShortcutName, useKeys } from './shortcuts.ts';
import { TOOL_NAMES, type ToolName } from './tools/tool.ts';

export interface AnnotateActions {
  readonly labels: readonly ShownLabel[];
  readonly easel: RefObject<OpenEasel | null>;
  undo(): void;
  redo(): void;
  toggleNeighbour(): void;
  done(): void;
  showNext(): void;
  skip(): void;
  showFollowing(by: 1 | -1): void;
}

const MODES: readonly OverlayMode[] = ['fill', 'outline', 'picture'];
const ZOOM_STEP = 1.5;

/** Bound where the proposal is. */
type OfProposal = 'propose' | 'take';
const isOfProposal = (name: ShortcutName): name is OfProposal => name === 'propose' || name === 'take';

/** Every key of the canvas, as commands: so that palette and help list them. */
export function useAnnotateCommands(actions: AnnotateActions): void {
  const keys = useKeys();
  const { labels, easel } = actions;
  const resize = (steps: number) => changeDrawing({ sizePx: nextSize(drawing().sizePx, steps) });
  const runs: Readonly<Record<Exclude<ShortcutName, ToolName | 'hide' | OfProposal>, () => void>> = {
    smaller: () => resize(-1),
    larger: () => resize(1),
    shape: () => changeDrawing({ shape: drawing().shape === 'round' ? 'square' : 'round' }),
    onlyBackground: () => changeDrawing({ onlyBackground: !drawing().onlyBackground }),
    lock: () => changeDrawing({ locked: toggled(drawing().locked, drawing().label) }),
    nextMode: () => changeDrawing({ mode: MODES[(MODES.indexOf(drawing().mode) + 1) % MODES.length] as OverlayMode }),
    compare: actions.toggleNeighbour,
    undo: actions.undo,
    redo: actions.redo,
    fit: () => easel.current?.fit(),
    zoomIn: () => easel.current?.zoomBy(ZOOM_STEP),
    zoomOut: () => easel.current?.zoomBy(1 / ZOOM_STEP),
    done: actions.done,
    next: actions.showNext,
    skip: actions.skip,
    following: () => actions.showFollowing(1),
    preceding: () => actions.showFollowing(-1),
  };
  const isTool = (name: string): name is ToolName => (TOOL_NAMES as readonly string[]).includes(name);
  const named = SHORTCUT_NAMES.filter((name) => !isOfProposal(name)).map((name): Command => {
    const run = isTool(name)
      ? () => changeDrawing({ tool: name })
      : name === 'hide' || isOfProposal(name)
        ? () => {}
        : runs[name];
    return {
      id: `annotate.${name}`,
      label: t(SHORTCUTS[name].label),
      group: t('annotate.title'),
      keys: [keys[name]],
      isKeyOnly: name === 'hide',
      run,
    };
  });
  const digits = labels.slice(0, 10).map(
    ({ name, value }, position): Command => ({
      id: `annotate.label${position}`,
      label: t('annotate.drawLabel', { label: name }),
      group: t('annotate.labels'),
      keys: [String(position)],
      isKeyOnly: true,
      run: () => changeDrawing({ label: value }),
    }),
  );
  const underWay = (['Enter', 'Escape', 'Backspace'] as const).map(
    (key): Command => ({
      id: `annotate.${key}`,
      label: key === 'Enter' ? t('annotate.closePolygon') : t('annotate.dropCorner'),
      group: t('annotate.title'),
      keys: [key],
      isKeyOnly: true,
      run: () => void easel.current?.key(key),
    }),
  );
  useCommands([...named, ...digits, ...underWay]);
}
