/** One step from the version below to `version`. A step that was released is never edited: a later one corrects it. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}
