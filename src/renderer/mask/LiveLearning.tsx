import { Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { LiveSegmenter } from '#core/views/segment.ts';
import { useClient, useProject } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { formatDuration, formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './ProposalPane.module.css';

export interface LiveLearningProps {
  readonly live: LiveSegmenter;
  readonly annotator: string;
}

/** Whether a segmenter learns while people annotate, and what it is at. */
export function LiveLearning({ live, annotator }: LiveLearningProps) {
  const project = useProject();
  const client = useClient();
  const turn = useMutation({ mutationFn: (isOn: boolean) => client.segment.setLive({ project, annotator, isOn }) });
  return (
    <div className={classes.live}>
      <Switch
        size="xs"
        label={t('annotate.live')}
        description={live.learned === null ? t('annotate.liveHint') : undefined}
        checked={turn.variables !== undefined && turn.isPending ? turn.variables : live.isOn}
        onChange={(event) => turn.mutate(event.currentTarget.checked)}
      />
      {turn.error !== null && <ErrorBlock error={turn.error} />}
      {live.isOn && (
        <p className="t3 caption" role="status">
          {sentenceOf(live)}
        </p>
      )}
      {live.isOn &&
        live.learned?.remarks.map((remark) => (
          <p key={remark} className="warn caption">
            {remark}
          </p>
        ))}
    </div>
  );
}

function sentenceOf({ state, masks, member, members, failure, learned }: LiveSegmenter): string {
  switch (state) {
    case 'training':
      return t('annotate.liveTraining', { count: masks, network: member + 1, networks: members });
    case 'waiting':
      return t('annotate.liveWaiting', { count: masks });
    case 'failed':
      return t('annotate.liveFailed', { reason: failure ?? '' });
    case 'idle': {
      if (learned === null) return t('annotate.liveNone');
      const duration = formatDuration(learned.elapsedMs);
      if (learned.meanIou === null) return t('annotate.liveLearnedOne', { duration });
      return t('annotate.liveLearned', { iou: formatNumber(learned.meanIou, 3), duration });
    }
  }
}
