/* The queue of a session: which cases, where one is, what was done. It outlives a reload, in the tab that works on it. */
export const ACTS = ['done', 'snooze', 'call', 'promise', 'dispute', 'note', 'message', 'follow'] as const;
export type Act = (typeof ACTS)[number];

export interface Queue {
  /** The worklist's filters it was made from, as text. */
  from: string;
  /** The cases so far, in the order of the worklist. */
  ids: readonly string[];
  /** Where the list goes on; null: these are all. */
  next: string | null;
  /** How many there are in all, loaded or not. */
  all: number;
  at: number;
  /** How far somebody has come; going back does not lower it. */
  seen: number;
  did: Readonly<Partial<Record<Act, number>>>;
  /** Ended by the person before its end. */
  ended?: boolean;
}

const STORE = 'dunlin.session';

export const newQueue = (from: string, ids: readonly string[], next: string | null, all: number): Queue => ({
  from,
  ids,
  next,
  all: next === null ? ids.length : Math.max(all, ids.length + 1),
  at: 0,
  seen: ids.length ? 1 : 0,
  did: {},
});

/** With what comes after; a case that moved down the list meanwhile is not met twice. */
export function longer(queue: Queue, more: readonly string[], next: string | null): Queue {
  const known = new Set(queue.ids);
  const ids = [...queue.ids, ...more.filter((id) => !known.has(id))];
  const all = next === null ? ids.length : Math.max(queue.all, ids.length + 1);
  return { ...queue, ids, next, all, seen: Math.max(queue.seen, Math.min(queue.at + 1, ids.length)) };
}

/** One further, or back; past the last of all the session is over. */
export function step(queue: Queue, by: 1 | -1): Queue {
  const at = Math.min(Math.max(queue.at + by, 0), queue.ids.length);
  return { ...queue, at, ended: false, seen: Math.max(queue.seen, Math.min(at + 1, queue.ids.length)) };
}

export const isOver = (queue: Queue): boolean =>
  queue.ended === true || (queue.at >= queue.ids.length && queue.next === null);

/** Few are left of those that are loaded. */
export const wantsMore = (queue: Queue): boolean =>
  queue.next !== null && !queue.ended && queue.ids.length - queue.at < 50;

export const record = (queue: Queue, act: Act, by: 1 | -1 = 1): Queue => ({
  ...queue,
  did: { ...queue.did, [act]: Math.max(0, (queue.did[act] ?? 0) + by) },
});

/** The address' part that makes a queue: without the row that was open and how it was shown. */
export function fromOf(query: URLSearchParams): string {
  const rest = new URLSearchParams(query);
  for (const name of ['open', 'cols', 'saved']) rest.delete(name);
  rest.sort();
  return rest.toString();
}

export function keep(queue: Queue | null): void {
  try {
    if (queue) sessionStorage.setItem(STORE, JSON.stringify(queue));
    else sessionStorage.removeItem(STORE);
  } catch {
    /* without a store a reload starts anew; nothing else breaks */
  }
}

/** The kept queue, if it was made from the same filters. */
export function resumeQueue(from: string): Queue | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORE) ?? 'null') as Queue | null;
    return kept?.from === from && Array.isArray(kept.ids) && kept.next !== undefined ? kept : null;
  } catch {
    return null;
  }
}
