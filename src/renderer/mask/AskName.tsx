import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
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
