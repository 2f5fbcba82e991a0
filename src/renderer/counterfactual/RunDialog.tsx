import { Modal } from '@mantine/core';
import { createDisclosure } from '#renderer/disclosure.ts';
import { t } from '#renderer/text.ts';
import { RunForm } from './RunForm.tsx';

const dialog = createDisclosure();
export const openRunDialog = dialog.open;

export function RunDialog({ onStarted }: { onStarted(run: string, isNew: boolean): void }) {
  return (
    <Modal
      opened={dialog.useIsOpen()}
      onClose={dialog.close}
      title={t('counterfactual.newRun')}
      size={480}
      closeButtonProps={{ 'aria-label': t('shared.close') }}
    >
      <RunForm
        isAlone={false}
        onStarted={(run, isNew) => {
          dialog.close();
          onStarted(run, isNew);
        }}
      />
    </Modal>
  );
}
