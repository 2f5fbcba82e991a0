import { Modal } from '@mantine/core';
import { createDisclosure } from '#renderer/disclosure.ts';
import { t } from '#renderer/text.ts';
import { TrainForm, type TrainFormProps } from './TrainForm.tsx';

const dialog = createDisclosure();
export const openTrainDialog = dialog.open;

export function TrainDialog({ onStarted, ...form }: Omit<TrainFormProps, 'isAlone'>) {
  return (
    <Modal
      opened={dialog.useIsOpen()}
      onClose={dialog.close}
      title={t('segment.train')}
      size={480}
      closeButtonProps={{ 'aria-label': t('shared.close') }}
    >
      <TrainForm
        {...form}
        isAlone={false}
        onStarted={(id) => {
          dialog.close();
          onStarted(id);
        }}
      />
    </Modal>
  );
}
