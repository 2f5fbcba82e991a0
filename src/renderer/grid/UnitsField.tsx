import { TextInput } from '@mantine/core';
import { useProjectInfo } from '#renderer/client.tsx';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { readUnits } from './unitList.ts';

interface UnitsFieldProps {
  /** What an empty field stands for. */
  readonly whenEmpty: string;
  readonly value: string;
  onChange(value: string): void;
}

/** Which units a run takes, as people write them. */
export function UnitsField({ whenEmpty, value, onChange }: UnitsFieldProps) {
  const count = useProjectInfo().data?.pair?.units ?? 0;
  return (
    <TextInput
      label={t('units.unitsField')}
      placeholder={whenEmpty}
      value={value}
      error={readUnits(value, count) === null ? t('units.unitsBad', { last: formatNumber(count - 1) }) : null}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
