import { Button } from '@mantine/core';
import { samplesParamsSchema } from '#core/params.ts';
import type { Sample, SamplesView } from '#core/views/samples.ts';
import { Explained } from '#renderer/components/Explained.tsx';
import { IdText } from '#renderer/components/IdText.tsx';
import { Inspector, InspectorSection, KeyValues } from '#renderer/components/Inspector.tsx';
import { Picture } from '#renderer/components/Picture.tsx';
import { formatBytes, formatDuration, formatMoment, formatNumber, formatShare } from '#renderer/format.ts';
import { AnnotatePicture } from '#renderer/mask/AnnotatePicture.tsx';
import { t } from '#renderer/text.ts';
import { sampleName } from './SampleCell.tsx';
import classes from './SampleInspector.module.css';

export interface SampleInspectorProps {
  readonly view: SamplesView;
  /** The picked one; null while it is read, and where nothing is shown. */
  readonly sample: Sample | null;
  /** Absent where this set is the default already. */
  readonly onMakeDefault?: (() => void) | undefined;
}

/** One sample large, and what all of them were drawn with. */
export function SampleInspector({ view, sample, onMakeDefault }: SampleInspectorProps) {
  return (
    <Inspector
      label={t('samples.sample')}
      {...(onMakeDefault === undefined
        ? {}
        : { actions: <Button onClick={onMakeDefault}>{t('shared.makeDefault')}</Button> })}
    >
      <InspectorSection>
        <Picture
          picture={sample?.picture ?? null}
          label={sample === null ? '' : sampleName(sample, view.classNames)}
          sizePx={280}
        />
        {sample !== null && <Facts sample={sample} classNames={view.classNames} />}
        {sample !== null && (
          <AnnotatePicture
            label={t('annotate.pick')}
            from={{ kind: 'samples', samples: view.artifact.id, indices: [sample.index] }}
          />
        )}
      </InspectorSection>
      <InspectorSection title={t('samples.drawnWith')}>
        <Provenance view={view} />
      </InspectorSection>
    </Inspector>
  );
}

function Facts({ sample, classNames }: { readonly sample: Sample; readonly classNames: readonly string[] }) {
  const asked = classNames[sample.classIndex] ?? '';
  const predicted = classNames[sample.predictedIndex] ?? '';
  return (
    <>
      <h1 className={classes.title}>
        {asked} <span className="num t3">#{formatNumber(sample.index)}</span>
      </h1>
      <KeyValues
        rows={[
          [
            t('samples.classified'),
            <span key="class" className={sample.accepted ? undefined : 'bad'}>
              {predicted}
            </span>,
          ],
          [t('samples.probability'), mono(formatNumber(sample.probability, 4))],
          [t('samples.use'), useOf(sample)],
          [
            t('samples.draw'),
            <Explained key="draw" meaning={t('samples.drawHint')}>
              {mono(formatNumber(sample.draw))}
            </Explained>,
          ],
        ]}
      />
    </>
  );
}

function useOf({ accepted, heldOut }: Sample): string {
  if (!accepted) return t('samples.useRejected');
  return heldOut ? t('samples.useHeldOut') : t('samples.useTraining');
}

function Provenance({ view: { artifact } }: { readonly view: SamplesView }) {
  const { psi, seed, perClass, heldOut, maxDrawsPerSample } = samplesParamsSchema.parse(artifact.params);
  return (
    <KeyValues
      rows={[
        [t('samples.psi'), mono(formatNumber(psi))],
        [t('samples.seed'), mono(String(seed))],
        [t('samples.perClass'), mono(formatNumber(perClass))],
        [t('samples.heldOutShare'), mono(formatShare(heldOut))],
        [t('samples.mostDraws'), mono(formatNumber(maxDrawsPerSample))],
        [t('samples.made'), formatMoment(artifact.sealedAt ?? artifact.createdAt)],
        [t('samples.took'), mono(formatDuration(artifact.elapsedMs))],
        [t('samples.on'), artifact.device],
        [t('samples.size'), mono(formatBytes(artifact.sizeBytes))],
        [t('samples.id'), <IdText key="id" id={artifact.id} />],
      ]}
    />
  );
}

function mono(text: string) {
  return <span className="num">{text}</span>;
}
