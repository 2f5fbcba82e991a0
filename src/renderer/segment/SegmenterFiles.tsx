import { Button, Group } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import { useClient, useProject } from '#renderer/client.tsx';
import { ImportFile } from '#renderer/files/ImportFile.tsx';
import { useWriteFile } from '#renderer/files/useWriteFile.tsx';
import { t } from '#renderer/text.ts';

export interface SegmenterFilesProps {
  /** The one that is written; null where there is none yet. */
  readonly segment: string | null;
  onImported(artifactId: string): void;
}

/** A segmenter out to a file, and in from one. */
export function SegmenterFiles({ segment, onImported }: SegmenterFilesProps) {
  return (
    <Group gap={8}>
      <ImportFile
        label={t('segment.import')}
        hint={t('segment.importHint')}
        fieldLabel={t('segment.importFrom')}
        dropLabel={t('segment.importDrop')}
        submitLabel={t('segment.importIt')}
        wish={{ kind: 'model' }}
        take={useTaking(onImported)}
      />
      {segment !== null && <ExportSegmenter segment={segment} />}
    </Group>
  );
}

function useTaking(onImported: (artifactId: string) => void): (from: string) => Promise<void> {
  const project = useProject();
  const client = useClient();
  return async (from) => onImported((await client.segment.importFile({ project, from })).artifactId);
}

function ExportSegmenter({ segment }: { readonly segment: string }) {
  const project = useProject();
  const client = useClient();
  const { isWriting, status, save } = useWriteFile((to) => client.segment.exportFile({ project, segment, to }));
  return (
    <>
      <Button
        leftSection={<IconFileExport size={15} stroke={1.6} />}
        loading={isWriting}
        onClick={() => void save('segmenter.onnx')}
      >
        {t('segment.export')}
      </Button>
      {status}
    </>
  );
}
