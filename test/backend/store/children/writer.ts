import { openProject } from '#backend/store/project.ts';
import { placed, samplesOf } from '../storedParts.ts';

/** Commits batches of five parts for ever; says the number of parts after each batch has been committed. */
const project = openProject(process.argv[2] ?? '');
const writer = project.artifacts.begin(samplesOf(project.artifacts.defaultOf('pair') ?? ''));
for (let from = 0; ; from += 5) {
  writer.commit(placed(from, from + 5));
  process.stdout.write(`${from + 5}\n`);
}
