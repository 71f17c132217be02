/*
 * The URL is the state: path names the page and record, query names view,
 * filter and sort. Pages read it here and write it here, so back, forward,
 * reload and a copied address all show the same thing.
 */

export interface Place {
  path: string;
  query: URLSearchParams;
}

export interface Match {
  name: string;
  params: Record<string, string>;
}

export type Changes = Record<string, string | null | undefined>;

/** A page with unsaved work: while dirty, leaving calls blocked with where to, and `navigate(…, { force: true })` goes on. */
export interface LeaveGuard {
  dirty: () => boolean;
  blocked: (href: string) => void;
}

type Listener = (place: Place) => void;

const listeners = new Set<Listener>();
let guard: LeaveGuard | null = null;
let here = '';

export const currentPlace = (): Place => ({
  path: location.pathname,
  query: new URLSearchParams(location.search),
});

/** "/app/customers/:id" against a path; null when it does not match. */
export function matchPattern(pattern: string, path: string): Record<string, string> | null {
  const want = pattern.split('/').filter(Boolean);
  const have = path.split('/').filter(Boolean);
  if (want.length !== have.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of want.entries()) {
    const value = have[index] ?? '';
    if (part.startsWith(':')) {
      try {
        params[part.slice(1)] = decodeURIComponent(value);
      } catch {
        return null;
      }
    } else if (part !== value) return null;
  }
  return params;
}

export function matchRoute(routes: Record<string, string>, path: string): Match | null {
  for (const [name, pattern] of Object.entries(routes)) {
    const params = matchPattern(pattern, path);
    if (params) return { name, params };
  }
  return null;
}

/** The query with some names set and others (null, undefined, "") taken out, in stable order. */
export function withQuery(query: URLSearchParams, changes: Changes): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === '') next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  return text ? `?${text}` : '';
}

function tell(): void {
  here = location.href;
  const place = currentPlace();
  for (const listener of listeners) listener(place);
}

/** Goes to an address of ours; false when a page with unsaved work holds it back. */
export function navigate(href: string, options: { replace?: boolean; force?: boolean } = {}): boolean {
  const target = new URL(href, location.href);
  if (target.href === location.href) return true;
  const leaves = target.pathname !== location.pathname;
  if (leaves && !options.force && guard?.dirty()) {
    guard.blocked(target.href);
    return false;
  }
  if (options.replace) history.replaceState(null, '', target);
  else history.pushState(null, '', target);
  tell();
  return true;
}

/** Changes the query of this page only; by default without a new step for "back". */
export function setQuery(changes: Changes, options: { push?: boolean } = {}): void {
  navigate(location.pathname + withQuery(currentPlace().query, changes), { replace: !options.push });
}

export function onPlace(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setLeaveGuard(next: LeaveGuard | null): void {
  guard = next;
}

function ownLink(event: MouseEvent, base: string): HTMLAnchorElement | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = (event.target as Element | null)?.closest?.('a');
  if (!link?.href || link.target || link.hasAttribute('download')) return null;
  const url = new URL(link.href);
  if (url.origin !== location.origin || !url.pathname.startsWith(base)) return null;
  if (url.pathname === location.pathname && url.search === location.search && url.hash) return null;
  return link;
}

/** Takes over plain clicks on links below base; returns the undo. */
export function startRouter(base: string): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  here = location.href;
  document.addEventListener(
    'click',
    (event) => {
      const link = ownLink(event, base);
      if (!link) return;
      event.preventDefault();
      navigate(link.href);
    },
    { signal },
  );
  addEventListener(
    'popstate',
    () => {
      const left = new URL(here).pathname !== location.pathname;
      if (left && guard?.dirty()) {
        const wanted = location.href;
        history.pushState(null, '', here);
        guard.blocked(wanted);
        return;
      }
      tell();
    },
    { signal },
  );
  addEventListener(
    'beforeunload',
    (event) => {
      if (guard?.dirty()) event.preventDefault();
    },
    { signal },
  );
  return () => stop.abort();
}
