import { Button } from '@mantine/core';
import type { SamplesSummary } from '#core/summary.ts';
import { Frame, ScreenHeading } from '#renderer/components/Frame.tsx';
import { formatNumber, formatShare } from '#renderer/format.ts';
import { hrefTo } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import classes from './KeyFigures.module.css';
import screen from './SamplesScreen.module.css';

export interface ArraysScreenProps {
  readonly summary: SamplesSummary;
  readonly arrays: NonNullable<SamplesSummary['arrays']>;
}

/** Samples that came as plain arrays: there is nothing to look at but their size. */
export function ArraysScreen({ summary: { count, heldOut, deadUnits }, arrays }: ArraysScreenProps) {
  const figures = [
    { name: t('samples.rows'), value: formatNumber(count), note: '' },
    { name: t('samples.heldOut'), value: formatNumber(heldOut), note: formatShare(heldOut / count) },
    { name: t('samples.arraysUnits'), value: formatNumber(arrays.units), note: arrays.representations },
    { name: t('samples.arraysLatents'), value: formatNumber(arrays.latentDim), note: arrays.latents },
    { name: t('samples.deadUnits'), value: formatNumber(deadUnits), note: '' },
  ];
  return (
    <Frame>
      <ScreenHeading title={t('samples.title')} lead={t('samples.arraysLead')}>
        <Button component="a" href={hrefTo('linker')}>
          {t('samples.toLinker')}
        </Button>
      </ScreenHeading>
      <div className={screen.figures}>
        <dl className={classes.figures}>
          {figures.map(({ name, value, note }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <b className="num">{value}</b> <span className="t3">{note}</span>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Frame>
  );
}
