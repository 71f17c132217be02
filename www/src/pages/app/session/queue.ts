/* The queue of a session: which cases, where one is, what was done. It outlives a reload, in the tab that works on it. */
export const ACTS = ['done', 'snooze', 'call', 'promise', 'dispute', 'note', 'message'] as const;
export type Act = (typeof ACTS)[number];

export interface Queue {
  /** The worklist's filters it was made from, as text. */
  from: string;
  ids: readonly string[];
  at: number;
  /** How far somebody has come; going back does not lower it. */
  seen: number;
  did: Readonly<Partial<Record<Act, number>>>;
}

const STORE = 'dunlin.session';

export const newQueue = (from: string, ids: readonly string[]): Queue => ({
  from,
  ids,
  at: 0,
  seen: ids.length ? 1 : 0,
  did: {},
});

/** One further, or back; past the last the session is over. */
export function step(queue: Queue, by: 1 | -1): Queue {
  const at = Math.min(Math.max(queue.at + by, 0), queue.ids.length);
  return { ...queue, at, seen: Math.max(queue.seen, Math.min(at + 1, queue.ids.length)) };
}

export const isOver = (queue: Queue): boolean => queue.at >= queue.ids.length;

export const record = (queue: Queue, act: Act): Queue => ({
  ...queue,
  did: { ...queue.did, [act]: (queue.did[act] ?? 0) + 1 },
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
    return kept?.from === from && Array.isArray(kept.ids) ? kept : null;
  } catch {
    return null;
  }
}
