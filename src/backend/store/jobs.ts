import type { FailureData } from '#core/failure.ts';
import { canonicalJson, type Json } from '#core/json.ts';
import type { Job } from '#core/views/job.ts';
import type { ReadableDb, SqlValue, WritableDb } from './database.ts';

/** A job as it is kept in the project: what is known of it while nothing runs. */
export interface JobRow extends Omit<Job, 'project' | 'projectName' | 'rate' | 'etaMs' | 'activity'> {
  readonly request: Json;
}

export interface JobStore {
  insert(row: JobRow): void;
  update(id: string, changes: Partial<Omit<JobRow, 'id'>>): void;
  get(id: string): JobRow | null;
  /** Oldest first. */
  list(): JobRow[];
  remove(id: string): void;
}

const COLUMNS: Readonly<Record<keyof JobRow, string>> = {
  id: 'id',
  request: 'request',
  stage: 'stage',
  title: 'title',
  state: 'state',
  artifactId: 'artifact_id',
  done: 'done',
  total: 'total',
  item: 'item',
  attempts: 'attempts',
  createdAt: 'created_at',
  startedAt: 'started_at',
  finishedAt: 'finished_at',
  failure: 'failure',
};

const SELECT = `SELECT ${Object.entries(COLUMNS)
  .map(([field, column]) => `${column} AS ${field}`)
  .join(', ')} FROM job`;

/** @param writable gives the right to write, or throws READ_ONLY */
export function openJobs(db: ReadableDb, writable: () => WritableDb): JobStore {
  return {
    insert(row) {
      const fields = Object.keys(COLUMNS) as (keyof JobRow)[];
      writable().run(
        `INSERT INTO job (${fields.map((field) => COLUMNS[field]).join(', ')}) VALUES (${fields.map(() => '?').join(', ')})`,
        ...fields.map((field) => toColumn(field, row)),
      );
    },
    update(id, changes) {
      const fields = (Object.keys(COLUMNS) as (keyof JobRow)[]).filter((field) => field in changes);
      if (fields.length === 0) return;
      writable().run(
        `UPDATE job SET ${fields.map((field) => `${COLUMNS[field]} = ?`).join(', ')} WHERE id = ?`,
        ...fields.map((field) => toColumn(field, changes)),
        id,
      );
    },
    get(id) {
      const row = db.one<StoredJob>(`${SELECT} WHERE id = ?`, id);
      return row ? toJobRow(row) : null;
    },
    list: () => db.all<StoredJob>(`${SELECT} ORDER BY number`).map(toJobRow),
    remove: (id) => {
      writable().run('DELETE FROM job WHERE id = ?', id);
    },
  };
}

/** Jobs that ran or waited when their process ended cannot be running now: they wait for a person to resume them. */
export function interruptJobs(db: WritableDb): void {
  db.run("UPDATE job SET state = 'interrupted' WHERE state IN ('running', 'waiting')");
}

type StoredJob = Omit<JobRow, 'request' | 'failure'> & { readonly request: string; readonly failure: string | null };

function toJobRow(row: StoredJob): JobRow {
  return {
    ...row,
    request: JSON.parse(row.request) as Json,
    failure: row.failure === null ? null : (JSON.parse(row.failure) as FailureData),
  };
}

function toColumn(field: keyof JobRow, row: Partial<JobRow>): SqlValue {
  if (field === 'request') return canonicalJson(row.request);
  if (field === 'failure') return row.failure ? canonicalJson(row.failure) : null;
  return row[field] ?? null;
}
