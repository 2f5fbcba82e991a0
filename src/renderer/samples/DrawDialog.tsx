import type { PairInfo } from '#core/views/project.ts';
import { FormDialog } from '#renderer/components/FormDialog.tsx';
import { createDisclosure } from '#renderer/disclosure.ts';
import { t } from '#renderer/text.ts';
import { DrawForm } from './DrawForm.tsx';

const dialog = createDisclosure();
export const openDrawDialog = dialog.open;

export interface DrawDialogProps {
  readonly pairs: readonly PairInfo[];
  readonly defaultPair: string;
  onStarted(artifactId: string): void;
}

export function DrawDialog({ pairs, defaultPair, onStarted }: DrawDialogProps) {
  return (
    <FormDialog title={t('samples.drawSamples')} isOpen={dialog.useIsOpen()} onClose={dialog.close}>
      <DrawForm
        pairs={pairs}
        defaultPair={defaultPair}
        isAlone={false}
        onStarted={(id) => {
          dialog.close();
          onStarted(id);
        }}
      />
    </FormDialog>
  );
}
