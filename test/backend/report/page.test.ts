import { expect, test } from 'vitest';
import { reportPage } from '#backend/report/page.ts';
import {
  exampleAtlas,
  exampleCounterfactuals,
  exampleLine,
  exampleParts,
  exampleReport,
  exampleShown,
} from './exampleReport.ts';

const HOSTILE = '</title><script>alert("x")</script><img src=x onerror=alert(1)>';

test('the page runs nothing and fetches nothing', () => {
  const page = reportPage(exampleReport());
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
  expect(page).not.toMatch(/<script|<link|<iframe|\son\w+=|@import|https?:/);
  const sources = [...page.matchAll(/(?:src="|url\()([^")]*)/g)].map(([, source]) => source);
  expect(sources.length).toBeGreaterThan(0);
  expect(sources.filter((source) => !source?.startsWith('data:image/webp;base64,'))).toEqual([]);
});

test('names, titles and files from manifests stay text', () => {
  const example = exampleReport();
  const page = reportPage({
    ...example,
    title: HOSTILE,
    pair: {
      ...example.pair,
      generatorName: HOSTILE,
      classifierName: HOSTILE,
      representation: HOSTILE,
      licences: [HOSTILE],
      classNames: [HOSTILE, HOSTILE],
      files: [{ role: HOSTILE, name: HOSTILE, sha256: HOSTILE, sizeBytes: 1 }],
    },
    linked: example.linked.map((group) => ({
      ...group,
      pairs: group.pairs.map((pair) => ({ ...pair, className: HOSTILE })),
    })),
    shown: [exampleShown({ direction: { kind: 'units', name: HOSTILE, weights: [{ unit: 0, weight: 1 }] } })],
    artifacts: example.artifacts.map((artifact) => ({
      ...artifact,
      device: HOSTILE,
      libraries: { [HOSTILE]: HOSTILE },
    })),
    counterfactuals: exampleCounterfactuals(),
    pictures: new Map([...example.pictures].map(([hash, { bytes }]) => [hash, { mediaType: HOSTILE, bytes }])),
  });
  expect(page).not.toMatch(/<script|<img src=x|onerror=alert\(1\)>(?!&)/);
  expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
});

test('every picture and figure has words', () => {
  const page = reportPage(exampleReport());
  const pictures = [...page.matchAll(/<(?:img|svg)[^>]*>|<span class="(?:tile|gone)[^>]*>/g)].map(([tag]) => tag);
  expect(pictures.length).toBeGreaterThanOrEqual(9);
  expect(pictures.filter((tag) => !/(?:alt|aria-label)="[^"]{10,}"/.test(tag))).toEqual([]);
});

test('a strip that many pictures are cut from is embedded once', () => {
  const example = exampleReport();
  const page = reportPage({
    ...example,
    shown: [exampleShown(), exampleShown({ ordinal: 1 }), exampleShown({ ordinal: 2 })],
  });
  const starts = page.match(/aria-label="Start picture: fox, sample 4"/g);
  expect(starts).toHaveLength(3);
  expect(page.match(/background-image:url/g)).toHaveLength(2);
});

test('pictures that were dropped leave their words', () => {
  const page = reportPage(exampleReport({ pictures: new Map() }));
  expect(page).toContain('Original: fox, sample 4: not kept in the project');
  expect(page).not.toContain('data:image');
});

test('the demo pair, and only the demo pair, comes with its warning', () => {
  const warning = 'partly built in';
  const { pair } = exampleReport();
  expect(reportPage(exampleReport())).not.toContain(warning);
  expect(reportPage(exampleReport({ pair: { ...pair, generatorName: 'critters-generator' } }))).toContain(warning);
});

test('what is poorly realised or beyond the samples is marked where it is shown', () => {
  const marks = (page: string) => [
    page.includes('aria-label="poorly realised"'),
    page.includes('beyond anything seen'),
  ];
  const fine = { value: 0.8, low: 0.7, high: 0.9, n: 10 };
  expect(marks(reportPage(exampleReport({ shown: [exampleShown({ realised: fine })] })))).toEqual([false, false]);
  expect(marks(reportPage(exampleReport({ shown: [exampleShown({ extrapolated: true })] })))).toEqual([true, true]);
});

test('a number stands with its interval and n', () => {
  const page = reportPage(exampleReport());
  expect(page).toContain('<b>12.1</b> <span class="t2">[10.8, 13.4]</span> <span class="t3 n">n = 10</span>');
  expect(page).toContain('held-out R² of 0.912 [0.905, 0.919] (n = 9)');
});

test('a study in which nothing could be walked still has a page', () => {
  const example = exampleReport();
  const dead = exampleLine({ dead: true, effect: null, realised: null, strips: [null] });
  const page = reportPage({ ...example, shown: [], linked: [], sweep: { ...example.sweep, lines: [dead] } });
  expect(page).toContain('0: nothing to walk, always the same activation');
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
});

test('of a thousand classes the page lists the worst', () => {
  const example = exampleReport();
  const names = Array.from({ length: 1000 }, (_, index) => `class ${index}`);
  const perClass = names.map((name, index) => ({ name, drawn: 100 + index, accepted: 100 }));
  const confusion = names.map((_, row) => names.map((__, column) => (row === column ? 100 : column === 0 ? row : 0)));
  const summary = { ...example.samples.summary, perClass, confusion, classIndices: names.map((_, index) => index) };
  const page = reportPage({
    ...example,
    pair: { ...example.pair, classNames: names },
    samples: { ...example.samples, summary },
  });
  expect(page).toContain('The 24 of 1000 classes with the lowest acceptance.');
  expect(page).toContain('<td>class 999</td><td>class 0</td><td class="r">999 draws</td>');
  expect(page.length).toBeLessThan(200_000);
});

test('counterfactuals come with what failed and with their controls, and not at all where none were run', () => {
  expect(reportPage(exampleReport())).not.toContain('id="boundary"');
  const page = reportPage({ ...exampleReport(), counterfactuals: exampleCounterfactuals() });
  expect(page).toContain('1 turned the head’s logits while the picture stayed another class');
  expect(page).toMatch(/0\.70.*\(1\/2\)/);
  expect(page).toContain('sample 4: the picture turns at 0.86; 2 units alone turn it: 2 and 0.');
  expect(page).toContain('tail extent 1.5 [1.3, 1.7].');
  expect(page).toContain('of 10 random directions');
  expect(page).toContain('unitloom counterfactual run study.unitloom --per-pair 2');
});

test('parts come with how well they are found and what units change of them, and not at all where none were measured', () => {
  expect(reportPage(exampleReport())).not.toContain('id="parts"');
  const page = reportPage({ ...exampleReport(), parts: exampleParts() });
  expect(page).toContain('4 masks of 3 pictures, by Ada and Bob');
  expect(page).toMatch(/tail<\/th>.*0\.800.*\[0\.700, 0\.900\]/);
  expect(page).toMatch(/unit 7<\/th><td>tail<\/td><td>extent, px<\/td>.*1\.50.*\[1\.30, 1\.70\]/);
  expect(page).toContain('the worst part here has an intersection over union of 0.80');
  expect(page).toContain('# parts: masks come from people');
  expect(page).toMatch(/unit 7<\/th><td>tail<\/td>.*0\.80.*\[0\.70, 0\.90\].*−0\.60/);
  expect(page).toContain('at most 0.01 px are reported');
  expect(reportPage({ ...exampleReport(), parts: { ...exampleParts(), changes: [] } })).toContain(
    'none has an interval that leaves out no change',
  );
});

test('an atlas comes with what it was tested against, its map and its units, and not at all where none was built', () => {
  expect(reportPage(exampleReport())).not.toContain('id="atlas"');
  const page = reportPage({ ...exampleReport(), atlas: exampleAtlas() });
  expect(page).toContain('2 of 6 cells of 2 units and 3 concepts');
  expect(page).toContain('10 cells could be tested against 200 null directions');
  expect(page).toContain('2 cells of 1 unit are reported');
  expect(page.match(/<rect class="(?:more|less)[^"]*"/g)).toEqual(['<rect class="less"', '<rect class="more framed"']);
  expect(page).toMatch(
    /<th scope="row">7<br><span class="t3">0\.80<\/span><\/th><td><span class="nowrap">extent<\/span>.*\+1\.50.*± 0\.20/,
  );
  expect(page).toContain('has 0.500 where units that point anywhere would have 0.200 to 0.400 (p = 0.010)');
  expect(page).toContain('unitloom atlas build study.unitloom --whole-pictures --lengths 2');
  const none = { ...exampleAtlas(), units: [], summary: { ...exampleAtlas().summary, reported: 0, unitsReported: 0 } };
  expect(reportPage({ ...exampleReport(), atlas: none })).toContain(
    'No cell is reported at a false discovery rate of 0.05',
  );
});
