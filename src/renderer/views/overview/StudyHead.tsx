import { useQueries } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ClassDraws } from '#core/summary.ts';
import type { ArtifactNode } from '#core/views/project.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { Picture } from '#renderer/components/Picture.tsx';
import { formatNumber } from '#renderer/format.ts';
import { hrefTo, type ScreenName } from '#renderer/route.ts';
import { richText, t } from '#renderer/text.ts';
import classes from './StudyHead.module.css';
import { defaultSummary } from './study.ts';

/** The study in one sentence, whose numbers lead to their screens, and a strip of its pictures. */
export function StudyHead({ nodes }: { readonly nodes: readonly ArtifactNode[] }) {
  const pair = defaultSummary(nodes, 'pair');
  const samples = defaultSummary(nodes, 'samples');
  return (
    <div>
      <p className={classes.sentence}>
        <Sentence nodes={nodes} />
      </p>
      {pair !== null && samples !== null && <PictureStrip classes={samples.perClass} />}
    </div>
  );
}

function Sentence({ nodes }: { readonly nodes: readonly ArtifactNode[] }): ReactNode {
  const pair = defaultSummary(nodes, 'pair');
  const samples = defaultSummary(nodes, 'samples');
  const linker = defaultSummary(nodes, 'linker');
  if (samples?.arrays) {
    const rows = { rows: figure(samples.count, 'samples'), rowCount: samples.count };
    if (linker === null) return richText('overview.sentenceArrays', rows);
    return richText('overview.sentenceArraysLinker', { ...rows, r2: figure(linker.r2, 'linker', 3) });
  }
  if (pair === null) return t('overview.sentenceEmpty');
  const sweep = defaultSummary(nodes, 'sweep');
  const classCount = samples?.classIndices.length ?? pair.classNames.length;
  const classCounts = { classes: figure(classCount, 'models'), classCount };
  if (samples === null) {
    return richText('overview.sentencePair', {
      ...classCounts,
      units: figure(pair.units, 'models'),
      unitCount: pair.units,
    });
  }
  const counts = { ...classCounts, samples: figure(samples.count, 'samples'), sampleCount: samples.count };
  if (linker === null) return richText('overview.sentenceSamples', counts);
  const linked = { ...counts, r2: figure(linker.r2, 'linker', 3) };
  if (sweep === null) return richText('overview.sentenceLinker', linked);
  return richText('overview.sentenceSweep', {
    ...linked,
    units: figure(sweep.units, 'units'),
    unitCount: sweep.units,
    starts: figure(sweep.starts, 'units'),
    startCount: sweep.starts,
  });
}

function figure(value: number, screen: ScreenName, decimals?: number): ReactNode {
  return (
    <a key={screen} className={classes.figure} href={hrefTo(screen)}>
      {formatNumber(value, decimals)}
    </a>
  );
}

const PICTURES = 10;

/** Ten accepted samples, spread over the classes. */
function PictureStrip({ classes: drawn }: { readonly classes: readonly ClassDraws[] }) {
  const project = useProject();
  const api = useApi();
  const shown = drawn.filter(({ accepted }) => accepted > 0).slice(0, PICTURES);
  const limit = Math.ceil(PICTURES / Math.max(1, shown.length));
  const answers = useQueries({
    queries: shown.map(({ name, accepted }, index) => {
      // A draw is the same latent in every class: different ones look less alike.
      const offset = Math.max(0, Math.min(index * limit, accepted - limit));
      return api.samples.pictures.queryOptions({
        input: { project, className: name, show: 'accepted', offset, limit },
      });
    }),
  });
  const perClass = answers.map(({ data }) => data?.samples ?? []);
  const samples = Array.from({ length: limit }, (_, round) => perClass.flatMap((each) => each[round] ?? [])).flat();
  return (
    <div className={classes.strip}>
      {Array.from({ length: PICTURES }, (_, index) => {
        const sample = samples[index];
        const label = sample === undefined ? '' : (shown[index % shown.length]?.name ?? '');
        // biome-ignore lint/suspicious/noArrayIndexKey: ten fixed places
        return <Picture key={index} picture={sample?.picture ?? null} label={label} className={classes.picture} />;
      })}
    </div>
  );
}
