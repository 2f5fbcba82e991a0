import { type Html, html } from '../html.ts';
import { formatCount, formatFixed, metric } from '../numbers.ts';
import { tile } from '../pictures.ts';
import type { LinkedPair, ReportData } from '../reportData.ts';

export function linkedPictures(data: ReportData): Html {
  return html`<section id="linked"><h2>Original and linked</h2>
<p>Above, a held-out picture; below, the picture of the latent that the link makes of its representation. Chosen by pixel error alone, out of ${formatCount(data.linker.summary.heldOutCount)}.</p>
<div class="linked">${data.linked.map(
    ({ name, pairs }) =>
      html`<div><h3>${name}</h3><div class="pairs">${pairs.map((pair) => pairFigure(data, pair))}</div></div>`,
  )}</div>
<p class="caption">Numbers: mean pixel difference of original and linked picture in grey levels, 0 to 255; over all held-out samples ${metric(data.linker.quality.linked.pixelError, 2)}.${
    data.linked.some(({ pairs }) => pairs.some(({ agrees }) => !agrees)) &&
    html` <span class="warn">△</span> the linked picture is taken for another class.`
  }</p>
</section>`;
}

function pairFigure(data: ReportData, { sample, className, pixelError, agrees, original, linked }: LinkedPair): Html {
  const error = formatFixed(pixelError, 1);
  return html`<figure>${tile(data, original, `Original: ${className}, sample ${sample}`)}${tile(data, linked, `Linked picture of ${className}, sample ${sample}; pixel error ${error}`)}<figcaption><span>${className}</span><span class="t2">${!agrees && html`<span class="warn" role="img" aria-label="taken for another class">△</span> `}${error}</span></figcaption></figure>`;
}
