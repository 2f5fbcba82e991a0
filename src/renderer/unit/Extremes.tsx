import type { UnitView } from '#core/views/sweep.ts';
import { InspectorSection } from '#renderer/components/Inspector.tsx';
import { Picture } from '#renderer/components/Picture.tsx';
import { formatNumber } from '#renderer/format.ts';
import { sampleNumber } from '#renderer/grid/stepLabels.ts';
import { t } from '#renderer/text.ts';
import classes from './Extremes.module.css';

export interface ExtremesProps {
  readonly view: UnitView;
  onChoose(sample: number): void;
}

/** The samples that this unit answers to most and least; each can be taken as start. */
export function Extremes({ view, onChoose }: ExtremesProps) {
  const lists = [
    { title: t('unit.mostActive'), samples: view.mostActive },
    { title: t('unit.leastActive'), samples: view.leastActive },
  ];
  return lists.map(({ title, samples }) => (
    <InspectorSection key={title} title={title}>
      <div className={classes.pictures}>
        {samples.map(({ sample, activation }) => {
          const start = `${view.classNames[sample.classIndex] ?? ''} ${sampleNumber(sample.index)}`;
          const label = t('unit.useAsStart', { start, value: formatNumber(activation, 2) });
          return (
            <button
              key={sample.index}
              type="button"
              className={classes.picture}
              title={label}
              onClick={() => onChoose(sample.index)}
            >
              <Picture picture={sample.picture} label={label} />
              <span className={`num ${classes.value}`} aria-hidden>
                {formatNumber(activation, 2)}
              </span>
            </button>
          );
        })}
      </div>
    </InspectorSection>
  ));
}
