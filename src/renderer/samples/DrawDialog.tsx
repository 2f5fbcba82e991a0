import { Modal } from '@mantine/core';
import type { PairInfo } from '#core/views.ts';
import { createDisclosure } from '#renderer/disclosure.ts';
import { t } from '#renderer/text.ts';
import { DrawForm } from './DrawForm.tsx';

const dialog = createDisclosure();
export const openDrawDialog = dialog.open;

export interface DrawDialogProps {
  readonly pairs: readonly PairInfo[];
  readonly defaultPair: string;
  onStarted(artifactId: string): void;
}

export function DrawDialog({ pairs, defaultPair, onStarted }: DrawDialogProps) {
  return (
    <Modal
      opened={dialog.useIsOpen()}
      onClose={dialog.close}
      title={t('samples.drawSamples')}
      size={480}
      closeButtonProps={{ 'aria-label': t('shared.close') }}
    >
      <DrawForm
        pairs={pairs}
        defaultPair={defaultPair}
        isAlone={false}
        onStarted={(id) => {
          dialog.close();
          onStarted(id);
        }}
      />
    </Modal>
  );
}
