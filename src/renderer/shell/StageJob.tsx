import type { StageName } from '#core/pipeline.ts';
import { isActive, useJobs, useProject } from '#renderer/client.tsx';
import { ErrorBlock } from '#renderer/components/ErrorBlock.tsx';
import { stageEntry } from '#renderer/screens.ts';
import { describeJob, JobActions, ProgressLine } from './JobRow.tsx';
import { newestJob } from './jobProgress.ts';
import { LossSparkline } from './LossSparkline.tsx';
import classes from './StageJob.module.css';

/** The newest job of a stage in place on its screen: its progress, or how it ended if it did not finish. Nothing when it is done. */
export function StageJob({ stage }: { readonly stage: StageName }) {
  const project = useProject();
  const job = newestJob(
    useJobs().filter((each) => each.project === project),
    stage,
  );
  if (job === null || job.state === 'done') return null;
  const { icon: Icon } = stageEntry(stage);
  return (
    <section className={classes.job} aria-label={job.title}>
      <Icon size={18} stroke={1.6} className="t2" aria-hidden />
      <div className={classes.what}>
        <div className={classes.title}>
          <b>{job.title}</b>
          <span className="caption t2">{describeJob(job)}</span>
        </div>
        {isActive(job) && <ProgressLine job={job} />}
        {job.state === 'failed' && job.failure !== null && <ErrorBlock error={job.failure} />}
      </div>
      {job.activity?.epochs && <LossSparkline epochs={job.activity.epochs} />}
      <JobActions job={job} />
    </section>
  );
}
