/** What every form about masks in and out is given. */
export interface MaskFormProps {
  readonly annotator: string;
  /** Everybody who has drawn. */
  readonly names: readonly string[];
}
