/** A picture as bytes that a browser can show. */
export interface EncodedPicture {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}
