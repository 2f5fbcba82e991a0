import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApi, useProject } from '#renderer/client.tsx';
import { t } from '#renderer/text.ts';
import { linkerTitle } from './linkerName.ts';

interface LinkerFieldProps {
  /** Null for the default one. */
  readonly value: string | null;
  onChange(linker: string | null): void;
}

/** Which linker a run goes through, of those that stand for pictures; nothing where there is no choice. */
export function LinkerField({ value, onChange }: LinkerFieldProps) {
  const project = useProject();
  const linkers = useQuery(useApi().linker.list.queryOptions({ input: { project } })).data ?? [];
  const drawing = linkers.filter(({ classifierName }) => classifierName !== null);
  if (drawing.length < 2) return null;
  return (
    <Select
      label={t('linker.field')}
      allowDeselect={false}
      data={drawing.map((row) => ({ value: row.artifact.id, label: linkerTitle(row) }))}
      value={value ?? drawing.find(({ isDefault }) => isDefault)?.artifact.id ?? null}
      onChange={onChange}
    />
  );
}
