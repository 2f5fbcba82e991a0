import type { Command } from 'commander';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProgram, runProgram } from '#headless/program.ts';

beforeEach(() => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});

afterEach(() => {
  vi.restoreAllMocks();
});

test.each([
  [['--help'], 0],
  [['sweep', 'run', '--help'], 0],
  [['help', 'serve'], 0],
  [[], 2],
  [['blub'], 2],
  [['sweep'], 2],
  [['info'], 2],
  [['info', 'a', 'b'], 2],
  [['info', 'a', '--blub'], 2],
  [['sweep', 'run', 'a', '--units', 'x'], 2],
  [['sweep', 'run', 'a', '--direction', 'x'], 2],
  [['samples', 'draw', 'a', '--psi', 'much'], 2],
  [['linker', 'train', 'a', '--method', 'lasso'], 2],
  [['linker', 'train', 'a', '--choose', 'worst'], 2],
  [['linker', 'train', 'a', '--hidden', 'wide'], 2],
  [['serve', '--tls-key', 'k.pem'], 2],
  [['run', '/none.yaml'], 1],
])('%j ends with %d', async (args, code) => {
  expect(await runProgram(['node', 'unitloom', ...args])).toBe(code);
});

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
  });
  command.outputHelp();
  return text;
}

function allOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allOf)];
}

test('every help has an example that begins with the command itself', () => {
  const commands = allOf(createProgram());
  expect(commands.length).toBeGreaterThan(20);
  for (const command of commands) {
    const names: string[] = [];
    for (let at: Command | null = command; at?.parent; at = at.parent) names.unshift(at.name());
    expect(helpOf(command)).toMatch(new RegExp(`Example:\\n  \\$ unitloom ${names.join(' ')}`));
  }
});

test('PROJECT is the first positional of every command that takes one', () => {
  for (const command of allOf(createProgram())) {
    const names = command.registeredArguments.map((argument) => argument.name());
    if (names.includes('project')) expect(names[0]).toBe('project');
  }
});
