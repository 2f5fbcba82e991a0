import type { ArtifactNode } from '#core/views/project.ts';
import { FormDialog } from '#renderer/components/FormDialog.tsx';
import { createDisclosure } from '#renderer/disclosure.ts';
import { t } from '#renderer/text.ts';
import { TrainForm } from './TrainForm.tsx';

const dialog = createDisclosure();
export const openTrainDialog = dialog.open;

export interface TrainDialogProps {
  readonly sets: readonly ArtifactNode[];
  onStarted(artifactId: string): void;
}

export function TrainDialog({ sets, onStarted }: TrainDialogProps) {
  return (
    <FormDialog title={t('linker.train')} isOpen={dialog.useIsOpen()} onClose={dialog.close}>
      <TrainForm
        sets={sets}
        isAlone={false}
        onStarted={(id) => {
          dialog.close();
          onStarted(id);
        }}
      />
    </FormDialog>
  );
}
