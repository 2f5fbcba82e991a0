import type { StageName } from '#core/pipeline.ts';
import type { AtlasView } from '#core/views/atlas.ts';
import { t } from '#renderer/text.ts';

const NOUNS: Partial<Readonly<Record<StageName, string>>> = {
  samples: t('atlas.stage_samples'),
  linker: t('atlas.stage_linker'),
  sweep: t('atlas.stage_sweep'),
  mask: t('atlas.stage_mask'),
  segment: t('atlas.stage_segment'),
  maps: t('atlas.stage_maps'),
  measure: t('atlas.stage_measure'),
};

/** Which earlier result was replaced since an atlas was made; null where none was. */
export function staleText({ staleSince, classifier }: Pick<AtlasView, 'staleSince' | 'classifier'>): string | null {
  if (staleSince === null) return null;
  if (staleSince === 'pair') return t('atlas.stalePair', { classifier });
  return t('atlas.stale', { stage: NOUNS[staleSince] ?? staleSince });
}
