import { Button, SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient, useProject } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Field, FormStack } from '#renderer/components/FormStack.tsx';
import { PathInput } from '#renderer/projects/NewProjectDialog.tsx';
import { t } from '#renderer/text.ts';

type Source = 'demo' | 'manifests';

export interface AddPairFormProps {
  /** Whether the demo pair is what a person most likely wants. */
  readonly isFirst: boolean;
  onAdded(artifactId: string): void;
}

/** Two manifests, or one and its counterpart of the demo; everything they name is checked before it is added. */
export function AddPairForm({ isFirst, onAdded }: AddPairFormProps) {
  const project = useProject();
  const client = useClient();
  const [source, setSource] = useState<Source>(isFirst ? 'demo' : 'manifests');
  const [generator, setGenerator] = useState('');
  const [classifier, setClassifier] = useState('');
  const add = useMutation({
    mutationFn: () =>
      client.pair.add({
        project,
        ...(source === 'manifests' && generator !== '' ? { generator } : {}),
        ...(source === 'manifests' && classifier !== '' ? { classifier } : {}),
      }),
    onSuccess: ({ artifactId }) => onAdded(artifactId),
  });
  const isComplete = source === 'demo' || generator !== '' || classifier !== '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete && !add.isPending) add.mutate();
      }}
    >
      <FormStack>
        <Field label={t('models.addFrom')} hint={source === 'demo' ? t('models.demoHint') : t('models.manifestsHint')}>
          <SegmentedControl
            aria-label={t('models.addFrom')}
            value={source}
            onChange={(value) => setSource(value as Source)}
            data={[
              { value: 'demo', label: t('models.fromDemo') },
              { value: 'manifests', label: t('models.fromManifests') },
            ]}
          />
        </Field>
        {source === 'manifests' && (
          <>
            <PathInput
              label={t('models.generatorManifest')}
              value={generator}
              wish={{ kind: 'manifest' }}
              onChange={setGenerator}
            />
            <PathInput
              label={t('models.classifierManifest')}
              value={classifier}
              wish={{ kind: 'manifest' }}
              onChange={setClassifier}
            />
          </>
        )}
        {add.error !== null && <ErrorBlock error={add.error} />}
        <Button
          type="submit"
          variant="filled"
          style={{ alignSelf: 'flex-start' }}
          disabled={!isComplete}
          loading={add.isPending}
        >
          {t('models.add')}
        </Button>
      </FormStack>
    </form>
  );
}
