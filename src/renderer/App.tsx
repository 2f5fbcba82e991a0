import { useMantineColorScheme } from '@mantine/core';
import { type ComponentType, lazy, Suspense, useEffect } from 'react';
import { useGuest, useSettings } from './client.tsx';
import { dispatchKey } from './commands.ts';
import { Blocks } from './components/Blocks.tsx';
import { BrowseDialog } from './projects/BrowseDialog.tsx';
import { NewProjectDialog } from './projects/NewProjectDialog.tsx';
import { SCREEN_NAMES, type ScreenName, useRoute } from './route.ts';
import { HelpDialog } from './shell/HelpDialog.tsx';
import { HostCommands } from './shell/HostCommands.tsx';
import { JobNotices } from './shell/JobNotices.tsx';
import { Palette } from './shell/Palette.tsx';
import { ScreenBoundary } from './shell/ScreenBoundary.tsx';
import { Shell } from './shell/Shell.tsx';

/** A screen whose code is fetched apart: when it is first shown, or ahead. */
function screenOf(fetch: () => Promise<ComponentType>) {
  return { fetch, View: lazy(async () => ({ default: await fetch() })) };
}

const SCREENS: Readonly<Record<ScreenName, ReturnType<typeof screenOf>>> = {
  welcome: screenOf(async () => (await import('./views/WelcomeView.tsx')).WelcomeView),
  overview: screenOf(async () => (await import('./views/OverviewView.tsx')).OverviewView),
  models: screenOf(async () => (await import('./views/ModelsView.tsx')).ModelsView),
  samples: screenOf(async () => (await import('./views/SamplesView.tsx')).SamplesView),
  linker: screenOf(async () => (await import('./views/LinkerView.tsx')).LinkerView),
  units: screenOf(async () => (await import('./views/UnitsView.tsx')).UnitsView),
  unit: screenOf(async () => (await import('./views/UnitView.tsx')).UnitView),
  annotate: screenOf(async () => (await import('./views/AnnotateView.tsx')).AnnotateView),
  segment: screenOf(async () => (await import('./views/SegmentView.tsx')).SegmentView),
  measure: screenOf(async () => (await import('./views/MeasureView.tsx')).MeasureView),
  atlas: screenOf(async () => (await import('./views/AtlasView.tsx')).AtlasView),
  counterfactual: screenOf(async () => (await import('./views/CounterfactualView.tsx')).CounterfactualView),
  report: screenOf(async () => (await import('./views/ReportView.tsx')).ReportView),
  settings: screenOf(async () => (await import('./views/SettingsView.tsx')).SettingsView),
};

/** The window: which screen the address shows, inside the shell unless it is Welcome. */
export function App() {
  const { screen, project } = useRoute();
  const guest = useGuest();
  const { View } = SCREENS[screen];
  useThemeSetting();
  useEffect(fetchScreens, []);
  useEffect(() => {
    document.addEventListener('keydown', dispatchKey);
    return () => document.removeEventListener('keydown', dispatchKey);
  }, []);

  const view = (
    <ScreenBoundary key={`${screen} ${project}`}>
      <Suspense fallback={<Blocks heightsPx={[44, 200, 200]} />}>
        <View />
      </Suspense>
    </ScreenBoundary>
  );
  return (
    <>
      {screen === 'welcome' && guest === null ? view : <Shell>{view}</Shell>}
      <Palette />
      <HelpDialog />
      <JobNotices />
      <NewProjectDialog />
      <BrowseDialog />
      <HostCommands />
    </>
  );
}

/** The theme a person chose is a setting of the backend, the same in window and browser. */
function useThemeSetting(): void {
  const chosen = useSettings()?.theme;
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (chosen !== undefined) setColorScheme(chosen === 'system' ? 'auto' : chosen);
  }, [chosen, setColorScheme]);
}

/** Between two screens that are fetched ahead, for what a person does meanwhile. */
const PAUSE_MS = 100;

/** Fetches the screens that were not shown yet, one after the other, so that each then opens at once. */
function fetchScreens(): () => void {
  const waiting = [...SCREEN_NAMES];
  const fetchNext = () => {
    const name = waiting.shift();
    // A screen that cannot be fetched says so itself, when it is to be shown.
    if (name !== undefined) void SCREENS[name].fetch().then(waitForNext, waitForNext);
  };
  const waitForNext = () => {
    timer = setTimeout(fetchNext, PAUSE_MS);
  };
  let timer = setTimeout(fetchNext, PAUSE_MS);
  return () => clearTimeout(timer);
}
