import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RecentProject } from '#core/views/project.ts';
import { useApi, useClient } from '#renderer/client.tsx';
import { Picture } from '#renderer/components/Picture.tsx';
import { StageDot } from '#renderer/components/StageDot.tsx';
import { formatBytes, formatWhen, UNKNOWN } from '#renderer/format.ts';
import { stageEntry } from '#renderer/screens.ts';
import { t } from '#renderer/text.ts';
import classes from './RecentRow.module.css';

const PICTURES = 5;

const SENTENCES = { missing: t('welcome.missing'), newer: t('welcome.newer'), damaged: t('welcome.damaged') } as const;

interface RecentRowProps {
  readonly project: RecentProject;
  readonly isOpening: boolean;
  onOpen(): void;
}

/** A project of the list. One that cannot be opened keeps its row, with the reason. */
export function RecentRow({ project, isOpening, onOpen }: RecentRowProps) {
  const { state, name, lastStage } = project;
  const canOpen = state === 'ok' || state === 'open';
  const stage = lastStage === null ? t('welcome.emptyProject') : stageEntry(lastStage).title;
  const size = canOpen ? formatBytes(project.sizeBytes) : UNKNOWN;
  const changed = formatWhen(project.changedAt);
  return (
    <li className={classes.row}>
      <UnstyledButton
        className={classes.open}
        onClick={onOpen}
        disabled={!canOpen || isOpening}
        aria-busy={isOpening}
        aria-label={t('welcome.rowName', { name, stage, size, changed })}
      >
        <span className={classes.pictures}>
          {project.pictures.slice(0, PICTURES).map((picture) => (
            <Picture key={`${picture.hash} ${picture.index}`} picture={picture} label="" sizePx={64} />
          ))}
          {project.pictures.length === 0 && <span className={`t3 ${classes.empty}`}>{t('welcome.noPictures')}</span>}
        </span>
        <span className={classes.name}>
          <b>{name}</b>
          <span className="num t3 caption">{project.fileName}</span>
          {!canOpen && <span className="warn caption">{project.sentence ?? SENTENCES[state]}</span>}
        </span>
        <span className={`t2 ${classes.stage}`}>
          {canOpen && <StageDot state={lastStage === null ? 'empty' : 'done'} />}
          {isOpening ? t('projects.opening') : canOpen ? stage : ''}
        </span>
        <span className={`num t2 ${classes.size}`}>{size}</span>
        <span className={`t2 ${classes.changed}`}>{changed}</span>
      </UnstyledButton>
      <Forget path={project.path} />
    </li>
  );
}

function Forget({ path }: { readonly path: string }) {
  const client = useClient();
  const cache = useQueryClient();
  const queryKey = useApi().project.recent.key();
  const forget = useMutation({
    mutationFn: () => client.project.forget({ path }),
    onSuccess: () => cache.invalidateQueries({ queryKey }),
  });
  return (
    <Tooltip label={t('welcome.forget')}>
      <ActionIcon
        className={classes.forget}
        aria-label={t('welcome.forget')}
        onClick={() => forget.mutate()}
        loading={forget.isPending}
      >
        <IconX size={16} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}
