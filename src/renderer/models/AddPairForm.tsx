import { Button, SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { DemoClassifier } from '#core/api/pair.ts';
import { useClient, useProject } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Field, FormStack } from '#renderer/components/FormStack.tsx';
import { PathInput } from '#renderer/projects/PathInput.tsx';
import { t } from '#renderer/text.ts';

type Source = DemoClassifier | 'manifests';

const HINTS = {
  aux: 'models.demoHint',
  'class-only': 'models.demoClassOnlyHint',
  manifests: 'models.manifestsHint',
} as const satisfies Record<Source, string>;

export interface AddPairFormProps {
  /** Whether the demo pair is what a person most likely wants. */
  readonly isFirst: boolean;
  onAdded(artifactId: string): void;
}

/** Two manifests, or one and its counterpart of the demo; everything they name is checked before it is added. */
export function AddPairForm({ isFirst, onAdded }: AddPairFormProps) {
  const project = useProject();
  const client = useClient();
  const [source, setSource] = useState<Source>(isFirst ? 'aux' : 'class-only');
  const [generator, setGenerator] = useState('');
  const [classifier, setClassifier] = useState('');
  const add = useMutation({
    mutationFn: () =>
      client.pair.add({
        project,
        ...(source === 'manifests'
          ? { ...(generator === '' ? {} : { generator }), ...(classifier === '' ? {} : { classifier }) }
          : { demoClassifier: source }),
      }),
    onSuccess: ({ artifactId }) => onAdded(artifactId),
  });
  const isComplete = source !== 'manifests' || generator !== '' || classifier !== '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete && !add.isPending) add.mutate();
      }}
    >
      <FormStack>
        <Field label={t('models.addFrom')} hint={t(HINTS[source])}>
          <SegmentedControl
            aria-label={t('models.addFrom')}
            value={source}
            onChange={(value) => setSource(value as Source)}
            data={[
              { value: 'aux', label: t('models.fromDemo') },
              { value: 'class-only', label: t('models.fromDemoClassOnly') },
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
