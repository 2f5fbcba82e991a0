import { Button, Checkbox, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { WRITTEN_FORMATS, type WrittenFormat } from '#core/views/mask.ts';
import { useClient, useProject } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { PathInput } from '#renderer/projects/PathInput.tsx';
import { t } from '#renderer/text.ts';
import type { MaskFormProps } from './maskForm.ts';
import classes from './People.module.css';

export function ExportForm({ annotator, names }: MaskFormProps) {
  const project = useProject();
  const client = useClient();
  const [whose, setWhose] = useState(names.includes(annotator) ? annotator : (names[0] ?? annotator));
  const [format, setFormat] = useState<WrittenFormat>('palette');
  const [to, setTo] = useState('');
  const [pictures, setPictures] = useState(true);
  const [unfinished, setUnfinished] = useState(false);
  const write = useMutation({
    mutationFn: () => client.mask.exportFiles({ project, to, format, annotator: whose, pictures, unfinished }),
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate();
      }}
    >
      <Select
        label={t('people.whose')}
        allowDeselect={false}
        value={whose}
        data={names.length === 0 ? [annotator] : [...names]}
        onChange={(name) => name !== null && setWhose(name)}
      />
      <Select
        label={t('people.format')}
        allowDeselect={false}
        value={format}
        data={WRITTEN_FORMATS.map((value) => ({ value, label: t(`people.${value}`) }))}
        onChange={(value) => value !== null && setFormat(value as WrittenFormat)}
      />
      <PathInput label={t('people.to')} value={to} wish={{ kind: 'folder' }} onChange={setTo} />
      <Checkbox
        label={t('people.withPictures')}
        checked={pictures}
        onChange={(event) => setPictures(event.currentTarget.checked)}
      />
      <Checkbox
        label={t('people.unfinished')}
        checked={unfinished}
        onChange={(event) => setUnfinished(event.currentTarget.checked)}
      />
      {write.error !== null && <ErrorBlock error={write.error} />}
      {write.data && <p role="status">{t('people.exported', { masks: write.data.masks, path: write.data.path })}</p>}
      <Button type="submit" variant="filled" disabled={to.trim() === ''} loading={write.isPending}>
        {t('people.export')}
      </Button>
    </form>
  );
}
