import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { LABEL_TEMPLATES, type LabelTemplate, labelSetOf } from '#core/labelSet.ts';
import { useClient, useProject } from '#renderer/client.tsx';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { t } from '#renderer/text.ts';
import { LabelSwatch } from './LabelSwatch.tsx';
import classes from './StartLabels.module.css';

const OWN = 'own';

const TEMPLATE_NAMES: Readonly<Record<LabelTemplate | typeof OWN, string>> = {
  critters: t('annotate.templateCritters'),
  dogs: t('annotate.templateDogs'),
  fungi: t('annotate.templateFungi'),
  birds: t('annotate.templateBirds'),
  cars: t('annotate.templateCars'),
  [OWN]: t('annotate.templateOwn'),
};

/** One name a line, or separated by commas. */
export function namesIn(text: string): string[] {
  return [...new Set(text.split(/[\n,;]/).map((name) => name.trim()))].filter((name) => name !== '');
}

/** Before the first mask: which parts are told apart. */
export function StartLabels({ annotator }: { readonly annotator: string }) {
  const project = useProject();
  const client = useClient();
  const [template, setTemplate] = useState<LabelTemplate | typeof OWN>('critters');
  const [text, setText] = useState('');
  const names = template === OWN ? namesIn(text) : LABEL_TEMPLATES[template];
  const start = useMutation({
    mutationFn: () =>
      client.mask.startLabels(
        template === OWN ? { project, annotator, names: [...names] } : { project, annotator, template },
      ),
  });
  return (
    <EmptyState title={t('annotate.emptyLabels')} hint={t('annotate.emptyLabelsHint')}>
      <SegmentedControl
        aria-label={t('annotate.template')}
        value={template}
        onChange={(next) => setTemplate(next as LabelTemplate | typeof OWN)}
        data={Object.entries(TEMPLATE_NAMES).map(([value, label]) => ({ value, label }))}
      />
      {template === OWN && (
        <Textarea
          mt={12}
          label={t('annotate.ownNames')}
          placeholder={t('annotate.ownNamesExample')}
          autosize
          minRows={4}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <ul className={classes.labels}>
        {(names.length === 0 ? [] : labelSetOf(names.slice(0, 255)).labels.slice(1)).map(
          ({ value, name, colour, pattern }) => (
            <li key={value}>
              <LabelSwatch colour={colour} pattern={pattern} />
              {name}
            </li>
          ),
        )}
      </ul>
      {start.error !== null && <ErrorBlock error={start.error} />}
      <Button variant="filled" disabled={names.length === 0} loading={start.isPending} onClick={() => start.mutate()}>
        {t('annotate.useLabels', { count: names.length })}
      </Button>
    </EmptyState>
  );
}
