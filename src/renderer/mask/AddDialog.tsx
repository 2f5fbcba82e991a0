import { Modal } from '@mantine/core';
import { createDisclosure } from '#renderer/disclosure.ts';
import { t } from '#renderer/text.ts';
import { AddPictures } from './AddPictures.tsx';

const dialog = createDisclosure();
export const openAddDialog = dialog.open;

export function AddDialog({ annotator }: { readonly annotator: string }) {
  return (
    <Modal
      opened={dialog.useIsOpen()}
      onClose={dialog.close}
      title={t('annotate.addPictures')}
      size={440}
      closeButtonProps={{ 'aria-label': t('shared.close') }}
    >
      <AddPictures annotator={annotator} onAdded={dialog.close} />
    </Modal>
  );
}
