import { Modal, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { createDisclosure } from '#renderer/disclosure.ts';
import { t } from '#renderer/text.ts';
import { ExportForm } from './ExportForm.tsx';
import { ImportForm } from './ImportForm.tsx';
import { MergeForm } from './MergeForm.tsx';
import { PacketForm } from './PacketForm.tsx';
import classes from './People.module.css';

const dialog = createDisclosure();
export const openMaskFiles = dialog.open;

const FORMS = { import: ImportForm, export: ExportForm, packet: PacketForm, merge: MergeForm } as const;
type FormName = keyof typeof FORMS;

/** Masks in and out: as files, and as packets that somebody fills in elsewhere. */
export function MaskFilesDialog({
  annotator,
  names,
}: {
  readonly annotator: string;
  readonly names: readonly string[];
}) {
  const [form, setForm] = useState<FormName>('import');
  const Form = FORMS[form];
  return (
    <Modal
      opened={dialog.useIsOpen()}
      onClose={dialog.close}
      title={t('people.menu')}
      size={560}
      closeButtonProps={{ 'aria-label': t('shared.close') }}
    >
      <div className={classes.form}>
        <SegmentedControl
          aria-label={t('people.menu')}
          value={form}
          onChange={(name) => setForm(name as FormName)}
          data={(Object.keys(FORMS) as FormName[]).map((name) => ({ value: name, label: t(`people.${name}`) }))}
        />
        <Form key={form} annotator={annotator} names={names} />
      </div>
    </Modal>
  );
}
