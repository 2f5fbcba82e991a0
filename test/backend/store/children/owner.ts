import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openProject } from '#backend/store/project.ts';
import { describeFailure } from '#core/failure.ts';

/**
 * Opens the project and keeps it until it is killed; says `open`, or the code of the failure.
 * Nothing refers to the project any more and garbage is collected before it speaks: it is owned all the same.
 */
try {
  openProject(process.argv[2] ?? '');
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  console.log('open');
  process.stdin.resume();
} catch (thrown) {
  console.log(describeFailure(thrown).code);
}
