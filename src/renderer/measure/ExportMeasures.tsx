import { Button } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { describeFailure } from '#core/failure.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { choosePath } from '#renderer/projects/choosePath.ts';

import { t } from '#renderer/text.ts';

/** All measures as a file, one row a picture and part. */
export function ExportMeasures({ measure }: { readonly measure: string }) {
  const project = useProject();
  const write = useMutation(useApi().measure.exportFile.mutationOptions());
  const choose = async () => {
    const to = await choosePath({ kind: 'newFile', suggestedName: 'measures.csv', of: 'any' });
    if (to !== null) write.mutate({ project, measure, to });
  };
  return (
    <>
      <Button
        leftSection={<IconFileExport size={15} stroke={1.6} />}
        loading={write.isPending}
        onClick={() => void choose()}
      >
        {t('measure.exportCsv')}
      </Button>
      <span role="status" className={write.error === null ? 't3' : 'bad'}>
        {write.error !== null && describeFailure(write.error).message}
        {write.data !== undefined && t('measure.exported', { path: write.data.path })}
      </span>
    </>
  );
}
