/**
 * `npm run figures`: draws every golden figure live, light beside dark, on one page and prints where it is.
 * `--out FILE` chooses the place, `--open` shows it.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { html, markupOf, trusted } from '#backend/report/html.ts';
import { figureStyle, themeStyle } from '#backend/report/style.ts';
import { specimens } from './specimens.ts';

const { values } = parseArgs({ options: { out: { type: 'string' }, open: { type: 'boolean', default: false } } });
const path = values.out ? resolve(values.out) : join(mkdtempSync(join(tmpdir(), 'unitloom-figures-')), 'figures.html');
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, figuresPage());
process.stdout.write(`${path}\n`);
if (values.open) openInBrowser(path);

function figuresPage(): string {
  return markupOf(html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Golden figures</title><style>${trusted(`${themeStyle}${figureStyle}
body{margin:0;font:13px/20px var(--ui);background:#fff;color:#15171a}
header{padding:8px 24px}h2{font-size:13px;margin:24px 24px 8px}h2 span{font-weight:400;color:#474d55}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(560px,1fr))}.pair div{padding:16px 24px;background:var(--s1)}`)}</style></head><body>
<header><h1>Golden figures</h1><p>${specimens.length} figures from fixed data, as test/golden compares them.</p></header>
${specimens.map(
  ({
    name,
    shows,
    svg,
  }) => html`<h2>${name} <span>${shows}</span></h2><div class="pair"><div class="light">${trusted(svg)}</div><div class="dark">${trusted(svg)}</div></div>
`,
)}</body></html>
`);
}

function openInBrowser(file: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', file]
      : process.platform === 'win32'
        ? ['explorer', file]
        : ['xdg-open', file];
  const child = spawn(command as string, args, { detached: true, stdio: 'ignore' });
  child.on('error', () => process.stderr.write('No browser could be started; open the file by hand.\n'));
  child.unref();
}
