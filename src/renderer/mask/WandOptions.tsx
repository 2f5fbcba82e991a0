import { NumberInput, SegmentedControl, Switch } from '@mantine/core';
import { t } from '#renderer/text.ts';
import { changeDrawing, chooseTolerance, useDrawing } from './drawing.ts';

/** What the wand compares, and how much it takes. */
export function WandOptionsRow() {
  const { wand, tolerances } = useDrawing();
  const change = (patch: Partial<typeof wand>) => changeDrawing({ wand: { ...wand, ...patch } });
  return (
    <>
      <SegmentedControl
        aria-label={t('annotate.wandBy')}
        value={wand.by}
        onChange={(by) => change({ by: by as typeof wand.by })}
        data={[
          { value: 'colour', label: t('annotate.wandColour') },
          { value: 'features', label: t('annotate.wandFeatures') },
        ]}
      />
      <span className="t2">{t('annotate.tolerance')}</span>
      <NumberInput
        w={68}
        aria-label={t('annotate.tolerance')}
        min={0}
        max={255}
        value={tolerances[wand.by]}
        onChange={(tolerance) => typeof tolerance === 'number' && chooseTolerance(tolerance)}
      />
      <Switch
        size="xs"
        label={t('annotate.contiguous')}
        checked={wand.isContiguous}
        onChange={(event) => change({ isContiguous: event.currentTarget.checked })}
      />
    </>
  );
}
