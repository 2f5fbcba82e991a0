import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { PictureRef } from '#core/artifact.ts';
import type { OpenMask } from '#core/views/mask.ts';
import { t } from '#renderer/text.ts';

type Shown = 'before' | 'own' | 'after';

export interface Neighbour {
  /** What is shown in place of the picture; null shows the picture. */
  readonly picture: PictureRef | null;
  readonly shown: Shown;
  /** Steps there are to compare with; none outside of a sweep. */
  readonly steps: readonly Shown[];
  show(step: Shown): void;
  toggle(): void;
}

/** The same picture one step before or after in its sweep, under the same mask. */
export function useNeighbour(view: OpenMask | null): Neighbour {
  const [chosen, setChosen] = useState<{ readonly of: string; readonly shown: Shown } | null>(null);
  const of = view?.pictureId ?? '';
  const neighbours = view?.neighbours ?? { before: null, after: null };
  const shown = chosen?.of === of ? chosen.shown : 'own';
  const steps: Shown[] = [];
  if (neighbours.before !== null) steps.push('before');
  if (neighbours.before !== null || neighbours.after !== null) steps.push('own');
  if (neighbours.after !== null) steps.push('after');
  const show = (step: Shown) => setChosen({ of, shown: step });
  return {
    picture: shown === 'own' ? null : neighbours[shown],
    shown,
    steps,
    show,
    toggle: () => show(steps[(steps.indexOf(shown) + 1) % steps.length] ?? 'own'),
  };
}

const NAMES: Readonly<Record<Shown, string>> = {
  before: t('annotate.stepBefore'),
  own: t('annotate.stepOwn'),
  after: t('annotate.stepAfter'),
};

export function NeighbourStep({ neighbour }: { readonly neighbour: Neighbour }) {
  if (neighbour.steps.length === 0) return null;
  return (
    <SegmentedControl
      aria-label={t('annotate.compareNext')}
      value={neighbour.shown}
      onChange={(step) => neighbour.show(step as Shown)}
      data={neighbour.steps.map((value) => ({ value, label: NAMES[value] }))}
    />
  );
}
