import { Modal } from '@mantine/core';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { t } from '#renderer/text.ts';

/** For a failure that has no place on the screen of its own, such as that of a menu command. */
export function FailureDialog({ error, onClose }: { readonly error: unknown; onClose(): void }) {
  return (
    <Modal
      opened={error !== null}
      onClose={onClose}
      title={t('shell.openFailed')}
      closeButtonProps={{ 'aria-label': t('shared.close') }}
    >
      {error !== null && <ErrorBlock error={error} />}
    </Modal>
  );
}
