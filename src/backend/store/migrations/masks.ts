import type { Migration } from './migration.ts';

/**
 * Version 2. Masks that people draw: pictures with a known latent, masks (one a picture and annotator), and every stroke of every mask.
 * Strokes are only ever added to. `mask_known` is what their replay gives up to some stroke: it can be lost and made again.
 */
export const masks: Migration = {
  version: 2,
  sql: `
CREATE TABLE picture (
  number     INTEGER PRIMARY KEY,
  id         TEXT    NOT NULL UNIQUE CHECK (length(id) = 32),
  pair       TEXT    NOT NULL CHECK (length(pair) = 32),
  w          BLOB    NOT NULL,
  class_name TEXT    NOT NULL,
  source     TEXT    NOT NULL CHECK (json_valid(source)),
  image      INTEGER NOT NULL REFERENCES image (number) ON DELETE RESTRICT,
  tile       INTEGER NOT NULL CHECK (tile >= 0),
  width_px   INTEGER NOT NULL CHECK (width_px > 0),
  height_px  INTEGER NOT NULL CHECK (height_px > 0),
  added_at   TEXT    NOT NULL,
  added_by   TEXT    NOT NULL
) STRICT;
CREATE INDEX picture_image ON picture (image);

CREATE TABLE mask (
  number     INTEGER PRIMARY KEY,
  id         TEXT    NOT NULL UNIQUE CHECK (length(id) = 32),
  picture    INTEGER NOT NULL REFERENCES picture (number) ON DELETE RESTRICT,
  annotator  TEXT    NOT NULL,
  created_at TEXT    NOT NULL,
  UNIQUE (picture, annotator)
) STRICT;

CREATE TABLE mask_entry (
  number INTEGER PRIMARY KEY,
  mask   INTEGER NOT NULL REFERENCES mask (number) ON DELETE RESTRICT,
  id     TEXT    NOT NULL UNIQUE,
  kind   TEXT    NOT NULL CHECK (kind IN ('stroke', 'undo', 'redo')),
  stroke TEXT    CHECK ((kind = 'stroke') = (stroke IS NOT NULL AND json_valid(stroke))),
  at     TEXT    NOT NULL,
  author TEXT    NOT NULL
) STRICT;
CREATE INDEX mask_entry_mask ON mask_entry (mask, number);

CREATE TABLE mask_known (
  mask    INTEGER NOT NULL PRIMARY KEY REFERENCES mask (number) ON DELETE CASCADE,
  through INTEGER NOT NULL,
  runs    BLOB    NOT NULL
) STRICT;

CREATE TABLE mask_event (
  number  INTEGER PRIMARY KEY,
  picture INTEGER NOT NULL REFERENCES picture (number) ON DELETE RESTRICT,
  mask    INTEGER REFERENCES mask (number) ON DELETE RESTRICT,
  kind    TEXT    NOT NULL CHECK (kind IN ('state', 'comment', 'removed', 'restored')),
  value   TEXT    NOT NULL,
  at      TEXT    NOT NULL,
  author  TEXT    NOT NULL
) STRICT;
CREATE INDEX mask_event_picture ON mask_event (picture, number);

CREATE TRIGGER picture_update BEFORE UPDATE ON picture
BEGIN SELECT RAISE(ABORT, 'A picture to annotate is never changed.'); END;

CREATE TRIGGER picture_delete BEFORE DELETE ON picture
BEGIN SELECT RAISE(ABORT, 'A picture to annotate is never removed.'); END;

CREATE TRIGGER mask_update BEFORE UPDATE ON mask
BEGIN SELECT RAISE(ABORT, 'Whose mask it is never changes.'); END;

CREATE TRIGGER mask_delete BEFORE DELETE ON mask
BEGIN SELECT RAISE(ABORT, 'A mask is never removed.'); END;

CREATE TRIGGER mask_entry_update BEFORE UPDATE ON mask_entry
BEGIN SELECT RAISE(ABORT, 'A stroke is never changed.'); END;

CREATE TRIGGER mask_entry_delete BEFORE DELETE ON mask_entry
BEGIN SELECT RAISE(ABORT, 'A stroke is never removed.'); END;

CREATE TRIGGER mask_event_update BEFORE UPDATE ON mask_event
BEGIN SELECT RAISE(ABORT, 'What was said of a mask is only ever added to.'); END;

CREATE TRIGGER mask_event_delete BEFORE DELETE ON mask_event
BEGIN SELECT RAISE(ABORT, 'What was said of a mask is only ever added to.'); END;
`,
};
