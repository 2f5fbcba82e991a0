import { Button } from '@mantine/core';
import { useProjectInfo } from '#renderer/client.tsx';
import { Banner } from '#renderer/shell/Banners.tsx';
import { t } from '#renderer/text.ts';
import { type MaskPlace, placeName, useOutboxState } from './maskOutbox.ts';
import type { MaskSession } from './useMaskSession.ts';

export interface CanvasBannersProps {
  readonly session: MaskSession;
  readonly place: MaskPlace | null;
}

/** What a person must know before drawing on: somebody else draws this, or strokes cannot be stored. */
export function CanvasBanners({ session, place }: CanvasBannersProps) {
  const { open, outbox, takeOver } = session;
  // A file that cannot be written is watched too, and says why itself.
  const isReadOnly = useProjectInfo().data?.readOnly === true;
  const { trouble, waiting } = useOutboxState(outbox);
  const take = (
    <Button size="compact-xs" onClick={takeOver}>
      {t('annotate.takeOver')}
    </Button>
  );
  return (
    <>
      {open?.view.heldBy != null && !isReadOnly && (
        <Banner severity="warn" action={take}>
          {t('annotate.heldBy', { annotator: open.view.heldBy.annotator })}
        </Banner>
      )}
      {trouble?.kind === 'disk full' && (
        <Banner severity="bad">{t('annotate.diskFull', { sentence: trouble.sentence, count: waiting })}</Banner>
      )}
      {trouble?.kind === 'refused' && (
        <Banner
          severity="bad"
          action={
            <>
              {open?.isWatching !== true && take}
              {place !== null && outbox.waitingAt(placeName(place)).length > 0 && (
                <Button
                  size="compact-xs"
                  onClick={() => {
                    outbox.drop(placeName(place));
                    session.retry();
                  }}
                >
                  {t('annotate.dropStrokes')}
                </Button>
              )}
            </>
          }
        >
          {t('annotate.refused', { sentence: trouble.sentence, count: waiting })}
        </Banner>
      )}
    </>
  );
}
