import { Button, MultiSelect, NumberInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient, useProject, useProjectInfo } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { FormRow, FormStack } from '#renderer/components/FormStack.tsx';
import { isDemoGenerator } from '#renderer/demoPair.ts';
import { hrefTo } from '#renderer/route.ts';
import { richText, t } from '#renderer/text.ts';

/** Fixed latents of the demo pair, one of each class. */
const TRUTH_INDICES = [0, 1, 2, 3, 4];

export interface AddPicturesProps {
  readonly annotator: string;
  onAdded(first: string | null): void;
}

/** Draws new pictures into the queue: so many of each class, by a seed. */
export function AddPictures({ annotator, onAdded }: AddPicturesProps) {
  const project = useProject();
  const client = useClient();
  const pair = useProjectInfo().data?.pair;
  const classNames = pair?.classNames ?? [];
  const isDemo = isDemoGenerator(pair?.generatorName ?? '');
  const [classes, setClasses] = useState<readonly string[]>([]);
  const [perClass, setPerClass] = useState(2);
  const [seed, setSeed] = useState(100);
  const total = perClass * (classes.length === 0 ? classNames.length : classes.length);
  const draw = useMutation({
    mutationFn: () =>
      client.mask.draw({
        project,
        annotator,
        perClass,
        seed,
        ...(classes.length === 0 ? {} : { classes: [...classes] }),
      }),
    onSuccess: (pictures) => onAdded(pictures[0]?.id ?? null),
  });
  const truth = useMutation({
    mutationFn: async () => {
      const pictures = await client.mask.pick({ project, annotator, from: { kind: 'truth', indices: TRUTH_INDICES } });
      await client.mask.importTruth({ project });
      return pictures;
    },
    onSuccess: (pictures) => onAdded(pictures[0]?.id ?? null),
  });
  return (
    <FormStack>
      <MultiSelect
        label={t('annotate.classes')}
        placeholder={classes.length === 0 ? t('annotate.allClasses') : ''}
        data={[...classNames]}
        value={[...classes]}
        searchable
        clearable
        onChange={setClasses}
      />
      <FormRow>
        <NumberInput
          label={t('annotate.perClass')}
          min={1}
          max={200}
          clampBehavior="strict"
          allowDecimal={false}
          value={perClass}
          onChange={(value) => typeof value === 'number' && value >= 1 && setPerClass(value)}
        />
        <NumberInput
          label={t('annotate.seed')}
          min={0}
          max={4_294_967_295}
          clampBehavior="strict"
          allowDecimal={false}
          value={seed}
          onChange={(value) => typeof value === 'number' && setSeed(value)}
        />
      </FormRow>
      <p className="t2 caption">
        {richText('annotate.addHint', {
          samples: <a href={hrefTo('samples')}>{t('samples.title')}</a>,
          units: <a href={hrefTo('units')}>{t('units.title')}</a>,
        })}
      </p>
      {[draw.error, truth.error].map((error) => error !== null && <ErrorBlock key={error.message} error={error} />)}
      <div>
        <Button variant="filled" loading={draw.isPending} onClick={() => draw.mutate()}>
          {t('annotate.drawPictures', { count: total })}
        </Button>
      </div>
      {isDemo && (
        <>
          <p className="t2 caption">{t('annotate.truthHint')}</p>
          <div>
            <Button loading={truth.isPending} onClick={() => truth.mutate()}>
              {t('annotate.addTruth')}
            </Button>
          </div>
        </>
      )}
    </FormStack>
  );
}
