import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '#renderer/text.ts';

export interface FormDialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  onClose(): void;
  readonly children: ReactNode;
}

/** The window of a form that starts a run. */
export function FormDialog({ title, isOpen, onClose, children }: FormDialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      size={480}
      closeButtonProps={{ 'aria-label': t('shared.close') }}
    >
      {children}
    </Modal>
  );
}
