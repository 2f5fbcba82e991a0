#!/usr/bin/env node
// Starts the command line with the Node that comes with the dependencies, whatever Node started this file.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { findNode, rootDir } from '../scripts/machine.mjs';

const node = findNode();
if (!existsSync(join(rootDir, 'node_modules'))) {
  stop(`Unitloom is not set up yet. Run once, in ${rootDir}: npm run setup`);
} else if (!node) {
  stop(`Unitloom needs Node 22.18 or newer (24 is best), this is ${process.versions.node}. See https://nodejs.org.`);
} else {
  runCli(node);
}

function runCli(node) {
  const cli = join(rootDir, 'src', 'headless', 'cli.ts');
  const child = spawn(node, [cli, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C in a terminal reaches the child by itself; a second copy would read as "quit at once".
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => stop(`Node could not be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 0);
  });
}

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
