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
  IconStack2,
  IconWind,
} from '@tabler/icons-react';
import { PIPELINE, type StageName } from '#core/pipeline.ts';
import type { ScreenName } from './route.ts';
import { type TextKey, t } from './text.ts';

/** How a stage looks: the screen that shows it, its icon, and its title in the catalogue. */
interface StageScreen {
  readonly screen: ScreenName;
  readonly icon: Icon;
  readonly title: TextKey;
}

const STAGE_SCREENS: Readonly<Record<StageName, StageScreen>> = {
  pair: { screen: 'models', icon: IconBox, title: 'models.title' },
  samples: { screen: 'samples', icon: IconPhoto, title: 'samples.title' },
  linker: { screen: 'linker', icon: IconLink, title: 'linker.title' },
  sweep: { screen: 'units', icon: IconLayoutRows, title: 'units.title' },
  mask: { screen: 'annotate', icon: IconBrush, title: 'annotate.title' },
  segment: { screen: 'segment', icon: IconPuzzle, title: 'segment.title' },
  maps: { screen: 'segment', icon: IconStack2, title: 'segment.maps' },
  track: { screen: 'units', icon: IconWind, title: 'track.stage' },
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

/** Overview, then every screen of the pipeline, named for the first stage that it shows. */
export const RAIL: readonly RailEntry[] = [
  overview,
  ...PIPELINE.map(({ name }) => stageEntry(name))
    .filter(({ screen }, index, all) => all.findIndex((other) => other.screen === screen) === index)
    .map((entry, index) => ({ ...entry, digit: index + 2 <= 9 ? index + 2 : null })),
];

export function stageEntry(stage: StageName): RailEntry {
  const { screen, icon, title } = STAGE_SCREENS[stage];
  return { screen, stage, icon, title: titleOf(title), digit: null };
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
