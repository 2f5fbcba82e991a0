import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient, useProject } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { PathInput } from '#renderer/projects/PathInput.tsx';
import { t } from '#renderer/text.ts';
import classes from './People.module.css';

export function PacketForm() {
  const project = useProject();
  const client = useClient();
  const [annotator, setAnnotator] = useState('');
  const [to, setTo] = useState('');
  const write = useMutation({ mutationFn: () => client.mask.writePacket({ project, annotator, to }) });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate();
      }}
    >
      <p className="t2">{t('people.packetHint')}</p>
      <TextInput
        label={t('people.packetFor')}
        maxLength={100}
        value={annotator}
        onChange={(event) => setAnnotator(event.currentTarget.value)}
      />
      <PathInput
        label={t('people.packetFile')}
        value={to}
        wish={{ kind: 'newFile', suggestedName: `masks-${annotator || 'packet'}.unitloom`, of: 'project' }}
        onChange={setTo}
      />
      {write.error !== null && <ErrorBlock error={write.error} />}
      {write.data && (
        <p role="status">{t('people.packetWritten', { pictures: write.data.pictures, path: write.data.path })}</p>
      )}
      <Button
        type="submit"
        variant="filled"
        disabled={annotator.trim() === '' || to.trim() === ''}
        loading={write.isPending}
      >
        {t('people.packet')}
      </Button>
    </form>
  );
}
