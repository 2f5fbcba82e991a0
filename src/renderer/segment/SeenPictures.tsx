import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Label } from '#core/labelSet.ts';
import { readRunsText } from '#core/mask/runs.ts';
import type { QueuedPicture } from '#core/views/mask.ts';
import type { SegmenterRow, SegmentProposal } from '#core/views/segment.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Picture } from '#renderer/components/Picture.tsx';
import { formatShare } from '#renderer/format.ts';
import { useAnnotator } from '#renderer/mask/annotator.ts';
import { t } from '#renderer/text.ts';
import classes from './SeenPictures.module.css';
import { segmenterTitle } from './segmenterTitle.ts';

const PICTURES_AT_FIRST = 6;
/** Asks only; who asks does not matter to what is shown. */
const NOBODY = 'reader';

export interface SeenPicturesProps {
  readonly row: SegmenterRow;
  /** The one it is compared with. */
  readonly second: SegmenterRow | null;
}

/** Pictures of the queue with the parts that a segmenter finds in them, and over them where its networks differ; beside that what another finds. */
export function SeenPictures({ row, second }: SeenPicturesProps) {
  const project = useProject();
  const annotator = useAnnotator();
  const [most, setMost] = useState(PICTURES_AT_FIRST);
  const queue = useQuery({
    ...useApi().mask.queue.queryOptions({ input: { project, annotator: annotator || NOBODY } }),
    enabled: annotator !== null,
  });
  const pictures = queue.data?.pictures ?? [];
  return (
    <section>
      <h2>
        {t('segment.seen')}{' '}
        <span className={`t3 ${classes.note}`}>
          {second === null ? t('segment.seenNote') : t('segment.seenNoteSecond', { other: segmenterTitle(second) })}
        </span>
      </h2>
      {queue.error !== null && <ErrorBlock error={queue.error} onRetry={() => void queue.refetch()} />}
      {queue.data !== undefined && pictures.length === 0 && <p className="t2">{t('segment.seenNone')}</p>}
      <div className={classes.grid}>
        {pictures.slice(0, most).map((picture) => (
          <Seen key={picture.id} picture={picture} row={row} second={second} />
        ))}
      </div>
      {pictures.length > most && (
        <Button size="compact-xs" onClick={() => setMost(most + PICTURES_AT_FIRST)}>
          {t('segment.more')}
        </Button>
      )}
    </section>
  );
}

const SIDE_PX = 112;

function useProposal(picture: QueuedPicture, row: SegmenterRow | null) {
  const project = useProject();
  return useQuery({
    ...useApi().segment.propose.queryOptions({
      input: { project, picture: picture.id, segment: row?.artifact.id },
    }),
    enabled: row !== null,
  });
}

function Seen({ picture, row, second }: SeenPicturesProps & { readonly picture: QueuedPicture }) {
  const name = picture.className;
  const proposed = useProposal(picture, row);
  const other = useProposal(picture, second);
  const failed = [proposed, other].find(({ error }) => error !== null);
  if (failed?.error) return <ErrorBlock error={failed.error} onRetry={() => void failed.refetch()} />;
  const url = proposed.data?.disagreementUrl ?? null;
  const share = second === null ? null : differingShare(proposed.data, other.data);
  return (
    <figure className={classes.seen}>
      <div className={classes.pictures}>
        <Picture picture={picture.picture} label={name} sizePx={SIDE_PX} />
        <Picture picture={picture.picture} label={t('segment.found', { name })} sizePx={SIDE_PX}>
          {proposed.data !== undefined && <Parts proposal={proposed.data} labels={row.summary.segmenter.labels} />}
        </Picture>
        {row.summary.segmenter.members > 1 && (
          <Picture picture={picture.picture} label={t('segment.differ', { name })} sizePx={SIDE_PX}>
            <span className={classes.veil} />
            {url !== null && <span className={classes.unsure} style={{ maskImage: `url("${url}")` }} />}
          </Picture>
        )}
        {second !== null && (
          <Picture
            picture={picture.picture}
            label={t('segment.foundBy', { name, other: segmenterTitle(second) })}
            sizePx={SIDE_PX}
          >
            {other.data !== undefined && <Parts proposal={other.data} labels={second.summary.segmenter.labels} />}
          </Picture>
        )}
      </div>
      <figcaption className="t2 caption">
        {share === null ? name : t('segment.seenDiffers', { name, share: formatShare(share) })}
      </figcaption>
    </figure>
  );
}

/** Share of the pixels that two segmenters find otherwise; null until both have looked. */
function differingShare(a: SegmentProposal | undefined, b: SegmentProposal | undefined): number | null {
  if (a === undefined || b === undefined) return null;
  const [one, other] = [a, b].map(({ runs, widthPx, heightPx }) => readRunsText(runs, widthPx * heightPx)) as [
    Uint8Array,
    Uint8Array,
  ];
  return one.reduce((sum, label, at) => sum + (label === other[at] ? 0 : 1), 0) / one.length;
}

const OPACITY = 150;

interface PartsProps {
  readonly proposal: SegmentProposal;
  readonly labels: readonly Label[];
}

/** The parts in their labels' colours, half transparent. */
function Parts({ proposal, labels }: PartsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { runs, widthPx, heightPx } = proposal;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(widthPx, heightPx);
    const colours = new Map(labels.map(({ value, colour }) => [value, Number.parseInt(colour.slice(1), 16)]));
    readRunsText(runs, widthPx * heightPx).forEach((value, at) => {
      const colour = value === 0 ? undefined : colours.get(value);
      if (colour !== undefined)
        image.data.set([(colour >> 16) & 255, (colour >> 8) & 255, colour & 255, OPACITY], 4 * at);
    });
    context.putImageData(image, 0, 0);
  }, [runs, widthPx, heightPx, labels]);
  return <canvas ref={canvas} className={classes.parts} width={widthPx} height={heightPx} />;
}
