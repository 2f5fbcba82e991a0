import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { MaskEntry } from '#core/mask/entry.ts';
import { countPixels } from '#core/mask/mask.ts';
import type { Stroke } from '#core/mask/stroke.ts';
import type { LabelsView, MaskState, QueueView } from '#core/views/mask.ts';
import { useApi, useClient, useProject } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Frame } from '#renderer/components/Frame.tsx';
import { Inspector } from '#renderer/components/Inspector.tsx';
import { useParams } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import { openAddDialog } from './AddDialog.tsx';
import classes from './AnnotateScreen.module.css';
import { CanvasBanners } from './CanvasBanners.tsx';
import { CanvasFooter } from './CanvasFooter.tsx';
import { CanvasToolbar } from './CanvasToolbar.tsx';
import { Comments } from './Comments.tsx';
import { useDrawing } from './drawing.ts';
import type { OpenEasel } from './easel.ts';
import type { Ghost } from './ghost.ts';
import { LabelList } from './LabelList.tsx';
import { LabelsHead } from './LabelsHead.tsx';
import { shownLabels } from './labels.ts';
import { MaskCanvas } from './MaskCanvas.tsx';
import { MoreOptions } from './MoreOptions.tsx';
import { placeName } from './maskOutbox.ts';
import { NeighbourStep, useNeighbour } from './NeighbourStep.tsx';
import { ProposalPane } from './ProposalPane.tsx';
import { pictureNumber } from './pictureName.ts';
import { QueuePanel } from './QueuePanel.tsx';
import { nextPicture } from './queueOrder.ts';
import { StoredState } from './StoredState.tsx';
import { ToolRail } from './ToolRail.tsx';
import { useAnnotateCommands } from './useAnnotateCommands.ts';
import { useHeldKeys } from './useHeldKeys.ts';
import { useMaskSession } from './useMaskSession.ts';
import { useNotice } from './useNotice.ts';

export interface AnnotateScreenProps {
  readonly annotator: string;
  readonly labels: LabelsView;
  readonly queue: QueueView;
}

/** Queue, canvas and labels. */
export function AnnotateScreen({ annotator, labels, queue }: AnnotateScreenProps) {
  const project = useProject();
  const client = useClient();
  const api = useApi();
  const cache = useQueryClient();
  const [params, setParams] = useParams();
  const easel = useRef<OpenEasel>(null);
  const position = useRef<HTMLSpanElement>(null);
  const [scale, setScale] = useState(1);
  const [notice, say] = useNotice();
  const { label } = useDrawing();

  const queued = queue.pictures.find(({ id }) => id === params.picture) ?? firstOf(queue);
  const picture = queued?.id ?? null;
  const place = useMemo(
    () => (picture === null ? null : { project, picture, annotator }),
    [project, picture, annotator],
  );
  const session = useMaskSession(place);
  const { open, outbox, version, store } = session;
  const shown = useMemo(() => shownLabels(labels), [labels]);
  const neighbour = useNeighbour(open?.view ?? null);
  const mask = open?.history.mask ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mask is changed in place, its version tells
  const counts = useMemo(() => (mask === null ? null : countPixels(mask)), [mask, version]);

  const show = useCallback((id: string | null) => setParams({ picture: id }, { push: true }), [setParams]);
  const enter = (entry: Omit<Extract<MaskEntry, { kind: 'undo' | 'redo' }>, 'id'>) =>
    store({ ...entry, id: crypto.randomUUID() });
  const onStroke = (stroke: Stroke) => store({ kind: 'stroke', id: crypto.randomUUID(), stroke });
  const undo = () => {
    if (easel.current?.undo()) enter({ kind: 'undo' });
  };
  const redo = () => {
    if (easel.current?.redo()) enter({ kind: 'redo' });
  };
  const apply = useCallback((stroke: Stroke) => easel.current?.apply(stroke), []);
  const showGhost = useCallback((ghost: Ghost | null) => easel.current?.showGhost(ghost), []);

  const setState = async (state: MaskState, thenNext: boolean) => {
    if (place === null) return;
    try {
      await outbox.settled(placeName(place));
      await client.mask.setState({ ...place, state });
      const fresh = await cache.fetchQuery({
        ...api.mask.queue.queryOptions({ input: { project, annotator } }),
        staleTime: 0,
      });
      if (thenNext) show(fresh.suggestion?.id ?? nextPicture(fresh, picture));
    } catch (thrown) {
      say(thrown);
    }
  };
  const remove = useCallback(
    (id: string) => {
      client.mask.remove({ project, annotator, picture: id }).then(() => id === picture && show(null), say);
    },
    [client, project, annotator, picture, show, say],
  );

  useHeldKeys(easel);
  useAnnotateCommands({
    labels: shown,
    easel,
    undo,
    redo,
    toggleNeighbour: neighbour.toggle,
    done: () => void setState('done', true),
    showNext: () => queue.suggestion !== null && show(queue.suggestion.id),
    skip: () => show(nextPicture(queue, picture)),
    showFollowing: (by) => show(followingOf(queue, picture, by)),
  });

  useEffect(() => {
    if (position.current !== null) position.current.textContent = '';
  }, []);

  const name = queued === undefined ? '' : queued.className;
  const title = queued === undefined ? '' : `${name} ${pictureNumber(queued.source)}`;
  return (
    <div className={classes.screen}>
      <QueuePanel queue={queue} open={picture} show={show} remove={remove} addPictures={openAddDialog} />
      <Frame
        isFixed
        toolbar={
          <CanvasToolbar
            name={name}
            number={queued === undefined ? '' : pictureNumber(queued.source)}
            state={queued?.mine?.state ?? 'to do'}
            canUndo={(open?.history.doneCount() ?? 0) > 0}
            canRedo={(open?.history.undoneCount() ?? 0) > 0}
            undo={undo}
            redo={redo}
            setState={(state, thenNext) => void setState(state, thenNext)}
          />
        }
        inspector={
          <Inspector label={t('annotate.labels')}>
            <LabelsHead labels={labels} annotator={annotator} />
            <div className={classes.labels}>
              <LabelList labels={shown} counts={counts} />
              {counts?.every((count, value) => value === 0 || count === 0) && (
                <p className={`caption t2 ${classes.begin}`}>{t('annotate.howToBegin', { last: shown.length - 1 })}</p>
              )}
            </div>
            {open !== null && mask !== null && (
              <ProposalPane
                key={`${open.view.pictureId} proposal`}
                picture={open.view.pictureId}
                annotator={annotator}
                labels={shown}
                mask={mask}
                version={version}
                apply={apply}
                showGhost={showGhost}
              />
            )}
            {open !== null && (
              <Comments
                key={open.view.pictureId}
                picture={open.view.pictureId}
                annotator={annotator}
                comments={open.view.comments}
              />
            )}
          </Inspector>
        }
        footer={
          <CanvasFooter
            stored={<StoredState stored={open?.history.doneCount() ?? 0} outbox={outbox} />}
            neighbour={<NeighbourStep neighbour={neighbour} />}
            positionRef={position}
            scale={scale}
            fit={() => easel.current?.fit()}
          />
        }
      >
        <CanvasBanners session={session} place={place} />
        <div className={classes.desk}>
          <ToolRail />
          <MoreOptions
            mask={mask}
            version={version}
            labelName={shown.find(({ value }) => value === label)?.name ?? ''}
            apply={apply}
            showGhost={showGhost}
          />
          <MaskCanvas
            easelRef={easel}
            label={t('annotate.canvas', { name: title })}
            labels={shown}
            history={open?.history ?? null}
            isWatching={open?.isWatching ?? false}
            pictureId={open?.view.pictureId ?? null}
            picture={neighbour.picture ?? open?.view.picture ?? null}
            widthPx={open?.view.widthPx ?? 1}
            heightPx={open?.view.heightPx ?? 1}
            onStroke={onStroke}
            onHover={(at) => {
              if (position.current !== null)
                position.current.textContent = at === null ? '' : t('annotate.position', { x: at.x, y: at.y });
            }}
            onScale={setScale}
            onRefused={(reason) =>
              say(reason === 'watching' ? t('annotate.refusedWatching') : t('annotate.refusedLocked'))
            }
            onTrouble={say}
            featuresUrl={async (x, y) =>
              (await client.mask.features({ project, picture: open?.view.pictureId ?? '', x, y })).url
            }
          />
          {notice !== null && (
            <p role="status" className={classes.notice}>
              {notice}
            </p>
          )}
          {session.error !== null && (
            <div className={classes.over}>
              <ErrorBlock error={session.error} onRetry={session.retry} />
            </div>
          )}
        </div>
      </Frame>
    </div>
  );
}

/** What is shown at first: what is being drawn, else what helps most. */
function firstOf({ pictures, suggestion }: QueueView) {
  return (
    pictures.find(({ mine }) => mine?.state === 'drawing') ??
    pictures.find(({ id }) => id === suggestion?.id) ??
    pictures[0]
  );
}

function followingOf({ pictures }: QueueView, open: string | null, by: 1 | -1): string | null {
  const at = pictures.findIndex(({ id }) => id === open);
  return pictures[(at + by + pictures.length) % pictures.length]?.id ?? null;
}
