import type { PictureRef } from '#core/artifact.ts';
import { type Html, html, trusted } from './html.ts';
import type { ReportData, StoredPicture } from './reportData.ts';
import { stepLabels } from './words.ts';

/**
 * Pictures inside the page. A strip that is shown whole is one <img>; single pictures are cut out of strips by CSS, and
 * each strip is embedded once, however many pictures are cut from it.
 */
export type Pictures = Pick<ReportData, 'pictures' | 'pair'>;

/** One picture of a strip, as wide as its place. */
export function tile({ pictures, pair }: Pictures, picture: PictureRef, alt: string): Html {
  const [heightPx, widthPx] = pair.imageSizePx;
  if (!pictures.has(picture.hash)) return gone(widthPx / heightPx, alt);
  return html`<span class="tile ${classOf(picture.hash)}" role="img" aria-label="${alt}" style="--index:${picture.index};--tiles:${picture.tiles};--aspect:${widthPx / heightPx}"></span>`;
}

/** A strip with all its pictures. */
export function strip({ pictures, pair }: Pictures, hash: string | null, tiles: number, alt: string): Html {
  const [heightPx, widthPx] = pair.imageSizePx;
  const stored = hash === null ? undefined : pictures.get(hash);
  if (!stored) return gone((tiles * widthPx) / heightPx, alt);
  return html`<span class="strip" style="--steps:${tiles}"><img src="${dataUrl(stored)}" width="${tiles * widthPx}" height="${heightPx}" alt="${alt}"></span>`;
}

/** More values than this under a strip run into each other. */
const MOST_VALUES = 9;

/** The values set, each under its picture. */
export function stepValues(values: readonly number[]): Html {
  const last = values.length - 1;
  const stride = Math.ceil(last / (MOST_VALUES - 1));
  const isLabelled = (step: number) => step === last || (step % stride === 0 && last - step >= stride);
  return html`<div class="values" style="--steps:${values.length}">${stepLabels(values).map((label, step) => html`<span>${isLabelled(step) && label}</span>`)}</div>`;
}

function gone(aspect: number, alt: string): Html {
  return html`<span class="gone" role="img" aria-label="${alt}: not kept in the project" style="aspect-ratio:${aspect}">not kept</span>`;
}

/** Style rules of all strips that single pictures are cut from. */
export function pictureRules(refs: readonly PictureRef[], { pictures }: Pictures): Html {
  const hashes = [...new Set(refs.map(({ hash }) => hash))];
  const rules = hashes.flatMap((hash) => {
    const stored = pictures.get(hash);
    return stored ? [`.${classOf(hash)}{background-image:url(${dataUrl(stored)})}\n`] : [];
  });
  return trusted(rules.join(''));
}

/** Only hex digits of an address reach the style sheet, whatever a project file holds. */
function classOf(hash: string): string {
  return `p${hash.replace(/[^0-9a-f]/g, '').slice(0, 32)}`;
}

function dataUrl({ mediaType, bytes }: StoredPicture): string {
  const type = /^image\/[a-z]+$/.test(mediaType) ? mediaType : 'image/webp';
  return `data:${type};base64,${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}`;
}
