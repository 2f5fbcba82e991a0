import { useQuery } from '@tanstack/react-query';
import type { CounterfactualRow, CounterfactualRun } from '#core/views/counterfactual.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { formatNumber, formatShare } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';
import { FilmStrip } from './FilmStrip.tsx';
import { useCase } from './shownCase.ts';

export interface ComparisonProps {
  readonly run: string;
  readonly other: string;
  readonly row: CounterfactualRow;
  readonly runs: readonly CounterfactualRun[];
}

/** The same sample and target in another run (another method, linker or cost), and both runs in numbers. */
export function Comparison({ run, other, row, runs }: ComparisonProps) {
  const project = useProject();
  const api = useApi();
  const { from, to } = row;
  const pair = useQuery(api.counterfactual.pair.queryOptions({ input: { project, counterfactual: other, from, to } }));
  const difference = useQuery({ ...api.counterfactual.compare.queryOptions({ input: { project, a: run, b: other } }) });
  const match = pair.data?.rows.find(
    ({ sample, seed, member }) => sample === row.sample && seed === row.seed && member === row.member,
  );
  const title = runs.find(({ artifact }) => artifact.id === other)?.title ?? '';
  return (
    <section>
      <h2>{t('counterfactual.sameSample', { run: title })}</h2>
      {difference.error !== null && <ErrorBlock error={difference.error} />}
      {difference.data && (
        <p className="t2">
          {t('counterfactual.comparison', {
            n: difference.data.n,
            a: difference.data.validA,
            b: difference.data.validB,
            cosine: formatNumber(difference.data.cosine, 3),
            shared: formatShare(difference.data.sharedUnits, 0),
          })}
        </p>
      )}
      {match ? (
        <OtherStrip run={other} row={match} />
      ) : (
        pair.data && <p className="t2">{t('counterfactual.notInOther')}</p>
      )}
    </section>
  );
}

function OtherStrip({ run, row }: { readonly run: string; readonly row: CounterfactualRow }) {
  const found = useCase(run, row.ordinal).data;
  return found === undefined ? null : <FilmStrip shown={found} at={found.end} onShow={() => undefined} />;
}
