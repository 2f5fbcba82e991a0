import { ActionIcon, Autocomplete, Button, Menu, Popover, TextInput, Tooltip } from '@mantine/core';
import { IconFileExport, IconLayoutRows, IconSearch, IconStar, IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type RefObject, useState } from 'react';
import { type Query, quoteName } from '#core/atlas/query.ts';
import { describeFailure } from '#core/failure.ts';
import type { AtlasSummary } from '#core/summary.ts';
import type { AtlasView } from '#core/views/atlas.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { Kbd } from '#renderer/components/Kbd.tsx';
import { shortId } from '#renderer/format.ts';
import { choosePath } from '#renderer/projects/choosePath.ts';
import { t } from '#renderer/text.ts';
import { ancestorOf } from './ancestors.ts';
import { shownConcepts } from './atlasParams.ts';
import { ConditionEditor } from './ConditionEditor.tsx';
import classes from './QueryBar.module.css';

export interface QueryBarProps {
  readonly view: AtlasView;
  /** The query that is shown; empty for all units. */
  readonly where: string;
  /** The same, as it was read; null while nothing was asked. */
  readonly query: Query | null;
  readonly error: unknown;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly canShowWall: boolean;
  onAsk(where: string): void;
  onWall(): void;
  /** Holds another atlas against this one. */
  onCompare(atlas: string): void;
}

const icon = { size: 15, stroke: 1.6 } as const;

/** The query as text with suggestions, saved concepts, and what is done with the answer. */
export function QueryBar(props: QueryBarProps) {
  const { view, where, error, onAsk } = props;
  const [draft, setDraft] = useState(where);
  const [asked, setAsked] = useState(where);
  if (asked !== where) {
    setAsked(where);
    setDraft(where);
  }
  return (
    <>
      <Autocomplete
        ref={props.inputRef}
        className={classes.query}
        aria-label={t('atlas.query')}
        placeholder={hintFor(view)}
        leftSection={<IconSearch {...icon} />}
        rightSection={
          draft === '' ? (
            <Kbd keys="/" />
          ) : (
            <ActionIcon size="compact-xs" aria-label={t('atlas.clear')} onClick={() => onAsk('')}>
              <IconX {...icon} />
            </ActionIcon>
          )
        }
        error={error === null ? null : describeFailure(error).message}
        data={suggestionsFor(view, draft)}
        filter={({ options }) => options}
        value={draft}
        onChange={setDraft}
        onOptionSubmit={onAsk}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onAsk(draft.trim());
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <ConditionEditor view={view} query={props.query} onAsk={onAsk} />
      <SaveConcept where={where} />
      <SavedConcepts onAsk={onAsk} />
      <Button
        leftSection={<IconLayoutRows {...icon} />}
        rightSection={<Kbd keys="w" />}
        aria-keyshortcuts="w"
        disabled={!props.canShowWall}
        onClick={props.onWall}
      >
        {t('atlas.showOnWall')}
      </Button>
      <CompareWith atlas={view.artifact.id} onCompare={props.onCompare} />
      <ExportTable atlas={view.artifact.id} />
    </>
  );
}

/** Other atlases of this project; nothing where this is the only one. */
function CompareWith({ atlas, onCompare }: { readonly atlas: string; onCompare(atlas: string): void }) {
  const project = useProject();
  const { data = [] } = useQuery(useApi().artifact.list.queryOptions({ input: { project } }));
  const others = data.filter(
    ({ artifact }) => artifact.stage === 'atlas' && artifact.state === 'sealed' && artifact.id !== atlas,
  );
  if (others.length === 0) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button>{t('atlas.compare')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {others.map(({ artifact }) => {
          const { units, starts } = artifact.summary as unknown as AtlasSummary;
          const name = ancestorOf(data, artifact.id, 'pair')?.title ?? '';
          return (
            <Menu.Item key={artifact.id} onClick={() => onCompare(artifact.id)}>
              {t('atlas.compareItem', { name, units, starts })} <span className="num t3">{shortId(artifact.id)}</span>
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

/** A query that this atlas can answer. */
function hintFor(view: AtlasView): string {
  const shown = shownConcepts(view, false);
  const [other, concept] = [shown[0], shown[Math.floor(shown.length / 2)]].map((at) => {
    const { part, metric } = view.concepts[at ?? 0] ?? { part: '', metric: '' };
    return `${part} ${metric}`;
  });
  return t('atlas.queryHint', { concept: concept ?? '', other: other ?? '' });
}

const MOST_SUGGESTIONS = 12;

/** Completes the last condition: part, then metric, then direction. */
function suggestionsFor({ summary }: AtlasView, draft: string): string[] {
  const begun = /^(.*\b(?:and|or)\s+|)(.*)$/i.exec(draft);
  const [before, last] = [begun?.[1] ?? '', begun?.[2] ?? ''];
  const words = last
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const isTyping = !last.endsWith(' ') && words.length > 0;
  const typed = isTyping ? (words.pop() ?? '') : '';
  const choices = [summary.parts, summary.metrics, ['increases', 'decreases', 'changes', 'still']][words.length] ?? [];
  return choices
    .map((choice) => (words.length < 2 ? quoteName(choice) : choice))
    .filter((choice) => choice.toLowerCase().startsWith(typed.toLowerCase()) && choice !== typed)
    .slice(0, MOST_SUGGESTIONS)
    .map((choice) => `${before}${[...words, choice].join(' ')}`);
}

function SaveConcept({ where }: { readonly where: string }) {
  const project = useProject();
  const api = useApi();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [isOpen, setOpen] = useState(false);
  const save = useMutation(api.atlas.saveConcept.mutationOptions());
  const submit = () => {
    if (name.trim() === '') return;
    save.mutate(
      { project, name: name.trim(), query: where },
      {
        onSuccess: () => {
          setOpen(false);
          void queries.invalidateQueries({ queryKey: api.atlas.concepts.key() });
        },
      },
    );
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus position="bottom-end">
      <Popover.Target>
        <Button disabled={where === ''} leftSection={<IconStar {...icon} />} onClick={() => setOpen(!isOpen)}>
          {t('atlas.save')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <TextInput
          data-autofocus
          label={t('atlas.saveAs')}
          value={name}
          error={save.error === null ? null : describeFailure(save.error).message}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && submit()}
        />
        <Button mt={8} variant="filled" loading={save.isPending} disabled={name.trim() === ''} onClick={submit}>
          {t('atlas.save')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

function SavedConcepts({ onAsk }: { onAsk(where: string): void }) {
  const project = useProject();
  const api = useApi();
  const queries = useQueryClient();
  const concepts = useQuery(api.atlas.concepts.queryOptions({ input: { project } })).data ?? [];
  const remove = useMutation(api.atlas.removeConcept.mutationOptions());
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button>{t('atlas.saved')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {concepts.length === 0 && <Menu.Label>{t('atlas.savedNone')}</Menu.Label>}
        {concepts.map(({ name, text }) => (
          <div key={name} className={classes.saved}>
            <Menu.Item onClick={() => onAsk(text)}>
              {name} <span className="t3">{text}</span>
            </Menu.Item>
            <ActionIcon
              size="compact-xs"
              aria-label={t('atlas.remove', { name })}
              onClick={() =>
                remove.mutate(
                  { project, name },
                  { onSuccess: () => void queries.invalidateQueries({ queryKey: api.atlas.concepts.key() }) },
                )
              }
            >
              <IconX {...icon} />
            </ActionIcon>
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function ExportTable({ atlas }: { readonly atlas: string }) {
  const project = useProject();
  const write = useMutation(useApi().atlas.exportFile.mutationOptions());
  const choose = async () => {
    const to = await choosePath({ kind: 'newFile', suggestedName: 'atlas.csv', of: 'any' });
    if (to !== null) write.mutate({ project, atlas, to });
  };
  const said =
    write.error !== null
      ? describeFailure(write.error).message
      : write.data === undefined
        ? t('atlas.exportTable')
        : t('atlas.exported', { path: write.data.path });
  return (
    <Tooltip label={said}>
      <ActionIcon
        size="xs"
        variant="default"
        aria-label={t('atlas.exportTable')}
        loading={write.isPending}
        onClick={() => void choose()}
      >
        <IconFileExport {...icon} />
      </ActionIcon>
    </Tooltip>
  );
}
