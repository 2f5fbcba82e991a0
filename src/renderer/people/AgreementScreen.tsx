import { Button, Select, Tooltip } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Interval } from '#core/bootstrap.ts';
import type { AgreementView, LabelsView, QueueView } from '#core/views/mask.ts';
import { useApi, useClient, useProject } from '#renderer/client.tsx';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { Frame, ScreenHeading } from '#renderer/components/Frame.tsx';
import { moveFocus } from '#renderer/components/moveFocus.ts';
import { Picture } from '#renderer/components/Picture.tsx';
import { formatNumber, formatShare } from '#renderer/format.ts';
import { MeasuredText } from '#renderer/linker/MeasuredText.tsx';
import { useParams } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import classes from './People.module.css';
import { RunsPicture } from './RunsPicture.tsx';

export interface AgreementScreenProps {
  readonly annotator: string;
  readonly labels: LabelsView;
  readonly queue: QueueView;
}

/** Two people's masks held against each other: by part, and picture by picture where they differ. */
export function AgreementScreen({ annotator, labels, queue }: AgreementScreenProps) {
  const project = useProject();
  const api = useApi();
  const [params, setParams] = useParams();
  const names = finishersOf(queue);
  const a = params.a ?? (names.includes(annotator) ? annotator : names[0]);
  const b = params.b ?? names.find((name) => name !== a);
  const isPair = a !== undefined && b !== undefined && a !== b;
  const agreement = useQuery({
    ...api.mask.agreement.queryOptions({ input: { project, a: a ?? '-', b: b ?? '-' } }),
    enabled: isPair,
    retry: false,
  });
  const back = (
    <Button onClick={() => setParams({ view: null, a: null, b: null, picture: null }, { push: true })}>
      {t('people.back')}
    </Button>
  );
  if (names.length < 2 || !isPair) {
    return (
      <Frame>
        <EmptyState title={t('people.noTwo')} hint={t('people.noTwoHint')}>
          {back}
        </EmptyState>
      </Frame>
    );
  }
  const choose = (label: string, value: string, key: 'a' | 'b') => (
    <Select
      label={label}
      allowDeselect={false}
      value={value}
      data={names}
      onChange={(name) => name !== null && setParams({ [key]: name, picture: null })}
    />
  );
  return (
    <Frame>
      <ScreenHeading
        title={t('people.agreement')}
        lead={
          agreement.data &&
          t('people.agreementLead', {
            n: formatNumber(agreement.data.pictures.length),
            a,
            b,
            same: formatShare(agreement.data.same),
          })
        }
      >
        {back}
      </ScreenHeading>
      <div className={classes.screen}>
        <div className={classes.who}>
          {choose(t('people.first'), a, 'a')}
          {choose(t('people.second'), b, 'b')}
        </div>
        {agreement.error !== null && <ErrorBlock error={agreement.error} />}
        {agreement.isPending && <Blocks heightsPx={[220, 300]} />}
        {agreement.data && (
          <>
            <Parts view={agreement.data} labels={labels} />
            <p className="t2">{t('people.overall', { alpha: formatNumber(agreement.data.alpha, 3) })}</p>
            <Pictures view={agreement.data} labels={labels} annotator={annotator} />
          </>
        )}
      </div>
    </Frame>
  );
}

/** Whoever has finished a picture. */
function finishersOf({ pictures }: QueueView): string[] {
  const masks = pictures.flatMap(({ mine, others }) => [...(mine === null ? [] : [mine]), ...others]);
  const finished = masks.filter(({ state }) => state === 'done' || state === 'review');
  return [...new Set(finished.map(({ annotator }) => annotator))].sort();
}

function Parts({ view, labels }: { readonly view: AgreementView; readonly labels: LabelsView }) {
  const heads = [
    [t('people.iou'), t('people.iouHint')],
    [t('people.boundaryF'), t('people.boundaryFHint')],
    [t('people.alpha'), t('people.alphaHint')],
  ] as const;
  const measured = (value: number | null, interval: Interval, n: number) => (
    <td>
      <MeasuredText value={value} interval={interval} decimals={3} n={n} />
    </td>
  );
  return (
    <table className={classes.table} aria-label={t('people.agreement')}>
      <thead>
        <tr>
          <th scope="col">{t('people.part')}</th>
          {heads.map(([name, hint]) => (
            <Tooltip key={name} label={hint} multiline maw={280}>
              <th scope="col">{name}</th>
            </Tooltip>
          ))}
          <th scope="col">{t('people.pictures')}</th>
        </tr>
      </thead>
      <tbody>
        {view.parts.map((part) => (
          <tr key={part.value}>
            <th scope="row">
              <span
                className={classes.swatch}
                style={{ background: labels.labels.find(({ value }) => value === part.value)?.colour }}
              />
              {part.name}
            </th>
            {measured(part.iou, part.iouInterval, part.pictures)}
            {measured(part.boundaryF, part.boundaryFInterval, part.pictures)}
            {measured(part.alpha, part.alphaInterval, part.pictures)}
            <td className="num">{part.pictures}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface PicturesProps {
  readonly view: AgreementView;
  readonly labels: LabelsView;
  readonly annotator: string;
}

function Pictures({ view, labels, annotator }: PicturesProps) {
  const [params, setParams] = useParams();
  const shown = view.pictures.find(({ id }) => id === params.picture) ?? view.pictures[0];
  if (shown === undefined) return null;
  return (
    <section>
      <h2>{t('people.leastFirst')}</h2>
      <div className={classes.columns}>
        <ul className={classes.pictures} onKeyDown={moveFocus}>
          {view.pictures.map(({ id, picture, className, same }) => (
            <li key={id}>
              <button
                type="button"
                className={classes.row}
                aria-current={id === shown.id}
                onClick={() => setParams({ picture: id })}
              >
                <Picture picture={picture} label="" sizePx={44} />
                <span>
                  <b>{className}</b>
                  <span className="num t2 caption"> {t('people.samePixels', { share: formatShare(same) })}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
        <Difference key={shown.id} view={view} labels={labels} annotator={annotator} shown={shown} />
      </div>
    </section>
  );
}

interface DifferenceProps extends PicturesProps {
  readonly shown: AgreementView['pictures'][number];
}

const DIFFERENT = '#ff5c5c';

/** Both masks, and where they differ; and what to do about it. */
function Difference({ view: { a, b }, labels, annotator, shown }: DifferenceProps) {
  const project = useProject();
  const client = useClient();
  const [, setParams] = useParams();
  const difference = useQuery(useApi().mask.difference.queryOptions({ input: { project, picture: shown.id, a, b } }));
  const colours = useMemo(() => labels.labels.map(({ colour }, at) => (at === 0 ? null : colour)), [labels]);
  const decide = useMutation({
    mutationFn: async (kept: string) => {
      const state = (of: string, to: 'done' | 'rejected') =>
        client.mask.setState({ project, annotator, picture: shown.id, of, state: to });
      await state(kept === a ? b : a, 'rejected');
      await state(kept, 'done');
    },
  });
  const third = useMutation({
    mutationFn: (from: string) => client.mask.adopt({ project, annotator, picture: shown.id, from }),
    onSuccess: () => setParams({ view: null, a: null, b: null, picture: shown.id }, { push: true }),
  });
  if (difference.error !== null) return <ErrorBlock error={difference.error} />;
  if (difference.data === undefined) return <Blocks heightsPx={[220]} />;
  const { widthPx, heightPx } = difference.data;
  const sides = [
    [a, difference.data.a, colours],
    [b, difference.data.b, colours],
    [t('people.differs'), difference.data.differs, [null, DIFFERENT]],
  ] as const;
  const isThird = annotator !== a && annotator !== b;
  return (
    <div>
      <div className={classes.trio}>
        {sides.map(([name, runs, tints]) => (
          <figure key={name}>
            <div className={classes.tile}>
              <Picture picture={shown.picture} label="" />
              <RunsPicture runs={runs} widthPx={widthPx} heightPx={heightPx} colours={tints} label={name} />
            </div>
            <figcaption className="t2 caption">{name}</figcaption>
          </figure>
        ))}
      </div>
      <div className={classes.actions}>
        {[a, b].map((name) => (
          <Button key={name} loading={decide.isPending} onClick={() => decide.mutate(name)}>
            {t('people.keep', { name })}
          </Button>
        ))}
        {isThird && (
          <Tooltip label={t('people.drawThirdHint', { name: a })}>
            <Button loading={third.isPending} onClick={() => third.mutate(a)}>
              {t('people.drawThird')}
            </Button>
          </Tooltip>
        )}
      </div>
      {[decide.error, third.error].map((error) => error !== null && <ErrorBlock key={error.message} error={error} />)}
    </div>
  );
}
