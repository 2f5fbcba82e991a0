import { type Content, type Html, html } from '../html.ts';
import { formatFixed } from '../numbers.ts';
import type { Provenance, ReportData } from '../reportData.ts';
import { rerunCommands } from '../rerun.ts';

export function provenance(data: ReportData): Html {
  return html`<section id="provenance"><h2>Provenance</h2>
<p>Every result is an artifact. Its id names what it was made from and how; its digest names what came out. Other devices may differ in the last bits: then the ids agree and the digests do not.</p>
<div class="wide"><table><thead><tr><th>Stage</th><th>Id and digest</th><th>Made from</th><th>Device and libraries</th></tr></thead><tbody>${data.artifacts.map(artifactRow)}
<tr><th scope="row">report</th><td class="mono">${data.reportId}</td><td>${inputList(data.inputs)}</td><td class="t3">this page</td></tr></tbody></table></div>
<h3>Models</h3>
<div class="wide"><table><thead><tr><th>Role</th><th>File</th><th class="r">Size</th><th>SHA-256</th></tr></thead><tbody>${data.pair.files.map(
    ({ role, name, sizeBytes, sha256 }) =>
      html`<tr><th scope="row">${role}</th><td>${name}</td><td class="r">${formatFixed(sizeBytes / 1000, 0)} kB</td><td class="mono">${sha256}</td></tr>`,
  )}</tbody></table></div>
<h3>How to run it again</h3>
<p>In an empty folder, with the models at hand. The ids must come out as above; times are left out of this page, so that the same inputs give the same page.</p>
<pre>${rerunCommands(data).join('\n')}</pre>
</section>`;
}

function artifactRow({ stage, version, id, digest, inputs, device, libraries }: Provenance): Html {
  const named = Object.entries(libraries)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([library, number]) => `${library} ${number}`);
  return html`<tr><th scope="row">${stage}<div class="t3">version ${version}</div></th><td class="mono">${id}<br><span class="t3">${digest ?? 'not sealed'}</span></td><td>${inputList(inputs)}</td><td>${device ?? html`<span class="t3">no model run</span>`}${named.length > 0 && html`<br><span class="t2">${named.join(', ')}</span>`}</td></tr>`;
}

function inputList(inputs: Provenance['inputs']): Content {
  if (inputs.length === 0) return html`<span class="t3">two manifests</span>`;
  return inputs.map(
    ({ role, id }) => html`<div class="nowrap">${role} <span class="mono">${id.slice(0, 8)}</span></div>`,
  );
}
