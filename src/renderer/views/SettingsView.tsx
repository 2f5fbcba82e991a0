import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Settings } from '#core/views/app.ts';
import { useApi, useClient, useSettings } from '#renderer/client.tsx';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Frame, ScreenHeading } from '#renderer/components/Frame.tsx';
import { useRoute } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import classes from './SettingsView.module.css';
import { EngineSettings } from './settings/EngineSettings.tsx';
import { KeySettings } from './settings/KeySettings.tsx';
import { PersonSettings } from './settings/PersonSettings.tsx';
import { PlaceSettings } from './settings/PlaceSettings.tsx';
import { ProjectCare } from './settings/ProjectCare.tsx';

/** Settings of this machine, saved as they are changed; and care of the open project. */
export function SettingsView() {
  const settings = useSettings();
  const { project } = useRoute();
  const { change, error } = useChangeSettings();
  if (settings === null) return <Blocks heightsPx={[44, 120, 120]} />;
  return (
    <Frame>
      <div className={classes.page}>
        <ScreenHeading title={t('settings.title')} lead={t('settings.lead')} />
        {error !== null && <ErrorBlock error={error} />}
        <PersonSettings settings={settings} onChange={change} />
        <EngineSettings settings={settings} onChange={change} />
        <KeySettings />
        <PlaceSettings settings={settings} onChange={change} />
        {project !== null && <ProjectCare />}
      </div>
    </Frame>
  );
}

/** Shows the change at once and takes it back when it was refused. */
function useChangeSettings() {
  const client = useClient();
  const cache = useQueryClient();
  const queryKey = useApi().app.settings.queryKey();
  const mutation = useMutation({
    mutationFn: ({ modelFolders, ...rest }: Partial<Settings>) =>
      client.app.setSettings(modelFolders === undefined ? rest : { ...rest, modelFolders: [...modelFolders] }),
    onMutate: (changes) =>
      cache.setQueryData<Settings>(queryKey, (old) => (old === undefined ? old : { ...old, ...changes })),
    onSettled: () => cache.invalidateQueries({ queryKey }),
  });
  return { change: mutation.mutate, error: mutation.error };
}
