import { Select, Switch } from '@mantine/core';
import { ARCHITECTURES, type Architecture } from '#core/segment/network.ts';
import { Choice } from '#renderer/components/Choice.tsx';
import { Field, FormRow } from '#renderer/components/FormStack.tsx';
import { NumberField } from '#renderer/components/NumberField.tsx';
import { t } from '#renderer/text.ts';
import { type TrainDraft, withRecipe } from './trainDraft.ts';

interface TrainingFieldsProps {
  readonly draft: TrainDraft;
  onChange(draft: TrainDraft): void;
}

/** How a segmenter is trained; each field says what it does and costs. */
export function TrainingFields({ draft, onChange }: TrainingFieldsProps) {
  const change = (patch: Partial<TrainDraft>) => onChange({ ...draft, ...patch });
  return (
    <>
      <Choice
        label={t('segment.recipe')}
        hint={t(`segment.recipeHint_${draft.recipe}`)}
        options={{ tuned: t('segment.recipe_tuned'), reference: t('segment.recipe_reference') }}
        value={draft.recipe}
        onChange={(recipe) => onChange(withRecipe(draft, recipe))}
      />
      <Field label={t('segment.architecture')} hint={t(`segment.architectureHint_${draft.architecture}`)}>
        <Select
          aria-label={t('segment.architecture')}
          allowDeselect={false}
          value={draft.architecture}
          onChange={(architecture) => architecture !== null && change({ architecture: architecture as Architecture })}
          data={[...ARCHITECTURES]}
        />
      </Field>
      <FormRow>
        <NumberField
          label={t('segment.directions')}
          hint={t('segment.directionsHint')}
          whenEmpty={t('segment.everyChannel')}
          min={1}
          max={4096}
          value={draft.directions}
          onChange={(directions) => change({ directions })}
        />
        <NumberField
          label={t('segment.members')}
          hint={t('segment.membersHint')}
          min={1}
          max={20}
          value={draft.members}
          onChange={(members) => change({ members })}
        />
      </FormRow>
      <FormRow>
        <NumberField
          label={t('segment.crop')}
          hint={t('segment.cropHint')}
          isFraction
          min={0.25}
          max={1}
          step={0.05}
          value={draft.crop}
          onChange={(crop) => change({ crop })}
        />
        <NumberField
          label={t('segment.maxEpochs')}
          hint={t('segment.maxEpochsHint', { steps: draft.stepsPerEpoch })}
          min={1}
          max={10_000}
          value={draft.maxEpochs}
          onChange={(maxEpochs) => change({ maxEpochs })}
        />
      </FormRow>
      <Switch
        label={t('segment.flip')}
        description={t('segment.flipHint')}
        checked={draft.flip}
        onChange={({ currentTarget }) => change({ flip: currentTarget.checked })}
      />
      <NumberField
        label={t('segment.seed')}
        hint={t('segment.seedHint')}
        min={0}
        max={4_294_967_295}
        value={draft.seed}
        onChange={(seed) => change({ seed })}
      />
    </>
  );
}
