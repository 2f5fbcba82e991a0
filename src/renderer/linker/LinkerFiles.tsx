import { Button, Group, Menu } from '@mantine/core';
import { IconChevronDown, IconFileExport } from '@tabler/icons-react';
import { useState } from 'react';
import { hiddenWidthsOf } from '#core/linker.ts';
import { anyLinkerParamsSchema } from '#core/params.ts';
import type { LinkerRow } from '#core/views/linker.ts';
import type { ArtifactNode } from '#core/views/project.ts';
import { useClient, useProject } from '#renderer/client.tsx';
import { ImportFile } from '#renderer/files/ImportFile.tsx';
import { useWriteFile } from '#renderer/files/useWriteFile.tsx';
import { fileNameOf } from '#renderer/plot/saveFile.ts';
import { t } from '#renderer/text.ts';
import { linkerTitle } from './linkerName.ts';
import { firstSet, SamplesField } from './SamplesField.tsx';

export interface LinkerFilesProps {
  /** The one that is written; null where there is none yet. */
  readonly shown: LinkerRow | null;
  /** Sample sets on which an imported linker can be measured, at least one. */
  readonly sets: readonly ArtifactNode[];
  onImported(artifactId: string): void;
}

/** A linker out to a file, and in from one. */
export function LinkerFiles({ shown, sets, onImported }: LinkerFilesProps) {
  const project = useProject();
  const client = useClient();
  const [samples, setSamples] = useState(() => firstSet(sets));
  return (
    <Group gap={8}>
      <ImportFile
        label={t('linker.import')}
        hint={t('linker.importHint')}
        fieldLabel={t('linker.importFrom')}
        dropLabel={t('linker.importDrop')}
        submitLabel={t('linker.importIt')}
        wish={{ kind: 'linker' }}
        take={async (from) => onImported((await client.linker.importFile({ project, from, samples })).artifactId)}
      >
        <SamplesField label={t('linker.measuredOn')} sets={sets} samples={samples} onChange={setSamples} />
      </ImportFile>
      {shown !== null && <ExportLinker row={shown} />}
    </Group>
  );
}

function ExportLinker({ row }: { readonly row: LinkerRow }) {
  const project = useProject();
  const client = useClient();
  const linker = row.artifact.id;
  const { isWriting, status, save } = useWriteFile((to) => client.linker.exportFile({ project, linker, to }));
  const isNetwork = hiddenWidthsOf(anyLinkerParamsSchema.parse(row.artifact.params)) !== null;
  const name = [row.classifierName, linkerTitle(row)].filter((part) => part !== null).join(' ');
  return (
    <>
      <Menu position="bottom-start" width={280}>
        <Menu.Target>
          <Button
            leftSection={<IconFileExport size={15} stroke={1.6} />}
            rightSection={<IconChevronDown size={14} stroke={1.6} />}
            loading={isWriting}
          >
            {t('linker.export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={isNetwork} onClick={() => void save(fileNameOf(name, 'npz'))}>
            <span className={isNetwork ? 't3' : ''}>{t('linker.exportNpz')}</span>
            <p className="caption t3">{isNetwork ? t('linker.exportNpzNetwork') : t('linker.exportNpzHint')}</p>
          </Menu.Item>
          <Menu.Item onClick={() => void save(fileNameOf(name, 'onnx'))}>
            {t('linker.exportOnnx')}
            <p className="caption t3">{t('linker.exportOnnxHint')}</p>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {status}
    </>
  );
}
