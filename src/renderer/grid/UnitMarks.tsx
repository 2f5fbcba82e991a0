import { TagsInput, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { JournalEntry } from '#core/views/journal.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { useCommands } from '#renderer/commands.ts';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { InspectorSection } from '#renderer/components/Inspector.tsx';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { formatWhen } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './UnitMarks.module.css';
import { useMarkUnit } from './useMarkUnit.ts';

export interface UnitMarksProps {
  readonly unit: number;
  readonly tags: readonly string[];
  readonly note: string | null;
  /** Tags in use, offered while typing. */
  readonly knownTags: readonly string[];
}

/** Tags and note of a unit; stored as they are written. Give it the unit as key, so that nobody writes on with another one's draft. */
export function UnitMarks({ unit, tags, note, knownTags }: UnitMarksProps) {
  const mark = useMarkUnit();
  const tagsRef = useRef<HTMLInputElement>(null);
  const noteRef = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft(note ?? '', (text) => mark.mutate({ unit, marks: { note: text } }));
  useCommands([
    {
      id: 'units.tag',
      label: t('units.tag'),
      group: t('units.title'),
      keys: ['t'],
      run: () => tagsRef.current?.focus(),
    },
    {
      id: 'units.note',
      label: t('units.note'),
      group: t('units.title'),
      keys: ['n'],
      run: () => noteRef.current?.focus(),
    },
  ]);
  return (
    <InspectorSection title={t('units.note')} note={<SavedNote unit={unit} isPending={draft.isPending} />}>
      <div className={classes.stack}>
        <Textarea
          ref={noteRef}
          className={classes.note}
          aria-label={t('units.note')}
          placeholder={t('units.writeNote')}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={10_000}
          value={draft.text}
          onChange={(event) => draft.write(event.currentTarget.value)}
          onBlur={draft.flush}
          onKeyDown={leaveOnEscape}
        />
        <TagsInput
          ref={tagsRef}
          classNames={{ pill: classes.tag ?? '' }}
          aria-label={t('units.tags')}
          placeholder={tags.length === 0 ? t('units.addTag') : ''}
          data={[...knownTags]}
          value={[...tags]}
          maxTags={50}
          onChange={(next) => mark.mutate({ unit, marks: { tags: next } })}
          onKeyDown={leaveOnEscape}
          rightSection={<Kbd keys="t" />}
        />
        {mark.error !== null && <ErrorBlock error={mark.error} />}
      </div>
    </InspectorSection>
  );
}

/** Who wrote the note, and when. */
function SavedNote({ unit, isPending }: { readonly unit: number; readonly isPending: boolean }) {
  const project = useProject();
  const entries = useQuery(useApi().journal.list.queryOptions({ input: { project, kind: 'unit.note' } }));
  if (isPending) return <span className="caption">{t('units.notSaved')}</span>;
  const last = entries.data?.findLast((entry) => isAbout(entry, unit));
  if (last === undefined) return <Kbd keys="n" />;
  const when = formatWhen(last.at);
  return (
    <span className="caption">
      {last.author === '' ? t('units.saved', { when }) : t('units.savedBy', { author: last.author, when })}
    </span>
  );
}

function isAbout({ payload }: JournalEntry, unit: number): boolean {
  return typeof payload === 'object' && payload !== null && 'unit' in payload && payload.unit === unit;
}

function leaveOnEscape(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Escape') return;
  event.preventDefault();
  event.currentTarget.blur();
}

const PAUSE_MS = 800;

/** Text that is stored when writing pauses, when the field is left, and when it goes off the screen. */
function useDraft(stored: string, store: (text: string) => void) {
  const [draft, setDraft] = useState<string | null>(null);
  const pending = useRef<string | null>(null);
  const latestStore = useRef(store);
  useEffect(() => {
    latestStore.current = store;
  });
  const [flush] = useState(() => () => {
    if (pending.current === null) return;
    latestStore.current(pending.current);
    pending.current = null;
    setDraft(null);
  });
  useEffect(() => {
    if (draft === null) return;
    const timer = setTimeout(flush, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft, flush]);
  useEffect(() => flush, [flush]);
  return {
    text: draft ?? stored,
    isPending: draft !== null,
    flush,
    write: (text: string) => {
      pending.current = text;
      setDraft(text);
    },
  };
}
