import { Button, SegmentedControl } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AtlasComparison as Comparison, UseContrast } from '#core/views/atlas.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Explained } from '#renderer/components/Explained.tsx';
import { formatNumber } from '#renderer/format.ts';
import { toCsv } from '#renderer/plot/csv.ts';
import { fileNameOf, saveFile } from '#renderer/plot/saveFile.ts';
import { t } from '#renderer/text.ts';
import classes from './AtlasComparison.module.css';
import { comparisonTable } from './comparisonTable.ts';
import { MatchedPairs } from './MatchedPairs.tsx';
import { RerunSamples } from './RerunSamples.tsx';
import { UseTable } from './UseTable.tsx';

interface AtlasComparisonProps {
  readonly first: string;
  readonly second: string;
  onBack(): void;
}

/** Two classifiers over the same latents of the same generator: units that do the same, and parts that one uses more. */
export function AtlasComparison({ first, second, onBack }: AtlasComparisonProps) {
  const project = useProject();
  const { data, error, isPending, refetch } = useQuery({
    ...useApi().atlas.compare.queryOptions({ input: { project, a: first, b: second } }),
    retry: false,
  });
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <Button onClick={onBack}>{t('atlas.back')}</Button>
        <h2>{t('atlas.comparison')}</h2>
        {data !== undefined && <span className="t2">{designText(data)}</span>}
        {data !== undefined && (
          <Button
            className={classes.save}
            leftSection={<IconFileExport size={14} stroke={1.6} />}
            onClick={() =>
              saveFile(
                fileNameOf(data.names.join(' and '), 'csv'),
                new Blob([toCsv(comparisonTable(data))], { type: 'text/csv' }),
              )
            }
          >
            {t('atlas.saveComparison')}
          </Button>
        )}
      </div>
      {error !== null && (
        <>
          <ErrorBlock error={error} onRetry={() => void refetch()} />
          <RerunSamples first={first} second={second} />
        </>
      )}
      {isPending && (
        <>
          <p className="t2">{t('atlas.comparing')}</p>
          <Blocks heightsPx={[60, 300]} />
        </>
      )}
      {data !== undefined && <Compared comparison={data} />}
    </div>
  );
}

/** What was compared: units swept and start pictures of either side. */
function designText({ names, units, starts, isPaired }: Comparison): string {
  const [a, b] = [0, 1].map((side) =>
    t('atlas.unitsOf', { count: units[side] as number, name: names[side] as string }),
  ) as [string, string];
  return isPaired
    ? t('atlas.designPaired', { a, b, count: starts[0] })
    : t('atlas.designApart', { a, b, first: starts[0], second: starts[1] });
}

const CONTRASTS = 12;

/** Uses are shown as shares of all effects, or as sizes. */
const FIGURES = ['share', 'size'] as const;
type Figured = (typeof FIGURES)[number];
const FIGURE_NAMES: Readonly<Record<Figured, string>> = { share: t('atlas.useShare'), size: t('atlas.useSize') };
const FIGURE_NOTES: Readonly<Record<Figured, string>> = {
  share: t('atlas.useShareNote'),
  size: t('atlas.useSizeNote'),
};

function Compared({ comparison }: { readonly comparison: Comparison }) {
  const { names, units, pictures, cka, rsa, matching, overall, parts, concepts } = comparison;
  const [part, setPart] = useState<string | null>(null);
  const [hasAll, setHasAll] = useState(false);
  const hasShares = parts.some(({ share }) => share !== null);
  const [figure, setFigure] = useState<Figured>(hasShares ? 'share' : 'size');
  const isShare = figure === 'share';
  const contrastOf = (use: UseContrast) => use[figure];
  const lead = (use: UseContrast) => contrastOf(use)?.difference ?? 0;
  const q = (use: UseContrast) => contrastOf(use)?.q ?? 1;
  const ofPart = part === null ? concepts : concepts.filter((concept) => concept.part === part);
  const strongest = ofPart.toSorted((a, b) => q(a) - q(b) || Math.abs(lead(b)) - Math.abs(lead(a)));
  const shown = hasAll ? strongest : strongest.slice(0, CONTRASTS);
  const over = t('atlas.overPictures', { pictures: formatNumber(pictures) });
  const chance = t('atlas.permutations', {
    p: formatNumber(matching.p, 3),
    permutations: formatNumber(matching.permutations),
  });
  const isAll = matching.units[0] === units[0] && matching.units[1] === units[1];
  return (
    <>
      <dl className={classes.figures}>
        <Figure name={t('atlas.cka')} value={cka} note={over} />
        <Figure name={t('atlas.rsa')} value={rsa} note={over} />
        <Figure name={t('atlas.matched')} value={matching.meanCosine} note={chance} />
        <Figure
          name={t('atlas.overallSize', { name: names[0] })}
          value={overall.a / overall.b}
          note={t('atlas.overallSizes', { a: formatNumber(overall.a, 2), b: formatNumber(overall.b, 2) })}
        />
      </dl>
      <div className={classes.columns}>
        <div>
          <section>
            <div className={classes.sectionHead}>
              <h3>{t('atlas.partUses')}</h3>
              <SegmentedControl
                aria-label={t('atlas.uses')}
                value={figure}
                disabled={!hasShares}
                onChange={(value) => setFigure(FIGURES.find((name) => name === value) ?? 'share')}
                data={FIGURES.map((value) => ({ value, label: FIGURE_NAMES[value] }))}
              />
            </div>
            <p className="t3 caption">
              <Explained meaning={FIGURE_NOTES[figure]}>{t(isShare ? 'atlas.shareIs' : 'atlas.sizeIs')}</Explained>{' '}
              {hasShares ? t('atlas.usesNote') : t('atlas.noShares')}
            </p>
            <UseTable
              label={t('atlas.partUses')}
              head={t('atlas.part')}
              names={names}
              isShare={isShare}
              rows={parts
                .toSorted((a, b) => lead(b) - lead(a))
                .map((use) => ({
                  name: use.part,
                  contrast: contrastOf(use),
                  isChosen: use.part === part,
                  onChoose: () => setPart(use.part === part ? null : use.part),
                }))}
            />
          </section>
          <section>
            <h3>{part === null ? t('atlas.conceptUses') : t('atlas.conceptUsesOf', { part })}</h3>
            <UseTable
              label={t('atlas.conceptUses')}
              head={t('atlas.concept')}
              names={names}
              isShare={isShare}
              rows={shown.map((use) => ({ name: `${use.part} ${use.metric}`, contrast: contrastOf(use) }))}
            />
            {ofPart.length > CONTRASTS && (
              <Button size="compact-xs" mt={8} onClick={() => setHasAll(!hasAll)}>
                {hasAll ? t('atlas.fewerConcepts') : t('atlas.allConcepts', { count: ofPart.length })}
              </Button>
            )}
          </section>
        </div>
        <section aria-label={t('atlas.pairs')}>
          <h3>{t('atlas.pairs')}</h3>
          <p className="t3 caption">
            {isAll
              ? t('atlas.pairsNote')
              : t('atlas.pairsNoteSome', { first: matching.units[0], second: matching.units[1] })}
          </p>
          <MatchedPairs names={names} pairs={matching.pairs} />
        </section>
      </div>
    </>
  );
}

function Figure({ name, value, note }: { readonly name: string; readonly value: number; readonly note: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <b className="num">{formatNumber(value, 3)}</b>
        <span className="t3">{note}</span>
      </dd>
    </div>
  );
}
