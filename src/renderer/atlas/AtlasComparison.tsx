import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { AtlasComparison as Comparison, ConceptContrast } from '#core/atlasViews.ts';
import { useApi, useProject } from '#renderer/client.tsx';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import table from '#renderer/components/FigureTable.module.css';
import { formatNumber } from '#renderer/format.ts';
import { hrefTo } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import classes from './AtlasComparison.module.css';

interface AtlasComparisonProps {
  readonly first: string;
  readonly second: string;
  onBack(): void;
}

/** Two classifiers over the same latents of the same generator: which parts one uses that the other does not. */
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
        {data !== undefined && <span className="t2">{data.names.join(', ')}</span>}
      </div>
      {error !== null && (
        <>
          <ErrorBlock error={error} onRetry={() => void refetch()} />
          <Button component="a" href={hrefTo('overview')}>
            {t('atlas.rerun')}
          </Button>
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

const CONTRASTS = 24;
const PAIRS = 12;

function Compared({ comparison }: { readonly comparison: Comparison }) {
  const { names, pictures, cka, rsa, matching, concepts } = comparison;
  const strongest = [...concepts]
    .sort((a, b) => (a.q ?? 1) - (b.q ?? 1) || Math.abs(b.difference) - Math.abs(a.difference))
    .slice(0, CONTRASTS);
  const over = t('atlas.overPictures', { pictures: formatNumber(pictures) });
  const chance = t('atlas.permutations', {
    p: formatNumber(matching.p, 3),
    permutations: formatNumber(matching.permutations),
  });
  return (
    <>
      <dl className={classes.figures}>
        <Figure name={t('atlas.cka')} value={cka} note={over} />
        <Figure name={t('atlas.rsa')} value={rsa} note={over} />
        <Figure name={t('atlas.matched')} value={matching.meanCosine} note={chance} />
      </dl>
      <div className={classes.columns}>
        <section aria-label={t('atlas.contrasts')}>
          <h3>{t('atlas.contrasts')}</h3>
          <p className="t3 caption">{t('atlas.contrastsNote')}</p>
          <table className={table.table} aria-label={t('atlas.contrasts')}>
            <thead>
              <tr>
                <th scope="col">{t('atlas.concept')}</th>
                <th scope="col">{names[0]}</th>
                <th scope="col">{names[1]}</th>
                <th scope="col">{t('atlas.difference')}</th>
                <th scope="col">{t('atlas.q')}</th>
              </tr>
            </thead>
            <tbody>
              {strongest.map((contrast) => (
                <ContrastRow key={`${contrast.part} ${contrast.metric}`} contrast={contrast} />
              ))}
            </tbody>
          </table>
        </section>
        <section aria-label={t('atlas.pairs')}>
          <h3>{t('atlas.pairs')}</h3>
          <ol className={classes.pairs}>
            {matching.pairs.slice(0, PAIRS).map(({ a, b, cosine }) => (
              <li key={a}>
                <span className="num">{`${names[0]} ${a}`}</span>
                <span className="num">{`${names[1]} ${b}`}</span>
                <span className="num t3">{t('atlas.cosine', { value: formatNumber(cosine, 2) })}</span>
              </li>
            ))}
          </ol>
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

function ContrastRow({ contrast }: { readonly contrast: ConceptContrast }) {
  const { part, metric, a, b, difference, interval, q } = contrast;
  return (
    <tr>
      <th scope="row">{`${part} ${metric}`}</th>
      <td className="num">{formatNumber(a, 2)}</td>
      <td className="num">{formatNumber(b, 2)}</td>
      <td className="num">
        <b>{formatNumber(difference, 2)}</b>{' '}
        {interval !== null && (
          <span className="t2">{`[${formatNumber(interval[0], 2)}, ${formatNumber(interval[1], 2)}]`}</span>
        )}
      </td>
      <td className="num">{formatNumber(q, 3)}</td>
    </tr>
  );
}
