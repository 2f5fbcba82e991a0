import { Modal } from '@mantine/core';
import type { ArtifactNode } from '#core/views.ts';
import { createDisclosure } from '#renderer/disclosure.ts';
import { t } from '#renderer/text.ts';
import { TrainForm } from './TrainForm.tsx';

const dialog = createDisclosure();
export const openTrainDialog = dialog.open;

export interface TrainDialogProps {
  readonly sets: readonly ArtifactNode[];
  onStarted(artifactId: string): void;
}

export function TrainDialog({ sets, onStarted }: TrainDialogProps) {
  return (
    <Modal
      opened={dialog.useIsOpen()}
      onClose={dialog.close}
      title={t('linker.train')}
      size={480}
      closeButtonProps={{ 'aria-label': t('shared.close') }}
    >
      <TrainForm
        sets={sets}
        isAlone={false}
        onStarted={(id) => {
          dialog.close();
          onStarted(id);
        }}
      />
    </Modal>
  );
}
