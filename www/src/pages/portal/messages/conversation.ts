/* The one conversation of this page; it outlives a change of section, and what is not sent yet a reload. */
import type { Chat } from '$core/api-types';
import { portal, session } from '../session.svelte';
import { Thread } from './thread.svelte';

/** The customer whose messages these are; nothing of one goes to another. */
let whose = '';
const key = (what: string) => `dunlin-${what}-${whose}`;

function keep(what: string, value: unknown): void {
  try {
    sessionStorage.setItem(key(what), JSON.stringify(value));
  } catch {
    /* a browser that keeps nothing loses it with the page */
  }
}

function kept(what: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(key(what)) ?? 'null');
  } catch {
    return null;
  }
}

export const conversation = new Thread(
  {
    read: (query) => portal.get<Chat>('/chat', query),
    post: (body) => portal.post('/messages', body),
  },
  { load: () => kept('waiting'), save: (waiting) => keep('waiting', waiting) },
);

export const draft = {
  load: (): string => {
    const text = kept('draft');
    return typeof text === 'string' ? text : '';
  },
  save: (text: string): void => keep('draft', text),
};

/** Before anything of it is shown: there is a session. */
export function open(): void {
  const now = session()?.customer.number ?? '';
  if (now === whose) return;
  if (whose) conversation.clear();
  whose = now;
  conversation.begin();
}

/** What was written and has not arrived. */
export const unsent = (): string =>
  [...conversation.waiting.map(({ body }) => body), draft.load()].filter(Boolean).join('\n\n');

/** Nothing of it stays in a browser that somebody has left. */
export function forget(): void {
  conversation.clear();
  draft.save('');
  whose = '';
}
