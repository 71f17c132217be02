/*
 * What the server says by itself of a customer, heard by whatever shows it; and how a page says
 * that it is there, how far its reader has read and that the reader types. An event says only that
 * there is something to ask for: one that is lost or comes twice loses or doubles nothing, as the
 * same is found out by asking from time to time.
 */
import { newKey } from './api';
import type { Live, LivePage } from './api-types';

/** `open`: the line is new, so something may have been missed; `shut`: nothing comes by it for now. */
export type Heard = (name: string, data: Record<string, unknown>) => void;

export const LIVE_EVENTS = ['chat', 'typing', 'seen', 'changed', 'payment'] as const;

const ears = new Set<Heard>();

export function hear(ear: Heard): () => void {
  ears.add(ear);
  return () => ears.delete(ear);
}

export const heard: Heard = (name, data) => {
  for (const ear of [...ears]) ear(name, data);
};

export interface WatchOptions {
  /** Whose events these are; all of them without. */
  customerId?: string;
  say: (body: LivePage) => Promise<Live>;
  /** What to say of this page each time. */
  about: () => LivePage;
  /** Something of the customer is different. */
  onchanged: () => void;
  /** There are messages behind what is known. */
  onchat?: () => void;
  /** What the server answered. */
  onlive?: (live: Live) => void;
  ontyping?: (data: Record<string, unknown>) => void;
  /** Between two times; shorter than what the server keeps a page for. */
  everyMs?: () => number;
}

export interface Watch {
  /** Says it now: what it has to say is different. */
  now: () => void;
  typing: () => void;
  stop: () => void;
}

const EVERY_MS = 25_000;
const TYPING_MS = 3_000;

export function watch(options: WatchOptions): Watch {
  // another tab of the same reader is another page
  const page = newKey().replaceAll('-', '');
  let mark: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy = false;
  let again: LivePage | null = null;
  let stopped = false;
  let typed = -Infinity;

  async function say(more: LivePage = {}): Promise<void> {
    if (stopped) return;
    if (busy) {
      again = { ...again, ...more };
      return;
    }
    busy = true;
    clearTimeout(timer);
    try {
      const live = await options.say({ ...options.about(), ...more, page });
      if (stopped) return;
      const other = mark !== null && live.mark !== mark;
      mark = live.mark;
      options.onlive?.(live);
      if (other) options.onchanged();
    } catch {
      /* it is said again soon */
    } finally {
      busy = false;
    }
    if (again) {
      const next = again;
      again = null;
      void say(next);
    } else if (!stopped) timer = setTimeout(() => void say(), options.everyMs?.() ?? EVERY_MS);
  }

  const deaf = hear((name, data) => {
    if (name !== 'open' && options.customerId && data.customer_id !== options.customerId) return;
    if (name === 'shut') return;
    if (name === 'typing') options.ontyping?.(data);
    else if (name === 'chat') options.onchat?.();
    else if (name === 'payment') options.onchanged();
    else void say();
    if (name === 'open') options.onchat?.();
  });
  const seen = () => void say();
  document.addEventListener('visibilitychange', seen);
  void say();

  return {
    now: () => void say(),
    typing() {
      if (Date.now() - typed < TYPING_MS) return;
      typed = Date.now();
      void say({ typing: true });
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      deaf();
      document.removeEventListener('visibilitychange', seen);
      options.say({ leave: true, page }).catch(() => {
        /* the server forgets the page by itself */
      });
    },
  };
}
