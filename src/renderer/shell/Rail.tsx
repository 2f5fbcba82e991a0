import { Tooltip } from '@mantine/core';
import type { StageStatus } from '#core/views/project.ts';
import { useCommands } from '#renderer/commands.ts';
import { StageDot, stateLabel } from '#renderer/components/StageDot.tsx';
import { formatNumber } from '#renderer/format.ts';
import { hrefTo, showScreen, useRoute } from '#renderer/route.ts';
import { RAIL, type RailEntry, railEntryOf, SETTINGS_ENTRY } from '#renderer/screens.ts';
import { t } from '#renderer/text.ts';
import { useOpenStages } from './openProject.ts';
import classes from './Rail.module.css';

/** The stages in pipeline order, each with its count and state. */
export function Rail() {
  const { screen, project } = useRoute();
  const stages = useOpenStages();
  const shown = railEntryOf(screen);
  const [first, ...rest] = project === null ? [] : RAIL;
  useCommands(commandsOf(project === null ? [SETTINGS_ENTRY] : [...RAIL, SETTINGS_ENTRY]));
  const item = (entry: RailEntry) => (
    <RailItem
      key={entry.screen}
      entry={entry}
      isShown={entry === shown}
      status={stages.find(({ stage }) => stage === entry.stage) ?? null}
    />
  );
  return (
    <nav className={classes.rail} data-narrow={screen === 'annotate'} aria-label={t('shell.stages')}>
      {first !== undefined && item(first)}
      {first !== undefined && <div className={classes.gap} />}
      {rest.map(item)}
      <div className={classes.fill} />
      {item(SETTINGS_ENTRY)}
    </nav>
  );
}

function commandsOf(entries: readonly RailEntry[]) {
  return entries.map(({ screen, title, icon, digit }) => ({
    id: `go.${screen}`,
    label: t('shell.goTo', { screen: title }),
    group: t('shell.groupScreens'),
    icon,
    keys: digit === null ? ['mod+,'] : [`alt+${digit}`],
    run: () => showScreen(screen),
  }));
}

interface RailItemProps {
  readonly entry: RailEntry;
  readonly isShown: boolean;
  readonly status: StageStatus | null;
}

function RailItem({ entry, isShown, status }: RailItemProps) {
  const { icon: Icon, title, screen } = entry;
  const isRunning = status?.state === 'running';
  const tooltip = status === null ? title : `${title}, ${stateLabel(status.state, status.progress)}`;
  return (
    <Tooltip label={tooltip} position="right">
      <a className={classes.item} href={hrefTo(screen)} aria-current={isShown ? 'page' : undefined}>
        <Icon size={18} stroke={1.6} aria-hidden />
        <span className={classes.name}>{title}</span>
        {status !== null && status.count !== null && !isRunning && (
          <span className={`num ${classes.count}`}>{formatNumber(status.count)}</span>
        )}
        {status !== null && <StageDot state={status.state} progress={status.progress} />}
      </a>
    </Tooltip>
  );
}
