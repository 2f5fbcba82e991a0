import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RunRequest } from '#core/api/run.ts';
import { PIPELINE, type StageName } from '#core/pipeline.ts';
import type { Job } from '#core/views/job.ts';
import type { StageStatus } from '#core/views/project.ts';
import { isActive } from '#renderer/client.tsx';
import { Preflight } from '#renderer/components/Preflight.tsx';
import { formatNumber } from '#renderer/format.ts';
import { showScreen } from '#renderer/route.ts';
import { defaultRequest } from '#renderer/runDefaults.ts';
import { stageEntry } from '#renderer/screens.ts';
import { timeLeft } from '#renderer/shell/jobProgress.ts';
import { t } from '#renderer/text.ts';
import classes from './NextStep.module.css';

type RunStage = RunRequest['stage'];

const WORDS: Readonly<Record<RunStage, { readonly what: string; readonly why: string; readonly run: string }>> = {
  samples: { what: t('overview.what_samples'), why: t('overview.whyEmpty_samples'), run: t('overview.run_samples') },
  linker: { what: t('overview.what_linker'), why: t('overview.whyEmpty_linker'), run: t('overview.run_linker') },
  sweep: { what: t('overview.what_sweep'), why: t('overview.whyEmpty_sweep'), run: t('overview.run_sweep') },
  segment: {
    what: t('overview.what_segment'),
    why: t('overview.whyEmpty_segment'),
    run: t('overview.run_segment'),
  },
  measure: {
    what: t('overview.what_measure'),
    why: t('overview.whyEmpty_measure'),
    run: t('overview.run_measure'),
  },
  maps: { what: t('overview.what_maps'), why: t('overview.whyEmpty_maps'), run: t('overview.run_maps') },
  track: { what: t('overview.what_track'), why: t('overview.whyEmpty_track'), run: t('overview.run_track') },
  atlas: { what: t('overview.what_atlas'), why: t('overview.whyEmpty_atlas'), run: t('overview.run_atlas') },
  counterfactual: {
    what: t('overview.what_counterfactual'),
    why: t('overview.whyEmpty_counterfactual'),
    run: t('overview.run_counterfactual'),
  },
  report: { what: t('overview.what_report'), why: t('overview.whyEmpty_report'), run: t('overview.run_report') },
};

export interface NextStepProps {
  /** Jobs of this project. */
  readonly jobs: readonly Job[];
  readonly stages: readonly StageStatus[];
}

/** What to do next, with its cost and the button that does it. */
export function NextStep({ stages, jobs }: NextStepProps) {
  const job = jobs.find(isActive);
  if (job !== undefined) {
    const progress = [`${formatNumber(job.done)} / ${formatNumber(job.total)} ${job.item}`, timeLeft(job)];
    return (
      <Step
        title={t('overview.running', { title: job.title })}
        why={progress.filter((part) => part !== '').join(', ')}
      />
    );
  }
  const isMade = (stage: StageName) => stages.find((one) => one.stage === stage)?.state !== 'empty';
  // Masks are drawn by people: nothing can be started for them here, nor for what comes of them while there are none.
  const isPossible = (stage: StageName) =>
    stage !== 'mask' && PIPELINE.every(({ name, from }) => name !== stage || from.every(isMade));
  const next = stages.find(
    ({ stage, state }) => isPossible(stage) && (state === 'empty' || state === 'stale' || state === 'failed'),
  );
  if (next === undefined) {
    return (
      <Step title={t('overview.allDone')}>
        <Button onClick={() => showScreen('report')}>{t('overview.openReport')}</Button>
      </Step>
    );
  }
  if (next.stage === 'pair') {
    return (
      <Step title={t('overview.nextModels')} why={t('overview.whyModels')}>
        <Button variant="filled" onClick={() => showScreen('models')}>
          {t('overview.addModels')}
        </Button>
      </Step>
    );
  }
  const failure = next.state === 'failed' ? jobs.findLast(({ stage }) => stage === next.stage)?.failure : null;
  return <NextRun stage={next.stage as RunStage} isAgain={next.state === 'stale'} failure={failure?.message ?? null} />;
}

interface NextRunProps {
  readonly stage: RunStage;
  readonly isAgain: boolean;
  /** Why the last run ended badly; null when it did not. */
  readonly failure: string | null;
}

function NextRun({ stage, isAgain, failure }: NextRunProps) {
  const { what, why, run } = WORDS[stage];
  return (
    <Step
      title={isAgain ? t('overview.nextAgain', { what }) : t('overview.next', { what })}
      why={failure ?? (isAgain ? t('overview.whyStale') : why)}
    >
      <Preflight key={stage} request={defaultRequest(stage)} label={run}>
        <Button onClick={() => showScreen(stageEntry(stage).screen)}>{t('overview.other')}</Button>
      </Preflight>
    </Step>
  );
}

interface StepProps {
  readonly title: string;
  readonly why?: string;
  readonly children?: ReactNode;
}

function Step({ title, why, children }: StepProps) {
  return (
    <div className={classes.step}>
      <div className={classes.text}>
        <b>{title}</b>
        {why !== undefined && <p className="t2">{why}</p>}
      </div>
      {children}
    </div>
  );
}
