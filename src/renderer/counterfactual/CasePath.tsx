import { ActionIcon } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { CounterfactualCase, CounterfactualRow } from '#core/views/counterfactual.ts';
import { useCommands } from '#renderer/commands.ts';
import { Blocks } from '#renderer/components/Blocks.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { formatNumber, formatShare } from '#renderer/format.ts';
import { useParams } from '#renderer/route.ts';
import { t } from '#renderer/text.ts';
import { nameOf } from './CaseList.tsx';
import classes from './CasePath.module.css';
import { FilmStrip } from './FilmStrip.tsx';
import { outcomeText } from './outcome.ts';
import { PartCurves } from './PartCurves.tsx';
import { ProbabilityCurve } from './ProbabilityCurve.tsx';
import { probabilityOf, useCase } from './shownCase.ts';

/** Film strip and probability curve of one counterfactual, with one place that both follow. */
export function CasePath({ run, row }: { readonly run: string; readonly row: CounterfactualRow }) {
  const found = useCase(run, row.ordinal);
  if (found.error !== null) return <ErrorBlock error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Blocks heightsPx={[140, 150]} />;
  return <Path shown={found.data} />;
}

function Path({ shown }: { readonly shown: CounterfactualCase }) {
  const [params, setParams] = useParams();
  const last = shown.places.length - 1;
  const at = Math.min(last, Math.max(0, Number(params.at ?? shown.end) || 0));
  const show = (tile: number) => setParams({ at: Math.min(last, Math.max(0, tile)) });
  const { isPlaying, toggle } = usePath(at, last, show);
  const turn = shown.crossing === null ? null : shown.places.findIndex((place) => place >= (shown.crossing as number));
  const group = t('counterfactual.title');
  const move = { label: t('counterfactual.scrub'), group, isKeyOnly: true };
  useCommands([
    { id: 'counterfactual.play', label: t('counterfactual.play'), group, keys: [' '], run: toggle },
    { ...move, id: 'counterfactual.left', keys: ['ArrowLeft'], run: () => show(at - 1) },
    { ...move, id: 'counterfactual.right', keys: ['ArrowRight'], run: () => show(at + 1) },
    { ...move, id: 'counterfactual.before', keys: ['['], run: () => turn !== null && show(turn - 1) },
    { ...move, id: 'counterfactual.after', keys: [']'], run: () => turn !== null && show(turn) },
  ]);
  const [target, origin] = [shown.to, shown.from].map((name) => probabilityOf(shown, at, name));
  return (
    <section className={classes.path}>
      <div className={classes.now}>
        <ActionIcon
          aria-label={isPlaying ? t('counterfactual.pause') : t('counterfactual.play')}
          aria-pressed={isPlaying}
          title={t('counterfactual.scrubHint')}
          onClick={toggle}
        >
          {isPlaying ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
        </ActionIcon>
        <b className="num">{nameOf(shown)}</b>
        <span className="t2" aria-live="polite">
          {t('counterfactual.now', {
            place: formatNumber(shown.places[at], 2),
            to: shown.to,
            target: formatShare(target, 1),
            from: shown.from,
            origin: formatShare(origin, 1),
          })}
        </span>
        <span className="t3">{t('counterfactual.nowRealised', { share: formatShare(shown.realised[at], 0) })}</span>
      </div>
      <p className={shown.isValid ? 't3' : 'warn'}>
        {outcomeText(shown)}{' '}
        {shown.startClass !== shown.from && (
          <span className="warn">{t('counterfactual.startWrong', { other: shown.startClass, from: shown.from })}</span>
        )}
      </p>
      <FilmStrip shown={shown} at={at} onShow={show} />
      <ProbabilityCurve shown={shown} at={at} onShow={show} />
      {shown.labels.length > 0 && <PartCurves shown={shown} at={at} onShow={show} />}
    </section>
  );
}

const FRAME_MS = 120;

/** Walks from the start to the end of the path and stops there; started again at the end, it begins anew. */
function usePath(at: number, last: number, show: (tile: number) => void) {
  const [isPlaying, setPlaying] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each place shown sets off the next one
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setTimeout(() => (at >= last ? setPlaying(false) : show(at + 1)), FRAME_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, at]);
  const toggle = () => {
    if (!isPlaying && at >= last) show(0);
    setPlaying(!isPlaying);
  };
  return { isPlaying, toggle };
}
