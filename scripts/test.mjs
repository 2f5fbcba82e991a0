// Runs every test and says in its last line how many passed and failed.
//
//   npm test -- [--unit | --e2e] [paths] [flags of the runner]
//
// A path under test/e2e goes to Playwright, any other path to Vitest; without paths both run.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium, findNode, rootDir } from './machine.mjs';

const given = process.argv.slice(2).filter((arg) => arg !== '--unit' && arg !== '--e2e');
const isE2ePath = (arg) => !arg.startsWith('-') && /(^|[\\/])e2e([\\/]|$)|\.e2e\.ts/.test(arg);
const isUnitPath = (arg) => !arg.startsWith('-') && !isE2ePath(arg) && /[\\/]|\.tsx?$/.test(arg);
const namesE2e = given.some(isE2ePath);
const namesUnit = given.some(isUnitPath) || (given.length > 0 && !namesE2e);
const wantsUnit = process.argv.includes('--unit') || (!process.argv.includes('--e2e') && (namesUnit || !namesE2e));
const wantsE2e = process.argv.includes('--e2e') || (!process.argv.includes('--unit') && (namesE2e || !namesUnit));

const node = findNode() ?? process.execPath;
// The engines, commands and servers that tests start by the hundred find their code compiled.
process.env.NODE_COMPILE_CACHE ??= join(rootDir, 'node_modules', '.cache', 'unitloom', 'compiled');
const reportDir = mkdtempSync(join(tmpdir(), 'unitloom-test-'));
const total = { passed: 0, failed: 0, skipped: 0 };
let stopped = false;
let current;
process.on('SIGINT', () => {
  stopped = true;
});
process.on('SIGTERM', () => {
  stopped = true;
  current?.kill('SIGTERM');
});

if (wantsUnit) add(await runVitest(given.filter((arg) => !isE2ePath(arg))));
if (wantsE2e && !stopped) add(await runPlaywright(given.filter((arg) => !isUnitPath(arg))));
rmSync(reportDir, { recursive: true, force: true });

if (stopped) total.failed = Math.max(total.failed, 1);
const ran = total.passed + total.failed;
if (ran === 0) process.stderr.write('No test ran.\n');
process.exitCode = total.failed > 0 || ran === 0 ? 1 : 0;
const skippedText = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skippedText}\n`);

async function runVitest(args) {
  const reportPath = join(reportDir, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`];
  const exitCode = await run(['vitest', 'vitest.mjs'], ['run', ...reporters, ...args]);
  const report = readReport(reportPath);
  if (!report) return crashed('Vitest', exitCode);
  // A file that fails before its first test, such as by a syntax error, has no failed test to count.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return withExitCode('Vitest', counts, exitCode);
}

async function runPlaywright(args) {
  if (!hasE2eTests()) {
    process.stderr.write('There is no end-to-end test yet.\n');
    return { passed: 0, failed: 0, skipped: 0 };
  }
  if (!findChromium() && process.env.CI !== 'true') {
    process.stderr.write('The end-to-end tests are skipped: no Chromium was found.\n');
    return { passed: 0, failed: 0, skipped: await countPlaywright(args) };
  }
  const reportPath = join(reportDir, 'playwright.json');
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: reportPath };
  const exitCode = await run(['@playwright', 'test', 'cli.js'], ['test', '--reporter=list,json', ...args], env);
  const stats = readReport(reportPath)?.stats;
  if (!stats) return crashed('Playwright', exitCode);
  const counts = { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
  return withExitCode('Playwright', counts, exitCode);
}

async function countPlaywright(args) {
  const reportPath = join(reportDir, 'list.json');
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: reportPath };
  await run(['@playwright', 'test', 'cli.js'], ['test', '--list', '--reporter=json', ...args], env);
  const suites = [...(readReport(reportPath)?.suites ?? [])];
  let count = 0;
  for (const suite of suites) {
    suites.push(...(suite.suites ?? []));
    for (const spec of suite.specs) count += spec.tests.length;
  }
  return count;
}

function hasE2eTests() {
  try {
    return readdirSync(join(rootDir, 'test', 'e2e')).some((name) => name.endsWith('.e2e.ts'));
  } catch {
    return false;
  }
}

/** An exit code that no counted failure explains is a failure of its own, such as an error outside any test. */
function withExitCode(runner, counts, exitCode) {
  const isExplained = exitCode === 0 || counts.failed > 0 || counts.passed + counts.skipped === 0;
  if (isExplained) return counts;
  process.stderr.write(`${runner} ended with exit code ${exitCode} although no test failed.\n`);
  return { ...counts, failed: 1 };
}

function crashed(runner, exitCode) {
  process.stderr.write(`${runner} ended with exit code ${exitCode} and no report.\n`);
  return { passed: 0, failed: 1, skipped: 0 };
}

function add(counts) {
  for (const key of Object.keys(total)) total[key] += counts[key];
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function run(scriptPath, args, env = process.env) {
  return new Promise((resolve) => {
    const script = join(rootDir, 'node_modules', ...scriptPath);
    current = spawn(node, [script, ...args], { cwd: rootDir, env, stdio: ['ignore', 'inherit', 'inherit'] });
    current.on('error', () => resolve(127));
    current.on('exit', (code) => resolve(code ?? 1));
  });
}
