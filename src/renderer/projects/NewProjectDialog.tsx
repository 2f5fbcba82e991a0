import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi, useClient } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { createDisclosure } from '#renderer/disclosure.ts';
import { navigate } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import { joinPath } from './choosePath.ts';
import { fileStem } from './fileStem.ts';
import classes from './NewProjectDialog.module.css';
import { PathInput } from './PathInput.tsx';

const dialog = createDisclosure();
export const openNewProject = dialog.open;

/** Browsers keep Ctrl+N for themselves. */
export const NEW_PROJECT_KEYS = window.unitloom === undefined ? ['n'] : ['mod+n', 'n'];

/** Where a new study begins: a name, a place, and the pair of models. */
export function NewProjectDialog() {
  const isOpen = dialog.useIsOpen();
  return (
    <Modal
      opened={isOpen}
      onClose={dialog.close}
      title={t('projects.newTitle')}
      size={520}
      closeButtonProps={{ 'aria-label': t('shared.close') }}
    >
      <NewProjectForm />
    </Modal>
  );
}

type PairChoice = 'demo' | 'own' | 'none';

const PAIR_HINTS: Readonly<Record<PairChoice, string>> = {
  demo: t('projects.pairDemoHint'),
  own: t('projects.pairOwnHint'),
  none: t('projects.pairNoneHint'),
};

function NewProjectForm() {
  const info = useQuery(useApi().app.info.queryOptions()).data;
  const client = useClient();
  const [name, setName] = useState('');
  const [chosenFolder, setFolder] = useState<string | null>(null);
  const [pair, setPair] = useState<PairChoice>('demo');
  const [generator, setGenerator] = useState('');
  const [classifier, setClassifier] = useState('');
  const folder = chosenFolder ?? info?.projectFolder ?? '';
  const path = joinPath(folder, `${fileStem(name)}.unitloom`);
  const create = useMutation({
    mutationFn: () =>
      client.project.create({
        path,
        name: name.trim(),
        noPair: pair === 'none',
        ...(pair === 'own' && generator !== '' ? { generator } : {}),
        ...(pair === 'own' && classifier !== '' ? { classifier } : {}),
      }),
    onSuccess: ({ project }) => {
      dialog.close();
      navigate({ screen: 'overview', project, params: {} });
    },
  });
  const isComplete = name.trim() !== '' && folder !== '' && (pair !== 'own' || generator !== '' || classifier !== '');
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) create.mutate();
      }}
    >
      <TextInput
        label={t('projects.name')}
        placeholder={t('projects.namePlaceholder')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <PathInput label={t('projects.folder')} value={folder} wish={{ kind: 'folder' }} onChange={setFolder} />
      <div>
        <h3 className={classes.label}>{t('projects.pair')}</h3>
        <SegmentedControl
          aria-label={t('projects.pair')}
          value={pair}
          onChange={(value) => setPair(value as PairChoice)}
          data={[
            { value: 'demo', label: t('projects.pairDemo') },
            { value: 'own', label: t('projects.pairOwn') },
            { value: 'none', label: t('projects.pairNone') },
          ]}
        />
        <p className={`t2 caption ${classes.hint}`}>{PAIR_HINTS[pair]}</p>
      </div>
      {pair === 'own' && (
        <>
          <PathInput
            label={t('projects.generator')}
            value={generator}
            wish={{ kind: 'manifest' }}
            onChange={setGenerator}
          />
          <PathInput
            label={t('projects.classifier')}
            value={classifier}
            wish={{ kind: 'manifest' }}
            onChange={setClassifier}
          />
        </>
      )}
      {create.error !== null && <ErrorBlock error={create.error} />}
      <div className={classes.buttons}>
        <span className={`num t3 ${classes.path}`}>{name.trim() === '' ? '' : path}</span>
        <Button onClick={dialog.close}>{t('shared.cancel')}</Button>
        <Button type="submit" variant="filled" disabled={!isComplete} loading={create.isPending}>
          {t('projects.create')}
        </Button>
      </div>
    </form>
  );
}
