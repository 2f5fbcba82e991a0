import { type Html, html, markupOf, trusted } from './html.ts';
import { pictureRules } from './pictures.ts';
import type { ReportData } from './reportData.ts';
import { acrossBoundary } from './sections/acrossBoundary.ts';
import { atlasSection } from './sections/atlasSection.ts';
import { linkedPictures } from './sections/linkedPictures.ts';
import { linkSection } from './sections/linkSection.ts';
import { methods } from './sections/methods.ts';
import { opening } from './sections/opening.ts';
import { partsSection } from './sections/partsSection.ts';
import { provenance } from './sections/provenance.ts';
import { strongestUnits } from './sections/strongestUnits.ts';
import { whatWasRun } from './sections/whatWasRun.ts';
import { pageStyle } from './style.ts';

/** The whole report as one file: no script, nothing fetched, the same text for the same data. */
export function reportPage(data: ReportData): string {
  const sections = [
    whatWasRun,
    linkSection,
    linkedPictures,
    strongestUnits,
    partsSection,
    atlasSection,
    acrossBoundary,
    methods,
    provenance,
  ];
  return markupOf(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${data.title}</title>
<style>${trusted(pageStyle)}${tileRules(data)}</style>
</head>
<body><main>
${opening(data)}
${sections.map((section) => html`${section(data)}\n`)}</main></body>
</html>
`);
}

function tileRules(data: ReportData): Html {
  const pairs = data.linked.flatMap(({ pairs }) => pairs.flatMap(({ original, linked }) => [original, linked]));
  const starts = data.shown.flatMap(({ starts }) => starts.map(({ picture }) => picture));
  const paths = (data.counterfactuals?.examples ?? []).flatMap(({ pictures }) =>
    pictures.map(({ picture }) => picture),
  );
  return pictureRules([...pairs, ...starts, ...paths], data);
}
