import { Button, Group, Modal } from '@mantine/core';
import { IconFileExport, IconFileImport } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { describeFailure } from '#core/failure.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { FormStack } from '#renderer/components/FormStack.tsx';
import { PathInput } from '#renderer/people/PathInput.tsx';
import { choosePath } from '#renderer/projects/choosePath.ts';
import { t } from '#renderer/text.ts';

export interface SegmenterFilesProps {
  /** The one that is written; null where there is none yet. */
  readonly segment: string | null;
  onImported(artifactId: string): void;
}

/** A segmenter out to a file, and in from one. */
export function SegmenterFiles({ segment, onImported }: SegmenterFilesProps) {
  const project = useProject();
  const api = useApi();
  const [isImporting, setImporting] = useState(false);
  const [from, setFrom] = useState('');
  const written = useMutation(api.segment.exportFile.mutationOptions());
  const taken = useMutation({
    ...api.segment.importFile.mutationOptions(),
    onSuccess({ artifactId }) {
      setImporting(false);
      onImported(artifactId);
    },
  });
  const write = async () => {
    const to = await choosePath({ kind: 'newFile', suggestedName: 'segmenter.onnx', of: 'any' });
    if (to !== null && segment !== null) written.mutate({ project, segment, to });
  };
  return (
    <>
      <Group gap={8}>
        {segment !== null && (
          <Button
            leftSection={<IconFileExport size={15} stroke={1.6} />}
            loading={written.isPending}
            onClick={() => void write()}
          >
            {t('segment.export')}
          </Button>
        )}
        <Button leftSection={<IconFileImport size={15} stroke={1.6} />} onClick={() => setImporting(true)}>
          {t('segment.import')}
        </Button>
        <span role="status" className={written.error === null ? 't3' : 'bad'}>
          {written.error !== null && describeFailure(written.error).message}
          {written.data !== undefined && t('segment.exported', { path: written.data.path })}
        </span>
      </Group>
      <Modal
        opened={isImporting}
        onClose={() => setImporting(false)}
        title={t('segment.import')}
        size={520}
        closeButtonProps={{ 'aria-label': t('shared.close') }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            taken.mutate({ project, from });
          }}
        >
          <FormStack>
            <p className="t2">{t('segment.importHint')}</p>
            <PathInput label={t('segment.importFrom')} value={from} wish={{ kind: 'folder' }} onChange={setFrom} />
            {taken.error !== null && <ErrorBlock error={taken.error} />}
            <Button type="submit" variant="filled" disabled={from.trim() === ''} loading={taken.isPending}>
              {t('segment.importIt')}
            </Button>
          </FormStack>
        </form>
      </Modal>
    </>
  );
}
