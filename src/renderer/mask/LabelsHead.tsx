import { ActionIcon, Tooltip } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import type { LabelsView } from '#core/views/mask.ts';
import { useGuest } from '#renderer/client.tsx';
import { t } from '#renderer/text.ts';
import { LabelDialog, openLabelDialog } from './LabelDialog.tsx';
import classes from './LabelsHead.module.css';

/** Over the list of labels: how many there are, and the way to change them. */
export function LabelsHead({ labels, annotator }: { readonly labels: LabelsView; readonly annotator: string }) {
  const isOwner = useGuest() === null;
  return (
    <header className={classes.head}>
      <h2>{t('annotate.labels')}</h2>
      <span className="t3">{t('annotate.partCount', { count: labels.labels.length - 1 })}</span>
      <span className={classes.fill} />
      <span className="t3 caption">{t('annotate.px')}</span>
      {isOwner && (
        <>
          <Tooltip label={t('annotate.editLabels')}>
            <ActionIcon size={22} aria-label={t('annotate.editLabels')} onClick={openLabelDialog}>
              <IconPencil size={15} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
          <LabelDialog labels={labels} annotator={annotator} />
        </>
      )}
    </header>
  );
}
