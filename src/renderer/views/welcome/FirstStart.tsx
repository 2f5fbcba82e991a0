import { Button } from '@mantine/core';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { Picture } from '#renderer/components/Picture.tsx';
import { t } from '#renderer/text.ts';
import demoWall from './demoWall.webp';
import classes from './LastProject.module.css';

const PICTURES = 24;

interface FirstStartProps {
  readonly isOpening: boolean;
  onOpenDemo(): void;
}

/** Before there is any project: pictures of the demo, and the way into it. */
export function FirstStart({ isOpening, onOpenDemo }: FirstStartProps) {
  return (
    <section>
      <h2 className={classes.heading}>{t('welcome.firstTitle')}</h2>
      <div className={classes.wall}>
        {Array.from({ length: PICTURES }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: fixed places of one file
          <Picture key={index} picture={{ url: demoWall, index, tiles: PICTURES }} label="" />
        ))}
      </div>
      <div className={classes.caption}>
        <div className={classes.name}>
          <h1>{t('welcome.demoName')}</h1>
          <p className="t2">{t('welcome.firstHint')}</p>
        </div>
        <Button variant="filled" onClick={onOpenDemo} loading={isOpening} rightSection={<Kbd keys="d" />}>
          {t('welcome.openDemo')}
        </Button>
      </div>
    </section>
  );
}
