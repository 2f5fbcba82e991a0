import { Button, Modal, TextInput, UnstyledButton } from '@mantine/core';
import { IconArrowUp, IconBox, IconFileCode, IconFolder, IconMatrix, IconRoute } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FolderEntry } from '#core/views/app.ts';
import { useApi } from '#renderer/client.tsx';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { moveFocus } from '#renderer/components/moveFocus.ts';
import { formatBytes, formatWhen } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import classes from './BrowseDialog.module.css';
import { joinPath, type OpenWish, type PathWish, useOpenWish } from './choosePath.ts';

const ICONS = {
  folder: IconFolder,
  project: IconRoute,
  manifest: IconFileCode,
  model: IconBox,
  arrays: IconMatrix,
} as const satisfies Record<FolderEntry['kind'], unknown>;

/** A dialog may ask for a path, also one that stands later in the page: Mantine's own dialogs are at 200. */
const ABOVE_DIALOGS = 250;

/** Where the host has no dialogs of its own: folders of the machine that Unitloom runs on. */
export function BrowseDialog() {
  const open = useOpenWish();
  return (
    <Modal
      opened={open !== null}
      onClose={() => open?.answer(null)}
      title={open === null ? '' : titleOf(open.wish)}
      size={620}
      zIndex={ABOVE_DIALOGS}
      closeButtonProps={{ 'aria-label': t('shared.close') }}
    >
      {open !== null && <Browser key={open.wish.kind} open={open} />}
    </Modal>
  );
}

function titleOf(wish: PathWish): string {
  switch (wish.kind) {
    case 'project':
      return t('projects.chooseProject');
    case 'folder':
      return t('projects.chooseFolder');
    case 'manifest':
      return t('projects.chooseManifest');
    case 'model':
      return t('projects.chooseModel');
    case 'linker':
      return t('projects.chooseLinker');
    case 'newFile':
      return t('projects.chooseNewFile');
  }
}

function Browser({ open }: { readonly open: OpenWish }) {
  const { wish, answer } = open;
  const [folder, setFolder] = useState<string | undefined>(undefined);
  const [name, setName] = useState(wish.kind === 'newFile' ? wish.suggestedName : '');
  const listing = useQuery({
    ...useApi().app.browse.queryOptions({ input: folder === undefined ? {} : { folder } }),
    staleTime: 0,
  });
  const place = listing.data;
  const pick = (entry: FolderEntry) => {
    if (entry.kind === 'folder') setFolder(entry.path);
    else if (wish.kind === 'newFile') setName(entry.name);
    else answer(entry.path);
  };
  return (
    <div className={classes.browser}>
      <PathField
        key={place?.folder ?? folder ?? ''}
        folder={place?.folder ?? folder ?? ''}
        parent={place?.parent ?? null}
        onGo={setFolder}
      />
      {listing.isPending && <Blocks heightsPx={[28, 28, 28]} />}
      {listing.error !== null && <ErrorBlock error={listing.error} />}
      {place !== undefined && <Entries entries={listed(place.entries, wish)} wish={wish} onPick={pick} />}
      {wish.kind === 'newFile' && (
        <TextInput
          label={t('projects.fileName')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      {wish.kind === 'newFile' &&
        wish.of !== 'project' &&
        place?.entries.some((entry) => entry.name === name.trim()) && (
          <p className="warn">{t('projects.replaces', { name: name.trim() })}</p>
        )}
      <div className={classes.buttons}>
        <Button onClick={() => answer(null)}>{t('shared.cancel')}</Button>
        {wish.kind === 'folder' && (
          <Button variant="filled" disabled={place === undefined} onClick={() => answer(place?.folder ?? null)}>
            {t('projects.takeFolder')}
          </Button>
        )}
        {wish.kind === 'newFile' && (
          <Button
            variant="filled"
            disabled={place === undefined || name.trim() === ''}
            onClick={() => answer(place === undefined ? null : joinPath(place.folder, name.trim()))}
          >
            {t('projects.saveHere')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** What can be chosen, folders first. */
function listed(entries: readonly FolderEntry[], wish: PathWish): FolderEntry[] {
  const rank = ({ kind }: FolderEntry) => (kind === 'folder' ? 0 : 1);
  return entries.filter((entry) => fits(entry, wish)).toSorted((a, b) => rank(a) - rank(b));
}

function fits(entry: FolderEntry, wish: PathWish): boolean {
  if (entry.kind === 'folder') return true;
  if (wish.kind === 'newFile') return wish.of === 'project' && entry.kind === 'project';
  if (wish.kind === 'linker') return entry.kind === 'model' || entry.kind === 'arrays';
  return entry.kind === wish.kind;
}

interface PathFieldProps {
  readonly folder: string;
  readonly parent: string | null;
  onGo(folder: string): void;
}

function PathField({ folder, parent, onGo }: PathFieldProps) {
  const [text, setText] = useState(folder);
  return (
    <form
      className={classes.path}
      onSubmit={(event) => {
        event.preventDefault();
        onGo(text);
      }}
    >
      <Button
        disabled={parent === null}
        onClick={() => parent !== null && onGo(parent)}
        leftSection={<IconArrowUp size={16} stroke={1.6} />}
      >
        {t('projects.up')}
      </Button>
      <TextInput
        className={classes.field}
        aria-label={t('projects.folder')}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </form>
  );
}

interface EntriesProps {
  readonly entries: readonly FolderEntry[];
  readonly wish: PathWish;
  onPick(entry: FolderEntry): void;
}

function Entries({ entries, wish, onPick }: EntriesProps) {
  if (entries.length === 0) return <p className={`t2 ${classes.none}`}>{emptyText(wish)}</p>;
  return (
    <ul className={classes.entries} onKeyDown={moveFocus}>
      {entries.map((entry) => {
        const Icon = ICONS[entry.kind];
        return (
          <li key={entry.path}>
            <UnstyledButton className={classes.entry} onClick={() => onPick(entry)}>
              <Icon size={16} stroke={1.6} className="t2" aria-hidden />
              <span className={classes.name}>{entry.name}</span>
              {entry.kind !== 'folder' && <span className="num t2">{formatBytes(entry.sizeBytes)}</span>}
              <span className={`t3 ${classes.when}`}>{formatWhen(entry.changedAt)}</span>
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
}

function emptyText(wish: PathWish): string {
  if (wish.kind === 'project') return t('projects.noProjectsHere');
  if (wish.kind === 'model') return t('projects.noModelsHere');
  if (wish.kind === 'linker') return t('projects.noLinkersHere');
  return wish.kind === 'manifest' ? t('projects.noManifestsHere') : t('projects.noFoldersHere');
}
