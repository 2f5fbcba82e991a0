import { Button, Modal } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { FormStack } from '#renderer/components/FormStack.tsx';
import type { PathWish } from '#renderer/projects/choosePath.ts';
import { DropTarget } from '#renderer/projects/DropTarget.tsx';
import { PathInput } from '#renderer/projects/PathInput.tsx';
import { t } from '#renderer/text.ts';

export interface ImportFileProps {
  /** On the button and above the dialog. */
  readonly label: string;
  /** What the file has to hold, and what becomes of it. */
  readonly hint: string;
  readonly fieldLabel: string;
  /** Shown over the window while a file is held above it. */
  readonly dropLabel: string;
  readonly submitLabel: string;
  readonly wish: PathWish;
  /** Takes the file. What it throws is said in the dialog, which stays as it is. */
  take(from: string): Promise<unknown>;
  /** Further fields. */
  readonly children?: ReactNode;
}

/** A file into the project: typed, chosen, or dropped into the desktop window. */
export function ImportFile(props: ImportFileProps) {
  const { label, hint, fieldLabel, dropLabel, submitLabel, wish, take, children } = props;
  const [isOpen, setOpen] = useState(false);
  const [from, setFrom] = useState('');
  const taken = useMutation({
    mutationFn: () => take(from.trim()),
    onSuccess() {
      setOpen(false);
      setFrom('');
    },
  });
  const choose = (path: string) => {
    taken.reset();
    setFrom(path);
    setOpen(true);
  };
  return (
    <>
      <Button leftSection={<IconFileImport size={15} stroke={1.6} />} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <DropTarget label={dropLabel} onDrop={choose} />
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={label}
        size={520}
        closeButtonProps={{ 'aria-label': t('shared.close') }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            taken.mutate();
          }}
        >
          <FormStack>
            <p className="t2">{hint}</p>
            <PathInput label={fieldLabel} value={from} wish={wish} onChange={choose} />
            {children}
            {taken.error !== null && <ErrorBlock error={taken.error} />}
            <Button type="submit" variant="filled" disabled={from.trim() === ''} loading={taken.isPending}>
              {submitLabel}
            </Button>
          </FormStack>
        </form>
      </Modal>
    </>
  );
}
