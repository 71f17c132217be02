/* The one line of this browser to the server, and what this tab says of itself over and over. */
import { onlyInvoice, quiet, session } from './session.svelte';
import { changed } from '$ui/changes.svelte';
import type { Live, LivePage } from '$core/api-types';
import { startEvents } from '$core/events';
import { heard, LIVE_EVENTS, watch, type Watch } from '$core/live';
import { loadSummary } from './account.svelte';

/** What the messages add while they are open. */
export interface ChatPage {
  about: () => LivePage;
  onchat: () => void;
  onlive: (live: Live) => void;
  ontyping: () => void;
}

const CHAT_MS = 10_000;
const REST_MS = 25_000;

let chat: ChatPage | null = null;
let own: Watch | null = null;
/** The line is there: what is new comes by itself. */
let lined = false;

export function openChat(page: ChatPage): () => void {
  chat = page;
  own?.now();
  return () => {
    chat = null;
    own?.now();
  };
}
export const sayNow = (): void => own?.now();
export const sayTyping = (): void => own?.typing();

const isTold = (data: unknown): data is { name: string; data: Record<string, unknown> } =>
  typeof data === 'object' && data !== null && 'name' in data;

/** While somebody is here; gives the end of it. */
export function follow(): () => void {
  const whose = `${session()?.customer.number ?? ''}-${onlyInvoice() ? (session()?.invoice_id ?? '') : 'all'}`;
  const events = startEvents({
    url: '/api/portal/v1/events',
    name: `dunlin-portal-${whose}`,
    events: [],
    onnews: () => {},
    spread: LIVE_EVENTS,
    onspread: (name, data) => events.tell({ name, data }),
    ontold: (data) => {
      if (!isTold(data)) return;
      lined = data.name !== 'shut';
      heard(data.name, data.data);
    },
  });
  own = watch({
    say: (body) => quiet.post<Live>('/live', body),
    about: () => chat?.about() ?? {},
    onchanged: () => {
      changed();
      void loadSummary(true);
    },
    onchat: () => chat?.onchat(),
    onlive: (live) => chat?.onlive(live),
    ontyping: () => chat?.ontyping(),
    everyMs: () => (chat && !lined ? CHAT_MS : REST_MS),
  });
  return () => {
    own?.stop();
    own = null;
    events.stop();
  };
}
