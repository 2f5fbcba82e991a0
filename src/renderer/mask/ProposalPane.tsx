import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { Mask } from '#core/mask/mask.ts';
import { readRunsText } from '#core/mask/runs.ts';
import type { Stroke } from '#core/mask/stroke.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { useCommands } from '#renderer/commands.ts';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { InspectorSection } from '#renderer/components/Inspector.tsx';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { formatNumber } from '#renderer/format.ts';
import { richText, t } from '#renderer/text.ts';
import { useDrawing } from './drawing.ts';
import type { Ghost } from './ghost.ts';
import { looksOf, type ShownLabel } from './labels.ts';
import { mixInk } from './overlay.ts';
import classes from './ProposalPane.module.css';
import { differenceOf, takeProposal } from './proposal.ts';
import { useKeys } from './shortcuts.ts';

export interface ProposalPaneProps {
  readonly picture: string;
  readonly labels: readonly ShownLabel[];
  readonly mask: Mask;
  /** Counts the changes of the mask, which is changed in place. */
  readonly version: number;
  apply(stroke: Stroke): void;
  showGhost(ghost: Ghost | null): void;
}

/** What the segmenter finds in the open picture, to be shown over the mask and taken. Nothing where none is trained. */
export function ProposalPane({ picture, labels, mask, version, apply, showGhost }: ProposalPaneProps) {
  const project = useProject();
  const api = useApi();
  const keys = useKeys();
  const { label, locked } = useDrawing();
  const [isShown, setShown] = useState(false);
  const segmenters = useQuery(api.segment.list.queryOptions({ input: { project } })).data ?? [];
  const segmenter = segmenters.find(({ isDefault }) => isDefault) ?? segmenters.at(-1);
  const proposed = useQuery({
    ...api.segment.propose.queryOptions({
      input: { project, picture, ...(segmenter === undefined ? {} : { segment: segmenter.artifact.id }) },
    }),
    enabled: segmenter !== undefined,
  });
  const runs = proposed.data?.runs;
  const proposal = useMemo(() => {
    const { widthPx, heightPx } = mask;
    const isOfSize = proposed.data?.widthPx === widthPx && proposed.data.heightPx === heightPx;
    return runs === undefined || !isOfSize ? null : readRunsText(runs, widthPx * heightPx);
  }, [runs, mask, proposed.data]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mask is changed in place, its version tells
  const difference = useMemo(
    () => (proposal === null ? null : differenceOf(mask, proposal)),
    [proposal, mask, version],
  );

  useEffect(() => {
    if (!isShown || proposal === null) return;
    const { widthPx, heightPx } = mask;
    showGhost({ mask: { widthPx, heightPx, data: proposal }, ink: mixInk(looksOf(labels, []), 'outline', 1) });
    return () => showGhost(null);
  }, [isShown, proposal, mask, labels, showGhost]);

  const nameOf = (value: number | null) => labels.find((one) => one.value === value)?.name ?? '';
  const take = (part: number | null) => {
    if (proposal !== null) apply(takeProposal(mask, proposal, part, locked));
  };
  const takeLabel = t('annotate.takePart', { label: nameOf(label) });
  useCommands(
    proposal === null
      ? []
      : [
          {
            id: 'annotate.propose',
            label: t('annotate.showProposal'),
            group: t('annotate.title'),
            keys: [keys.propose],
            run: () => setShown(!isShown),
          },
          {
            id: 'annotate.takePart',
            label: takeLabel,
            group: t('annotate.title'),
            keys: [keys.take],
            run: () => take(label),
          },
        ],
  );
  if (segmenter === undefined) return null;
  return (
    <InspectorSection
      title={t('annotate.proposal')}
      note={t('annotate.proposalFrom', { count: segmenter.summary.masks })}
    >
      {proposed.error !== null && <ErrorBlock error={proposed.error} onRetry={() => void proposed.refetch()} />}
      {proposed.isPending && <p className="t2">{t('annotate.proposing')}</p>}
      {difference !== null && (
        <>
          <p className="t2">
            {difference.mostAt === null
              ? t('annotate.proposalSame')
              : richText('annotate.proposalDiffers', {
                  pixels: <b className="num">{formatNumber(difference.pixels)}</b>,
                  label: nameOf(difference.mostAt),
                })}
          </p>
          <div className={classes.actions}>
            <Button
              aria-pressed={isShown}
              rightSection={<Kbd keys={keys.propose} />}
              onClick={() => setShown(!isShown)}
            >
              {isShown ? t('annotate.hide') : t('annotate.show')}
            </Button>
            <Button rightSection={<Kbd keys={keys.take} />} onClick={() => take(label)}>
              {takeLabel}
            </Button>
            <Button variant="subtle" color="gray" onClick={() => take(null)}>
              {t('annotate.takeAll')}
            </Button>
          </div>
        </>
      )}
    </InspectorSection>
  );
}
