import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { MASK_FORMATS, type MaskFormat } from '#core/views/mask.ts';
import { useClient, useProject } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { PathInput } from '#renderer/projects/PathInput.tsx';
import { t } from '#renderer/text.ts';
import type { MaskFormProps } from './maskForm.ts';
import classes from './People.module.css';

const NAMES_SHOWN = 5;

export function ImportForm({ annotator }: MaskFormProps) {
  const project = useProject();
  const client = useClient();
  const [from, setFrom] = useState('');
  const [format, setFormat] = useState<MaskFormat>('palette');
  const [as, setAs] = useState(annotator);
  const [addLabels, setAddLabels] = useState(false);
  const read = useMutation({
    mutationFn: () => client.mask.importFiles({ project, from, format, annotator: as, addLabels }),
  });
  const unmatched = read.data?.unmatched ?? [];
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        read.mutate();
      }}
    >
      <PathInput label={t('people.from')} value={from} wish={{ kind: 'folder' }} onChange={setFrom} />
      <Select
        label={t('people.format')}
        allowDeselect={false}
        value={format}
        data={MASK_FORMATS.map((value) => ({ value, label: t(`people.${value}`) }))}
        onChange={(value) => value !== null && setFormat(value as MaskFormat)}
      />
      <TextInput
        label={t('people.as')}
        maxLength={100}
        value={as}
        onChange={(event) => setAs(event.currentTarget.value)}
      />
      <Checkbox
        label={t('people.addLabels')}
        checked={addLabels}
        onChange={(event) => setAddLabels(event.currentTarget.checked)}
      />
      {read.error !== null && <ErrorBlock error={read.error} />}
      {read.data && <p role="status">{t('people.imported', { count: read.data.imported.length })}</p>}
      {unmatched.length > 0 && (
        <p className="warn">
          {t('people.unmatched', { count: unmatched.length, names: unmatched.slice(0, NAMES_SHOWN).join(', ') })}
        </p>
      )}
      <Button type="submit" variant="filled" disabled={from.trim() === '' || as.trim() === ''} loading={read.isPending}>
        {t('people.import')}
      </Button>
    </form>
  );
}
