import { type Command, useCommands } from '#renderer/commands.ts';
import { t } from '#renderer/text.ts';
import type { Place } from './Wall.tsx';

export interface WallActions {
  readonly active: Place;
  readonly rows: number;
  readonly columns: number;
  /** Rows that are in sight at once. */
  readonly pageRows: number;
  readonly isPinned: boolean;
  readonly isPlaying: boolean;
  go(place: Place): void;
  open(): void;
  play(): void;
  stepBy(by: 1 | -1): void;
  toggleOneStep(): void;
  toggleDifference(): void;
  toggleParts(): void;
  toggleArrows(): void;
  togglePin(): void;
  search(): void;
  zoomBy(by: 1 | -1): void;
}

/** Everything the wall does by key. Movement is bound while the wall is on screen, wherever the focus rests. */
export function useWallCommands(actions: WallActions): void {
  const { active, rows, columns, pageRows } = actions;
  const moveTo = (row: number, column: number) => () =>
    actions.go({ row: clamp(row, rows), column: clamp(column, columns) });
  const move = (name: MoveName, keys: string, row: number, column: number): Command => ({
    id: `units.${name}`,
    label: t(`units.${name}`),
    group: t('units.title'),
    keys: [keys],
    isKeyOnly: true,
    run: moveTo(row, column),
  });
  const act = (id: string, label: string, keys: readonly string[], run: () => void): Command => ({
    id: `units.${id}`,
    label,
    group: t('units.title'),
    keys,
    run,
  });
  useCommands([
    move('previousUnit', 'ArrowUp', active.row - 1, active.column),
    move('nextUnit', 'ArrowDown', active.row + 1, active.column),
    move('previousPicture', 'ArrowLeft', active.row, active.column - 1),
    move('nextPicture', 'ArrowRight', active.row, active.column + 1),
    move('firstPicture', 'Home', active.row, 0),
    move('lastPicture', 'End', active.row, columns - 1),
    move('firstUnit', 'mod+Home', 0, active.column),
    move('lastUnit', 'mod+End', rows - 1, active.column),
    move('pageUp', 'PageUp', active.row - pageRows, active.column),
    move('pageDown', 'PageDown', active.row + pageRows, active.column),
    act('open', t('units.openUnit'), ['Enter'], actions.open),
    act('play', actions.isPlaying ? t('units.pause') : t('units.play'), ['Space'], actions.play),
    act('stepBack', t('units.stepBack'), [','], () => actions.stepBy(-1)),
    act('stepOn', t('units.stepOn'), ['.'], () => actions.stepBy(1)),
    act('oneStep', t('units.oneStep'), ['o'], actions.toggleOneStep),
    act('difference', t('units.difference'), ['d'], actions.toggleDifference),
    act('parts', t('units.parts'), ['m'], actions.toggleParts),
    act('arrows', t('track.arrows'), ['v'], actions.toggleArrows),
    act('pin', actions.isPinned ? t('units.unpin') : t('units.pin'), ['p'], actions.togglePin),
    act('search', t('units.searchCommand'), ['/'], actions.search),
    act('smaller', t('units.smaller'), ['-'], () => actions.zoomBy(-1)),
    act('larger', t('units.larger'), ['+', '='], () => actions.zoomBy(1)),
  ]);
}

type MoveName =
  | 'previousUnit'
  | 'nextUnit'
  | 'previousPicture'
  | 'nextPicture'
  | 'firstPicture'
  | 'lastPicture'
  | 'firstUnit'
  | 'lastUnit'
  | 'pageUp'
  | 'pageDown';

function clamp(index: number, count: number): number {
  return Math.max(0, Math.min(count - 1, index));
}
