import { openProject } from '#backend/store/project.ts';
import { describeFailure } from '#core/failure.ts';

/** Opens the project and keeps it until it is killed; says `open`, or the code of the failure. */
try {
  openProject(process.argv[2] ?? '');
  console.log('open');
  process.stdin.resume();
} catch (thrown) {
  console.log(describeFailure(thrown).code);
}
