import { useSyncExternalStore } from 'react';

/**
 * What is open, in the address: `#/units?project=…&sort=effect&unit=420`, so that back, forward and a shared link work.
 * Views see only their own parameters; `project` is kept by `navigate` and `hrefTo`.
 */
export const SCREEN_NAMES = [
  'welcome',
  'overview',
  'models',
  'samples',
  'linker',
  'units',
  'unit',
  'annotate',
  'segment',
  'measure',
  'atlas',
  'counterfactual',
  'report',
  'settings',
] as const;

export type ScreenName = (typeof SCREEN_NAMES)[number];
export type RouteParams = Readonly<Record<string, string>>;

export interface Route {
  readonly screen: ScreenName;
  /** Handle of the open project; null on Welcome, and for settings reached from there. */
  readonly project: string | null;
  readonly params: RouteParams;
}

const PROJECT_KEY = 'project';

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const named = SCREEN_NAMES.find((name) => name === path);
  const params = Object.fromEntries(new URLSearchParams(query));
  const project = params[PROJECT_KEY] ?? null;
  delete params[PROJECT_KEY];
  if (named === undefined || named === 'welcome') return { screen: 'welcome', project: null, params: {} };
  if (project === null && named !== 'settings') return { screen: 'welcome', project: null, params: {} };
  return { screen: named, project, params };
}

export function formatRoute(route: Route): string {
  if (route.screen === 'welcome') return '#/';
  const query = new URLSearchParams(route.params);
  if (route.project !== null) query.set(PROJECT_KEY, route.project);
  const text = query.toString();
  return `#/${route.screen}${text === '' ? '' : `?${text}`}`;
}

let current: Route | null = null;

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener('hashchange', followAddress);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener('hashchange', followAddress);
  };
}

/**
 * All are told by one event. Between two events React draws what it knows: a screen would be drawn at an address that is not its own
 * any more, before the window hears of it and leaves the screen.
 */
function followAddress(): void {
  current = parseRoute(location.hash);
  for (const listener of listeners) listener();
}

export function currentRoute(): Route {
  current ??= parseRoute(location.hash);
  return current;
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, currentRoute);
}

/** Goes somewhere: a new step in the history, or with `replace` a correction of the current one. */
export function navigate(route: Route, options: { readonly replace?: boolean } = {}): void {
  const hash = formatRoute(route);
  if (hash === location.hash) return;
  if (options.replace === true) {
    history.replaceState(null, '', hash);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    location.hash = hash;
  }
}

/** Shows another screen of the open project. */
export function showScreen(screen: ScreenName, params: RouteParams = {}): void {
  navigate({ screen, project: currentRoute().project, params });
}

/** Address of another screen of the open project, for real links. */
export function hrefTo(screen: ScreenName, params: RouteParams = {}): string {
  return formatRoute({ screen, project: currentRoute().project, params });
}

export type ParamsPatch = Readonly<Record<string, string | number | null>>;

/** Merges a change into parameters; null removes one. */
export function patchParams(params: RouteParams, patch: ParamsPatch): RouteParams {
  const merged: Record<string, string> = { ...params };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = String(value);
  }
  return merged;
}

/**
 * The parameters of the open screen and how to change them. Moving a selection replaces the step of the history;
 * pass `{ push: true }` for what a person would want to come back from.
 */
export function useParams(): readonly [
  RouteParams,
  (patch: ParamsPatch, options?: { readonly push?: boolean }) => void,
] {
  return [useRoute().params, changeParams];
}

function changeParams(patch: ParamsPatch, options: { readonly push?: boolean } = {}): void {
  const route = currentRoute();
  navigate({ ...route, params: patchParams(route.params, patch) }, { replace: options.push !== true });
}
