import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where settings and the list of recent projects live: one folder a person, shared by window, browser and command line. */
export function findUserFolder(environment: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  if (environment.UNITLOOM_HOME) return environment.UNITLOOM_HOME;
  if (platform === 'win32') return join(environment.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Unitloom');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Unitloom');
  return join(environment.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'unitloom');
}
