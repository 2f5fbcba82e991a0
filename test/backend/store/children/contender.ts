import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { openProject } from '#backend/store/project.ts';
import { describeFailure } from '#core/failure.ts';

/** Opens and closes a project again and again; says how often it had it, and what went wrong. */
const path = process.argv[2] ?? '';
const endAt = Date.now() + Number(process.argv[3]);
const troubles: string[] = [];
let owned = 0;
while (Date.now() < endAt) {
  await wait(Math.random() * 4);
  try {
    const project = openProject(path);
    // Only one may have this file: a second owner cannot make it.
    writeFileSync(`${path}.mark`, '', { flag: 'wx' });
    await wait(Math.random() * 2);
    rmSync(`${path}.mark`);
    project.close();
    owned++;
  } catch (thrown) {
    const { code, message } = describeFailure(thrown);
    if (code !== 'PROJECT_IN_USE') troubles.push(message);
  }
}
console.log(JSON.stringify({ owned, troubles }));
