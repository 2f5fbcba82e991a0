import { FormDialog } from '#renderer/components/FormDialog.tsx';
import { createDisclosure } from '#renderer/disclosure.ts';
import { t } from '#renderer/text.ts';
import { CounterfactualForm } from './CounterfactualForm.tsx';

const dialog = createDisclosure();
export const openRunDialog = dialog.open;

export function RunDialog({ onStarted }: { onStarted(run: string, isNew: boolean): void }) {
  return (
    <FormDialog title={t('counterfactual.newRun')} isOpen={dialog.useIsOpen()} onClose={dialog.close}>
      <CounterfactualForm
        isAlone={false}
        onStarted={(run, isNew) => {
          dialog.close();
          onStarted(run, isNew);
        }}
      />
    </FormDialog>
  );
}
