import {
  type Icon,
  IconArrowsExchange2,
  IconBox,
  IconBrush,
  IconFileText,
  IconLayoutRows,
  IconLink,
  IconMap2,
  IconPhoto,
  IconPuzzle,
  IconRuler2,
  IconSettings,
  IconSitemap,
} from '@tabler/icons-react';
import { PIPELINE, type StageName } from '#core/pipeline.ts';
import type { ScreenName } from './route.ts';
import { type TextKey, t } from './text.ts';

/** How a stage looks in the rail: its screen, its icon, and its title in the catalogue. */
interface StageScreen {
  readonly screen: ScreenName;
  readonly icon: Icon;
  readonly title: TextKey;
}

/** Stages without an entry are shown on the screen of another one. */
const STAGE_SCREENS: Readonly<Partial<Record<StageName, StageScreen>>> = {
  pair: { screen: 'models', icon: IconBox, title: 'models.title' },
  samples: { screen: 'samples', icon: IconPhoto, title: 'samples.title' },
  linker: { screen: 'linker', icon: IconLink, title: 'linker.title' },
  sweep: { screen: 'units', icon: IconLayoutRows, title: 'units.title' },
  mask: { screen: 'annotate', icon: IconBrush, title: 'annotate.title' },
  segment: { screen: 'segment', icon: IconPuzzle, title: 'segment.title' },
  measure: { screen: 'measure', icon: IconRuler2, title: 'measure.title' },
  atlas: { screen: 'atlas', icon: IconMap2, title: 'atlas.title' },
  counterfactual: { screen: 'counterfactual', icon: IconArrowsExchange2, title: 'counterfactual.title' },
  report: { screen: 'report', icon: IconFileText, title: 'report.title' },
};

export interface RailEntry {
  readonly screen: ScreenName;
  readonly stage: StageName | null;
  readonly icon: Icon;
  readonly title: string;
  /** Alt and this digit jump here. */
  readonly digit: number | null;
}

const overview: RailEntry = {
  screen: 'overview',
  stage: null,
  icon: IconSitemap,
  title: t('overview.title'),
  digit: 1,
};

export const SETTINGS_ENTRY: RailEntry = {
  screen: 'settings',
  stage: null,
  icon: IconSettings,
  title: t('settings.title'),
  digit: null,
};

/** Overview, then the stages in the order of the pipeline. */
export const RAIL: readonly RailEntry[] = [
  overview,
  ...PIPELINE.flatMap(({ name }) => {
    const own = STAGE_SCREENS[name];
    return own === undefined ? [] : [{ ...own, stage: name, title: titleOf(own.title) }];
  }).map((entry, index) => ({ ...entry, digit: index + 2 <= 9 ? index + 2 : null })),
];

export function stageEntry(stage: StageName): RailEntry {
  return RAIL.find((entry) => entry.stage === stage) ?? overview;
}

/** The rail's entry that is lit while a screen is shown: a unit's page belongs to Units. */
export function railEntryOf(screen: ScreenName): RailEntry | null {
  const shown = screen === 'unit' ? 'units' : screen;
  return [...RAIL, SETTINGS_ENTRY].find((entry) => entry.screen === shown) ?? null;
}

/** Titles take no values, whichever key they are. */
function titleOf(key: TextKey): string {
  return (t as (key: TextKey) => string)(key);
}
