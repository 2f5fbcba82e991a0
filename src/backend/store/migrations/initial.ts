import type { Migration } from './migration.ts';

/**
 * Version 1. What a project is made of, in the order of the tables:
 * artifacts with their provenance; pictures; parts, shared between artifacts; large arrays as chunked blobs; human work; jobs.
 * Pictures' bytes lie apart, so that reading parts never touches them.
 * The triggers state what never changes: sealed artifacts, parts, pictures, blobs, the journal. A sealed artifact goes only as a whole:
 * when its row is deleted the rows below it follow by cascade, and by then the triggers no longer find it.
 */
export const initial: Migration = {
  version: 1,
  sql: `
CREATE TABLE meta (
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE artifact (
  number     INTEGER PRIMARY KEY,
  id         TEXT    NOT NULL UNIQUE CHECK (length(id) = 32),
  stage      TEXT    NOT NULL,
  version    INTEGER NOT NULL,
  params     TEXT    NOT NULL CHECK (json_valid(params)),
  state      TEXT    NOT NULL CHECK (state IN ('building', 'sealed')),
  digest     TEXT,
  summary    TEXT    NOT NULL CHECK (json_valid(summary)),
  device     TEXT,
  libraries  TEXT    NOT NULL CHECK (json_valid(libraries)),
  created_at TEXT    NOT NULL,
  sealed_at  TEXT,
  elapsed_ms INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  CHECK ((state = 'sealed') = (digest IS NOT NULL AND sealed_at IS NOT NULL))
) STRICT;

CREATE TABLE artifact_input (
  artifact INTEGER NOT NULL REFERENCES artifact (number) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  role     TEXT    NOT NULL,
  input    INTEGER NOT NULL REFERENCES artifact (number) ON DELETE RESTRICT,
  PRIMARY KEY (artifact, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX artifact_input_input ON artifact_input (input);

CREATE TABLE stage_default (
  stage    TEXT    NOT NULL PRIMARY KEY,
  artifact INTEGER NOT NULL REFERENCES artifact (number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX stage_default_artifact ON stage_default (artifact);

CREATE TABLE image (
  number     INTEGER PRIMARY KEY,
  hash       TEXT    NOT NULL UNIQUE,
  media_type TEXT    NOT NULL,
  tiles      INTEGER NOT NULL CHECK (tiles > 0),
  width_px   INTEGER NOT NULL CHECK (width_px > 0),
  height_px  INTEGER NOT NULL CHECK (height_px > 0),
  digest     TEXT    NOT NULL,
  size_bytes INTEGER NOT NULL
) STRICT;

CREATE TABLE image_bytes (
  image INTEGER PRIMARY KEY REFERENCES image (number) ON DELETE CASCADE,
  bytes BLOB    NOT NULL
) STRICT;

CREATE TABLE part (
  number     INTEGER PRIMARY KEY,
  id         TEXT    NOT NULL UNIQUE CHECK (length(id) = 32),
  key        TEXT    NOT NULL CHECK (json_valid(key)),
  digest     TEXT    NOT NULL,
  image      INTEGER REFERENCES image (number) ON DELETE RESTRICT,
  size_bytes INTEGER NOT NULL
) STRICT;
CREATE INDEX part_image ON part (image) WHERE image IS NOT NULL;

CREATE TABLE part_array (
  part  INTEGER NOT NULL REFERENCES part (number) ON DELETE CASCADE,
  name  TEXT    NOT NULL,
  dtype TEXT    NOT NULL CHECK (dtype IN ('float32', 'float64', 'int32', 'uint8')),
  shape TEXT    NOT NULL CHECK (json_valid(shape)),
  data  BLOB    NOT NULL,
  PRIMARY KEY (part, name)
) STRICT;

CREATE TABLE artifact_part (
  artifact INTEGER NOT NULL REFERENCES artifact (number) ON DELETE CASCADE,
  ordinal  INTEGER NOT NULL CHECK (ordinal >= 0),
  part     INTEGER NOT NULL REFERENCES part (number) ON DELETE RESTRICT,
  PRIMARY KEY (artifact, ordinal)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX artifact_part_part ON artifact_part (part, artifact);

CREATE TABLE blob (
  number     INTEGER PRIMARY KEY,
  hash       TEXT    NOT NULL UNIQUE,
  size_bytes INTEGER NOT NULL
) STRICT;

CREATE TABLE blob_chunk (
  blob     INTEGER NOT NULL REFERENCES blob (number) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  data     BLOB    NOT NULL,
  PRIMARY KEY (blob, position)
) STRICT;

CREATE TABLE artifact_array (
  artifact INTEGER NOT NULL REFERENCES artifact (number) ON DELETE CASCADE,
  name     TEXT    NOT NULL,
  dtype    TEXT    NOT NULL CHECK (dtype IN ('float32', 'float64', 'int32', 'uint8')),
  shape    TEXT    NOT NULL CHECK (json_valid(shape)),
  blob     INTEGER NOT NULL REFERENCES blob (number) ON DELETE RESTRICT,
  PRIMARY KEY (artifact, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX artifact_array_blob ON artifact_array (blob);

CREATE TABLE journal (
  id      INTEGER PRIMARY KEY,
  at      TEXT    NOT NULL,
  author  TEXT    NOT NULL,
  kind    TEXT    NOT NULL,
  payload TEXT    NOT NULL CHECK (json_valid(payload))
) STRICT;
CREATE INDEX journal_kind ON journal (kind, id);

CREATE TABLE job (
  number      INTEGER PRIMARY KEY,
  id          TEXT    NOT NULL UNIQUE,
  request     TEXT    NOT NULL CHECK (json_valid(request)),
  stage       TEXT    NOT NULL,
  title       TEXT    NOT NULL,
  state       TEXT    NOT NULL,
  artifact_id TEXT    NOT NULL,
  done        INTEGER NOT NULL,
  total       INTEGER NOT NULL,
  item        TEXT    NOT NULL,
  attempts    INTEGER NOT NULL,
  created_at  TEXT    NOT NULL,
  started_at  TEXT,
  finished_at TEXT,
  failure     TEXT    CHECK (failure IS NULL OR json_valid(failure))
) STRICT;

CREATE TRIGGER artifact_sealed BEFORE UPDATE ON artifact WHEN OLD.state = 'sealed'
BEGIN SELECT RAISE(ABORT, 'A sealed artifact is never changed.'); END;

CREATE TRIGGER artifact_recipe BEFORE UPDATE OF number, id, stage, version, params, created_at ON artifact
BEGIN SELECT RAISE(ABORT, 'The recipe of an artifact is never changed.'); END;

CREATE TRIGGER artifact_input_update BEFORE UPDATE ON artifact_input
BEGIN SELECT RAISE(ABORT, 'The inputs of an artifact are never changed.'); END;

CREATE TRIGGER artifact_input_delete BEFORE DELETE ON artifact_input
WHEN EXISTS (SELECT 1 FROM artifact WHERE number = OLD.artifact)
BEGIN SELECT RAISE(ABORT, 'The inputs of an artifact are never changed.'); END;

CREATE TRIGGER artifact_input_insert BEFORE INSERT ON artifact_input
WHEN (SELECT state FROM artifact WHERE number = NEW.artifact) = 'sealed'
BEGIN SELECT RAISE(ABORT, 'A sealed artifact is never changed.'); END;

CREATE TRIGGER artifact_part_insert BEFORE INSERT ON artifact_part
WHEN (SELECT state FROM artifact WHERE number = NEW.artifact) = 'sealed'
BEGIN SELECT RAISE(ABORT, 'A sealed artifact is never changed.'); END;

CREATE TRIGGER artifact_part_update BEFORE UPDATE ON artifact_part
BEGIN SELECT RAISE(ABORT, 'The place of a part is never changed.'); END;

CREATE TRIGGER artifact_part_delete BEFORE DELETE ON artifact_part
WHEN (SELECT state FROM artifact WHERE number = OLD.artifact) = 'sealed'
BEGIN SELECT RAISE(ABORT, 'A sealed artifact is never changed.'); END;

CREATE TRIGGER artifact_array_insert BEFORE INSERT ON artifact_array
WHEN (SELECT state FROM artifact WHERE number = NEW.artifact) = 'sealed'
BEGIN SELECT RAISE(ABORT, 'A sealed artifact is never changed.'); END;

CREATE TRIGGER artifact_array_update BEFORE UPDATE ON artifact_array
BEGIN SELECT RAISE(ABORT, 'An array is replaced, never changed.'); END;

CREATE TRIGGER artifact_array_delete BEFORE DELETE ON artifact_array
WHEN (SELECT state FROM artifact WHERE number = OLD.artifact) = 'sealed'
BEGIN SELECT RAISE(ABORT, 'A sealed artifact is never changed.'); END;

CREATE TRIGGER part_update BEFORE UPDATE ON part
BEGIN SELECT RAISE(ABORT, 'A part is never changed.'); END;

CREATE TRIGGER part_array_insert BEFORE INSERT ON part_array
WHEN EXISTS (SELECT 1 FROM artifact_part WHERE part = NEW.part)
BEGIN SELECT RAISE(ABORT, 'A part is never changed.'); END;

CREATE TRIGGER part_array_update BEFORE UPDATE ON part_array
BEGIN SELECT RAISE(ABORT, 'A part is never changed.'); END;

CREATE TRIGGER part_array_delete BEFORE DELETE ON part_array
WHEN EXISTS (SELECT 1 FROM part WHERE number = OLD.part)
BEGIN SELECT RAISE(ABORT, 'A part is never changed.'); END;

CREATE TRIGGER image_update BEFORE UPDATE ON image
BEGIN SELECT RAISE(ABORT, 'A picture is never changed.'); END;

CREATE TRIGGER image_bytes_update BEFORE UPDATE ON image_bytes
BEGIN SELECT RAISE(ABORT, 'A picture is never changed.'); END;

CREATE TRIGGER image_bytes_delete BEFORE DELETE ON image_bytes
WHEN EXISTS (SELECT 1 FROM image WHERE number = OLD.image)
BEGIN SELECT RAISE(ABORT, 'A picture is never changed.'); END;

CREATE TRIGGER blob_update BEFORE UPDATE ON blob
BEGIN SELECT RAISE(ABORT, 'A blob is never changed.'); END;

CREATE TRIGGER blob_chunk_update BEFORE UPDATE ON blob_chunk
BEGIN SELECT RAISE(ABORT, 'A blob is never changed.'); END;

CREATE TRIGGER blob_chunk_delete BEFORE DELETE ON blob_chunk
WHEN EXISTS (SELECT 1 FROM blob WHERE number = OLD.blob)
BEGIN SELECT RAISE(ABORT, 'A blob is never changed.'); END;

CREATE TRIGGER journal_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'The journal is only ever added to.'); END;

CREATE TRIGGER journal_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'The journal is only ever added to.'); END;
`,
};
