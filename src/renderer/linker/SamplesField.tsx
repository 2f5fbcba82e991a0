import { Select } from '@mantine/core';
import type { SamplesSummary } from '#core/summary.ts';
import type { ArtifactNode } from '#core/views/project.ts';
import { Field } from '#renderer/components/FormStack.tsx';
import { formatNumber } from '#renderer/format.ts';
import { useSetLabel } from '#renderer/samples/useSetLabel.ts';
import { t } from '#renderer/text.ts';

export interface SamplesFieldProps {
  readonly label: string;
  readonly sets: readonly ArtifactNode[];
  /** Id of one of them. */
  readonly samples: string;
  onChange(samples: string): void;
}

/** Which samples, and how they are split. */
export function SamplesField({ label, sets, samples, onChange }: SamplesFieldProps) {
  const labelOf = useSetLabel(sets);
  const set = sets.find(({ artifact }) => artifact.id === samples);
  return (
    <Field label={label} {...(set === undefined ? {} : { hint: splitText(set) })}>
      <Select
        aria-label={label}
        allowDeselect={false}
        value={samples}
        onChange={(id) => id !== null && onChange(id)}
        data={sets.map((node) => ({ value: node.artifact.id, label: labelOf(node) }))}
      />
    </Field>
  );
}

function splitText({ artifact }: ArtifactNode): string {
  const { count, heldOut } = artifact.summary as unknown as SamplesSummary;
  return t('linker.samplesHint', { training: formatNumber(count - heldOut), heldOut: formatNumber(heldOut) });
}

/** The set that a form begins with: the default one, where there is one. */
export function firstSet(sets: readonly ArtifactNode[]): string {
  return (sets.find(({ isDefault }) => isDefault) ?? sets[0])?.artifact.id ?? '';
}
