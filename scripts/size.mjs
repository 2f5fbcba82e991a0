// `npm run size`: how long files and functions are, folder by folder, and how much the browser has to load.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseSync, Visitor } from 'oxc-parser';
import { rootDir } from './machine.mjs';

const LONG_FILE_LINES = 300;
const LONG_FUNCTION_LINES = 50;

const folders = ['src', 'test', 'bench', 'scripts', 'tools'].filter((folder) => existsSync(join(rootDir, folder)));
const measured = folders.flatMap((folder) => listFiles(join(rootDir, folder)).filter(isSource).map(measureFile));
const rows = Object.entries(Object.groupBy(measured, (file) => folderOf(file.path)));
console.table(Object.fromEntries([...rows, ['all', measured]].map(([folder, files]) => [folder, summary(files)])));

const longFiles = measured.filter((file) => file.lines > LONG_FILE_LINES);
const longFunctions = measured.flatMap((file) => file.functions.filter((item) => item.lines > LONG_FUNCTION_LINES));
list(
  `Files above ${LONG_FILE_LINES} lines`,
  longFiles.map((file) => `${file.lines}  ${file.path}`),
);
list(
  `Functions above ${LONG_FUNCTION_LINES} lines`,
  longFunctions.map((item) => `${item.lines}  ${item.where}`),
);
list('Window, kB and gzip kB', windowAssets());

function measureFile(path) {
  const text = readFileSync(path, 'utf8');
  const shown = relative(rootDir, path);
  const functions = [];
  const note = (found) => {
    const line = lineAt(text, found.start);
    functions.push({ lines: lineAt(text, found.end) - line + 1, where: `${shown}:${line}` });
  };
  new Visitor({ FunctionDeclaration: note, FunctionExpression: note, ArrowFunctionExpression: note }).visit(
    parseSync(path, text).program,
  );
  return { path: shown, lines: lineAt(text, text.length) - 1, functions };
}

function lineAt(text, offset) {
  return text.slice(0, offset).split('\n').length;
}

function summary(files) {
  const functionLines = files.flatMap((file) => file.functions.map((item) => item.lines));
  return {
    files: files.length,
    lines: files.reduce((sum, file) => sum + file.lines, 0),
    medianFile: median(files.map((file) => file.lines)),
    medianFunction: median(functionLines.filter((lines) => lines > 1)),
  };
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function folderOf(path) {
  return path
    .split(/[\\/]/)
    .slice(0, 2)
    .filter((part) => !part.includes('.'))
    .join('/');
}

function isSource(path) {
  return /\.(ts|tsx|mjs|js)$/.test(path) && !path.endsWith('.d.ts');
}

function windowAssets() {
  const dir = join(rootDir, 'out', 'renderer');
  if (!existsSync(dir)) return [];
  return listFiles(dir)
    .map((path) => ({ path: relative(dir, path), bytes: readFileSync(path) }))
    .sort((a, b) => b.bytes.length - a.bytes.length)
    .slice(0, 12)
    .map(({ path, bytes }) => `${kilobytes(bytes)}  ${kilobytes(gzipSync(bytes))}  ${path}`);
}

function kilobytes(bytes) {
  return Math.round(bytes.length / 1000);
}

function listFiles(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function list(title, lines) {
  if (lines.length > 0) console.log(`\n${title}\n  ${lines.join('\n  ')}`);
}
