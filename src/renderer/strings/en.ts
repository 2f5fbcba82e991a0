import { annotate } from './en/annotate.ts';
import { atlas } from './en/atlas.ts';
import { counterfactual } from './en/counterfactual.ts';
import { linker } from './en/linker.ts';
import { measure } from './en/measure.ts';
import { models } from './en/models.ts';
import { overview } from './en/overview.ts';
import { people } from './en/people.ts';
import { projects } from './en/projects.ts';
import { report } from './en/report.ts';
import { samples } from './en/samples.ts';
import { segment } from './en/segment.ts';
import { settings } from './en/settings.ts';
import { shared } from './en/shared.ts';
import { shell } from './en/shell.ts';
import { track } from './en/track.ts';
import { unit } from './en/unit.ts';
import { units } from './en/units.ts';
import { welcome } from './en/welcome.ts';

/** The English catalogue: one file a screen, `shared` for what several say. */
export const en = {
  shared,
  shell,
  welcome,
  projects,
  overview,
  models,
  samples,
  linker,
  measure,
  track,
  units,
  unit,
  annotate,
  people,
  segment,
  atlas,
  counterfactual,
  report,
  settings,
};
