import { Button } from '@mantine/core';
import type { RecentProject } from '#core/views/project.ts';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { Picture } from '#renderer/components/Picture.tsx';
import { formatBytes, formatWhen } from '#renderer/format.ts';
import { stageEntry } from '#renderer/screens.ts';
import { t } from '#renderer/text.ts';
import classes from './LastProject.module.css';

const COLUMNS = 8;

interface LastProjectProps {
  readonly project: RecentProject;
  readonly isOpening: boolean;
  onOpen(): void;
}

/** The project worked on last, its pictures the loudest thing on the screen. */
export function LastProject({ project, isOpening, onOpen }: LastProjectProps) {
  const { pictures, lastStage } = project;
  const shown = pictures.length > COLUMNS ? pictures.slice(0, pictures.length - (pictures.length % COLUMNS)) : pictures;
  return (
    <section>
      <h2 className={classes.heading}>{t('welcome.continueTitle')}</h2>
      {shown.length > 0 && (
        <button
          type="button"
          className={classes.wall}
          onClick={onOpen}
          tabIndex={-1}
          aria-label={t('welcome.openLast', { name: project.name })}
        >
          {shown.map((picture) => (
            <Picture key={`${picture.hash} ${picture.index}`} picture={picture} label="" />
          ))}
        </button>
      )}
      <div className={classes.caption}>
        <div className={classes.name}>
          <h1>{project.name}</h1>
          <p className="t2">
            {lastStage === null
              ? t('welcome.noPictures')
              : t('welcome.lastStage', { stage: stageEntry(lastStage).title })}
          </p>
        </div>
        <span className="num t2">{formatBytes(project.sizeBytes)}</span>
        <span className="t2">{formatWhen(project.changedAt)}</span>
        <Button
          variant="filled"
          onClick={onOpen}
          loading={isOpening}
          rightSection={<Kbd keys="Enter" />}
          aria-keyshortcuts="Enter"
        >
          {t('shared.open')}
        </Button>
      </div>
    </section>
  );
}
