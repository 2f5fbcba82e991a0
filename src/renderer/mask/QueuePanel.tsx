import { Button, Menu, SegmentedControl } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { memo, useEffect, useRef, useState } from 'react';
import type { MaskState, QueuedPicture, QueueView } from '#core/views/mask.ts';
import { useGuest } from '#renderer/client.tsx';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { moveFocus } from '#renderer/components/moveFocus.ts';
import { Picture } from '#renderer/components/Picture.tsx';
import { PeopleMenu } from '#renderer/people/PeopleMenu.tsx';
import { t } from '#renderer/text.ts';
import { pictureNumber, sourceText } from './pictureName.ts';
import classes from './QueuePanel.module.css';
import { StateMark } from './StateMark.tsx';
import { useKeys } from './shortcuts.ts';

export interface QueuePanelProps {
  readonly queue: QueueView;
  readonly open: string | null;
  show(picture: string): void;
  remove(picture: string): void;
  addPictures(): void;
}

const FILTERS = ['all', 'to do', 'review'] as const;
type Filter = (typeof FILTERS)[number];

const FILTER_NAMES: Readonly<Record<Filter, string>> = {
  all: t('annotate.filterAll'),
  'to do': t('annotate.filterToDo'),
  review: t('annotate.filterReview'),
};

/** The pictures to annotate, how far each is, and which one would help most. */
export const QueuePanel = memo(function QueuePanel({ queue, open, show, remove, addPictures }: QueuePanelProps) {
  const [filter, setFilter] = useState<Filter>('all');
  const isOwner = useGuest() === null;
  const { pictures, suggestion } = queue;
  const done = pictures.filter((picture) => isDone(stateOf(picture))).length;
  const shown = pictures.filter((picture) => matches(stateOf(picture), filter));
  const suggested = pictures.find(({ id }) => id === suggestion?.id);
  return (
    <section className={classes.panel} aria-label={t('annotate.queue')}>
      <header className={classes.head}>
        <h2>{t('annotate.queue')}</h2>
        <span className="num t2">{t('annotate.doneOf', { done, total: pictures.length })}</span>
      </header>
      {suggested !== undefined && suggestion !== null && suggested.id !== open && (
        <NextBest picture={suggested} reason={suggestion.reason} show={() => show(suggested.id)} />
      )}
      <SegmentedControl
        className={classes.filter}
        fullWidth
        aria-label={t('annotate.filter')}
        value={filter}
        onChange={(next) => setFilter(next as Filter)}
        data={FILTERS.map((value) => ({ value, label: FILTER_NAMES[value] }))}
      />
      <ul className={classes.list} onKeyDown={moveFocus}>
        {shown.map((picture) => (
          <QueueRow
            key={picture.id}
            picture={picture}
            isOpen={picture.id === open}
            show={() => show(picture.id)}
            remove={isOwner ? () => remove(picture.id) : null}
          />
        ))}
        {shown.length === 0 && <li className={`t3 ${classes.none}`}>{t('annotate.noneOfState')}</li>}
      </ul>
      {isOwner && (
        <div className={classes.foot}>
          <Button fullWidth px={6} leftSection={<IconPlus size={15} stroke={1.6} />} onClick={addPictures}>
            {t('annotate.addPictures')}
          </Button>
          <PeopleMenu />
        </div>
      )}
    </section>
  );
});

export function stateOf({ mine }: QueuedPicture): MaskState {
  return mine?.state ?? 'to do';
}

export function isDone(state: MaskState): boolean {
  return state === 'done' || state === 'review';
}

function matches(state: MaskState, filter: Filter): boolean {
  if (filter === 'all') return true;
  return filter === 'to do' ? state === 'to do' || state === 'drawing' || state === 'rejected' : state === 'review';
}

function NextBest(props: { readonly picture: QueuedPicture; readonly reason: string; show(): void }) {
  const keys = useKeys();
  return (
    <div className={classes.best}>
      <Picture picture={props.picture.picture} label="" sizePx={72} />
      <div>
        <h3>{t('annotate.nextBest')}</h3>
        <p className="t2 caption">{props.reason}</p>
        <Button onClick={props.show} rightSection={<Kbd keys={keys.next} />} aria-keyshortcuts={keys.next}>
          {t('annotate.drawIt')}
        </Button>
      </div>
    </div>
  );
}

interface QueueRowProps {
  readonly picture: QueuedPicture;
  readonly isOpen: boolean;
  show(): void;
  /** Null where the person may not. */
  readonly remove: (() => void) | null;
}

function QueueRow({ picture, isOpen, show, remove }: QueueRowProps) {
  const { className, source, others, comments } = picture;
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isOpen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  const people = others.length + (picture.mine === null ? 0 : 1);
  return (
    <li className={classes.item}>
      <Menu position="bottom-end" trigger="click">
        <button
          ref={row}
          type="button"
          className={classes.row}
          aria-current={isOpen}
          title={sourceText(source)}
          onClick={show}
          onContextMenu={(event) => {
            event.preventDefault();
            (event.currentTarget.nextElementSibling as HTMLElement | null)?.click();
          }}
        >
          <Picture picture={picture.picture} label="" sizePx={50} />
          <span className={classes.words}>
            <span>
              <b>{className}</b> <span className="num t2">{pictureNumber(source)}</span>
            </span>
            <StateMark state={stateOf(picture)} />
            <span className={`${isOpen ? 't2' : 't3'} caption`}>
              {people > 1 ? t('annotate.people', { count: people }) : isOpen ? t('annotate.you') : others[0]?.annotator}
              {comments > 0 && ` ${t('annotate.commentCount', { count: comments })}`}
            </span>
          </span>
        </button>
        {remove !== null && (
          <>
            <Menu.Target>
              <button
                type="button"
                className={classes.more}
                aria-label={t('annotate.pictureMenu', { name: className })}
              >
                <IconX size={13} stroke={1.6} aria-hidden />
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={remove}>{t('annotate.removePicture')}</Menu.Item>
            </Menu.Dropdown>
          </>
        )}
      </Menu>
    </li>
  );
}
