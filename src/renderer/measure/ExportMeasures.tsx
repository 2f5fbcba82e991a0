import { Button } from '@mantine/core';
import { IconFileExport, IconFolderSymlink } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { describeFailure } from '#core/failure.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { choosePath } from '#renderer/projects/choosePath.ts';

import { t } from '#renderer/text.ts';

/** All measures as a file, one row a picture and part; or as the reference implementation writes them, a folder. */
export function ExportMeasures({ measure }: { readonly measure: string }) {
  const project = useProject();
  const api = useApi();
  const table = useMutation(api.measure.exportFile.mutationOptions());
  const reference = useMutation(api.measure.exportReference.mutationOptions());
  const writeTable = async () => {
    const to = await choosePath({ kind: 'newFile', suggestedName: 'measures.csv', of: 'any' });
    reference.reset();
    if (to !== null) table.mutate({ project, measure, to });
  };
  const writeReference = async () => {
    const to = await choosePath({ kind: 'folder' });
    table.reset();
    if (to !== null) reference.mutate({ project, measure, to });
  };
  const error = table.error ?? reference.error;
  const written = table.data ?? reference.data;
  return (
    <>
      <Button
        leftSection={<IconFileExport size={15} stroke={1.6} />}
        loading={table.isPending}
        onClick={() => void writeTable()}
      >
        {t('measure.exportCsv')}
      </Button>
      <Button
        leftSection={<IconFolderSymlink size={15} stroke={1.6} />}
        loading={reference.isPending}
        title={t('measure.exportReferenceHint')}
        onClick={() => void writeReference()}
      >
        {t('measure.exportReference')}
      </Button>
      <span role="status" className={error === null ? 't3' : 'bad'}>
        {error !== null && describeFailure(error).message}
        {written !== undefined && t('measure.exported', { path: written.path })}
      </span>
    </>
  );
}
