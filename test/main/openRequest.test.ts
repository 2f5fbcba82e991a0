import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { HostCommand } from '#core/hostBridge.ts';
import { createCommandQueue } from '#main/commandQueue.ts';
import { findProjectPath } from '#main/openRequest.ts';

test.each([
  [['unitloom', 'a.unitloom'], join('/home', 'a.unitloom')],
  [['unitloom', '/b/a.unitloom'], '/b/a.unitloom'],
  [['electron', '.', '--flag', 'a.unitloom', '--no-sandbox'], join('/home', 'a.unitloom')],
  [['unitloom', '--file=a.unitloom'], null],
  [['a.unitloom'], null],
  [['unitloom', 'a.txt'], null],
])('of %j the project is %s', (argv, path) => {
  expect(findProjectPath(argv, '/home')).toBe(path);
});

test('commands wait until the window listens, and again while it loads', () => {
  const queue = createCommandQueue();
  const received: HostCommand[] = [];
  const open = (path: string): HostCommand => ({ kind: 'openProject', path });
  queue.send(open('1'));
  queue.open((command) => received.push(command));
  queue.send(open('2'));
  queue.pause();
  queue.send(open('3'));
  expect(received).toEqual([open('1'), open('2')]);
  queue.open((command) => received.push(command));
  expect(received).toEqual([open('1'), open('2'), open('3')]);
});
