import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { Mask } from '#core/mask/mask.ts';
import { readRunsText } from '#core/mask/runs.ts';
import type { Stroke } from '#core/mask/stroke.ts';
import type { SegmentProposal } from '#core/views/segment.ts';
import { useApi, useGuest, useProject } from '#renderer/client.tsx';
import { useCommands } from '#renderer/commands.ts';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { InspectorSection } from '#renderer/components/Inspector.tsx';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { formatNumber, formatWhen } from '#renderer/format.ts';
import { richText, t } from '#renderer/text.ts';
import { useDrawing } from './drawing.ts';
import { type Ghost, unsureGhost } from './ghost.ts';
import { LiveLearning } from './LiveLearning.tsx';
import { looksOf, type ShownLabel } from './labels.ts';
import { loadImage, pixelsOf } from './loadPicture.ts';
import { mixInk } from './overlay.ts';
import classes from './ProposalPane.module.css';
import { differenceOf, takeProposal } from './proposal.ts';
import { useKeys } from './shortcuts.ts';

export interface ProposalPaneProps {
  readonly picture: string;
  readonly annotator: string;
  readonly labels: readonly ShownLabel[];
  readonly mask: Mask;
  /** Counts the changes of the mask, which is changed in place. */
  readonly version: number;
  apply(stroke: Stroke): void;
  showGhost(ghost: Ghost | null): void;
}

type Shown = 'nothing' | 'proposal' | 'unsure';

/**
 * What the segmenter finds in the open picture, to be shown over the mask and taken, and where it is unsure. Not for guests: who is to judge
 * for themselves is told nothing.
 */
export function ProposalPane(props: ProposalPaneProps) {
  return useGuest() === null ? <Proposal {...props} /> : null;
}

function Proposal({ picture, annotator, labels, mask, version, apply, showGhost }: ProposalPaneProps) {
  const project = useProject();
  const api = useApi();
  const keys = useKeys();
  const { label, locked } = useDrawing();
  const [shown, setShown] = useState<Shown>('nothing');
  const live = useQuery(api.segment.live.queryOptions({ input: { project } })).data;
  const segmenters = useQuery(api.segment.list.queryOptions({ input: { project } })).data ?? [];
  const canPropose = segmenters.length > 0 || (live?.isOn === true && live.learned !== null);
  const proposed = useQuery({
    ...api.segment.propose.queryOptions({ input: { project, picture } }),
    enabled: canPropose,
  });
  // What was proposed before learning was turned off is no more.
  const answer = canPropose ? proposed.data : undefined;
  const runs = answer?.runs;
  const proposal = useMemo(() => {
    const { widthPx, heightPx } = mask;
    const isOfSize = answer?.widthPx === widthPx && answer.heightPx === heightPx;
    return runs === undefined || !isOfSize ? null : readRunsText(runs, widthPx * heightPx);
  }, [runs, mask, answer]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mask is changed in place, its version tells
  const difference = useMemo(
    () => (proposal === null ? null : differenceOf(mask, proposal)),
    [proposal, mask, version],
  );

  const toggle = (what: Shown) => setShown(shown === what ? 'nothing' : what);

  useEffect(() => {
    if (shown !== 'proposal' || proposal === null) return;
    const { widthPx, heightPx } = mask;
    showGhost({ mask: { widthPx, heightPx, data: proposal }, ink: mixInk(looksOf(labels, []), 'outline', 1) });
    return () => showGhost(null);
  }, [shown, proposal, mask, labels, showGhost]);

  const unsureUrl = answer?.disagreementUrl ?? null;
  useEffect(() => {
    if (shown !== 'unsure' || unsureUrl === null) return;
    const { widthPx, heightPx } = mask;
    let isOver = false;
    loadImage(unsureUrl).then(
      (image) => {
        if (isOver) return;
        const pixels = pixelsOf({ image, offsetX: 0, widthPx, heightPx });
        const grey = Uint8Array.from({ length: widthPx * heightPx }, (_, at) => pixels[4 * at] as number);
        showGhost(unsureGhost(grey, widthPx));
      },
      // A newer one has taken its place, and its address comes with the next answer.
      () => undefined,
    );
    return () => {
      isOver = true;
      showGhost(null);
    };
  }, [shown, unsureUrl, mask, showGhost]);

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
            run: () => toggle('proposal'),
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
  if (live === undefined) return null;
  return (
    <InspectorSection title={t('annotate.proposal')} note={answer === undefined ? undefined : noteOf(answer)}>
      {canPropose && proposed.error !== null && (
        <ErrorBlock error={proposed.error} onRetry={() => void proposed.refetch()} />
      )}
      {proposed.isLoading && <p className="t2">{t('annotate.proposing')}</p>}
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
              aria-pressed={shown === 'proposal'}
              rightSection={<Kbd keys={keys.propose} />}
              onClick={() => toggle('proposal')}
            >
              {shown === 'proposal' ? t('annotate.hide') : t('annotate.show')}
            </Button>
            <Button rightSection={<Kbd keys={keys.take} />} onClick={() => take(label)}>
              {takeLabel}
            </Button>
            <Button variant="subtle" color="gray" onClick={() => take(null)}>
              {t('annotate.takeAll')}
            </Button>
            {unsureUrl !== null && (
              <Button
                variant={shown === 'unsure' ? 'light' : 'subtle'}
                color="gray"
                aria-pressed={shown === 'unsure'}
                title={t('annotate.showUnsureLong')}
                onClick={() => toggle('unsure')}
              >
                {t('annotate.showUnsure')}
              </Button>
            )}
          </div>
        </>
      )}
      <LiveLearning live={live} annotator={annotator} />
    </InspectorSection>
  );
}

function noteOf({ masks, liveSince }: SegmentProposal): string {
  return liveSince === null
    ? t('annotate.proposalFrom', { count: masks })
    : t('annotate.proposalSince', { count: masks, since: formatWhen(liveSince) });
}
