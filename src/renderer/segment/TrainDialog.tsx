import { FormDialog } from '#renderer/components/FormDialog.tsx';
import { createDisclosure } from '#renderer/disclosure.ts';
import { t } from '#renderer/text.ts';
import { TrainForm, type TrainFormProps } from './TrainForm.tsx';

const dialog = createDisclosure();
export const openTrainDialog = dialog.open;

export function TrainDialog({ onStarted, ...form }: Omit<TrainFormProps, 'isAlone'>) {
  return (
    <FormDialog title={t('segment.train')} isOpen={dialog.useIsOpen()} onClose={dialog.close}>
      <TrainForm
        {...form}
        isAlone={false}
        onStarted={(id) => {
          dialog.close();
          onStarted(id);
        }}
      />
    </FormDialog>
  );
}
