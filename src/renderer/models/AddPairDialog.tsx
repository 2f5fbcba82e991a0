import { Modal } from '@mantine/core';
import { createDisclosure } from '#renderer/disclosure.ts';
import { t } from '#renderer/text.ts';
import { AddPairForm } from './AddPairForm.tsx';

const dialog = createDisclosure();
export const openAddPair = dialog.open;

export function AddPairDialog({ onAdded }: { onAdded(artifactId: string): void }) {
  return (
    <Modal
      opened={dialog.useIsOpen()}
      onClose={dialog.close}
      title={t('models.add')}
      size={520}
      closeButtonProps={{ 'aria-label': t('shared.close') }}
    >
      <AddPairForm
        isFirst={false}
        onAdded={(id) => {
          dialog.close();
          onAdded(id);
        }}
      />
    </Modal>
  );
}
