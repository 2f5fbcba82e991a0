import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCommands } from '#renderer/commands.ts';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { createDisclosure } from '#renderer/disclosure.ts';
import { t } from '#renderer/text.ts';
import { setAnnotator } from './annotator.ts';

/** Masks carry the name of who drew them, so it is asked once. */
export function AskName({ name = '', onDone }: { readonly name?: string; onDone?(): void }) {
  const [text, setText] = useState(name);
  return (
    <EmptyState title={t('annotate.whoTitle')} hint={t('annotate.whoHint')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() === '') return;
          setAnnotator(text);
          onDone?.();
        }}
      >
        <TextInput
          label={t('annotate.yourName')}
          maxLength={100}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
        />
        <Button mt={12} type="submit" variant="filled" disabled={text.trim() === ''}>
          {t('annotate.begin')}
        </Button>
      </form>
    </EmptyState>
  );
}

const dialog = createDisclosure();

/** Another person sits down at the same browser. */
export function RenameDialog({ annotator }: { readonly annotator: string }) {
  useCommands([{ id: 'annotate.drawAs', label: t('annotate.drawAs'), group: t('annotate.title'), run: dialog.open }]);
  return (
    <Modal
      opened={dialog.useIsOpen()}
      onClose={dialog.close}
      title={t('annotate.drawAs')}
      size={420}
      closeButtonProps={{ 'aria-label': t('shared.close') }}
    >
      <AskName name={annotator} onDone={dialog.close} />
    </Modal>
  );
}
