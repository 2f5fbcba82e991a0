import { useMantineColorScheme } from '@mantine/core';
import { type ComponentType, lazy, Suspense, useEffect } from 'react';
import { useGuest, useSettings } from './client.tsx';
import { dispatchKey } from './commands.ts';
import { Blocks } from './components/Blocks.tsx';
import { BrowseDialog } from './projects/BrowseDialog.tsx';
import { NewProjectDialog } from './projects/NewProjectDialog.tsx';
import { type ScreenName, useRoute } from './route.ts';
import { HelpDialog } from './shell/HelpDialog.tsx';
import { HostCommands } from './shell/HostCommands.tsx';
import { JobNotices } from './shell/JobNotices.tsx';
import { Palette } from './shell/Palette.tsx';
import { ScreenBoundary } from './shell/ScreenBoundary.tsx';
import { Shell } from './shell/Shell.tsx';

/** Each screen is loaded when it is first shown. */
const VIEWS: Readonly<Record<ScreenName, ComponentType>> = {
  welcome: lazy(async () => ({ default: (await import('./views/WelcomeView.tsx')).WelcomeView })),
  overview: lazy(async () => ({ default: (await import('./views/OverviewView.tsx')).OverviewView })),
  models: lazy(async () => ({ default: (await import('./views/ModelsView.tsx')).ModelsView })),
  samples: lazy(async () => ({ default: (await import('./views/SamplesView.tsx')).SamplesView })),
  linker: lazy(async () => ({ default: (await import('./views/LinkerView.tsx')).LinkerView })),
  units: lazy(async () => ({ default: (await import('./views/UnitsView.tsx')).UnitsView })),
  unit: lazy(async () => ({ default: (await import('./views/UnitView.tsx')).UnitView })),
  annotate: lazy(async () => ({ default: (await import('./views/AnnotateView.tsx')).AnnotateView })),
  segment: lazy(async () => ({ default: (await import('./views/SegmentView.tsx')).SegmentView })),
  measure: lazy(async () => ({ default: (await import('./views/MeasureView.tsx')).MeasureView })),
  atlas: lazy(async () => ({ default: (await import('./views/AtlasView.tsx')).AtlasView })),
  counterfactual: lazy(async () => ({
    default: (await import('./views/CounterfactualView.tsx')).CounterfactualView,
  })),
  report: lazy(async () => ({ default: (await import('./views/ReportView.tsx')).ReportView })),
  settings: lazy(async () => ({ default: (await import('./views/SettingsView.tsx')).SettingsView })),
};

/** The window: which screen the address shows, inside the shell unless it is Welcome. */
export function App() {
  const { screen, project } = useRoute();
  const guest = useGuest();
  const View = VIEWS[screen];
  useThemeSetting();
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
