import type { Command } from 'commander';
import { Failure } from '#core/failure.ts';
import { followJob } from '#headless/follow.ts';
import { formatCount, formatTable } from '#headless/format.ts';
import { addExample, addJson, type JsonOption } from '#headless/options.ts';
import { printResult } from '#headless/output.ts';
import { type ProjectSession, withProject } from '#headless/session.ts';

interface JobsOptions extends JsonOption {
  readonly resume?: string;
  readonly clear?: boolean;
}

export function addJobsCommand(program: Command): void {
  const command = program
    .command('jobs')
    .description('list the jobs of a project, or go on with one that was ended early')
    .argument('<project>')
    .option('--resume <id>', 'go on with this job; what it had committed is not made again')
    .option('--clear', 'forget jobs that are over')
    .action((path: string, options: JobsOptions) =>
      withProject(path, async (session) => {
        const { client, project } = session;
        if (options.resume !== undefined) await resumeJob(session, options.resume);
        if (options.clear === true) await client.job.clear({ project });
        await listJobs(session, options.json === true);
      }),
    );
  addExample(addJson(command), 'jobs dogs.unitloom', 'jobs dogs.unitloom --resume 3f6c');
}

/** Any beginning of an id will do that fits one job only. */
async function resumeJob(session: ProjectSession, start: string): Promise<void> {
  const { client, project } = session;
  const [job, another] = (await client.job.list({ project })).filter(({ id }) => id.startsWith(start));
  if (job === undefined || another !== undefined) {
    throw new Failure('NOT_FOUND', `${job ? 'More than one job' : 'No job'} of this project begins with ${start}.`, {
      remedy: `See them all with: unitloom jobs ${session.name}`,
    });
  }
  await followJob(session, () => client.job.resume({ job: job.id }));
}

async function listJobs({ client, project }: ProjectSession, asJson: boolean): Promise<void> {
  const jobs = await client.job.list({ project });
  const rows = jobs.map((job) => [
    job.id,
    job.state,
    job.title,
    job.total > 0 ? `${formatCount(job.done)} of ${formatCount(job.total)} ${job.item}` : '',
    job.failure?.message ?? '',
  ]);
  printResult(asJson, { jobs }, rows.length === 0 ? ['No jobs.'] : formatTable(rows));
}
