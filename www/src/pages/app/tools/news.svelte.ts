/* How much is unread, in every tab alike. */
import { startEvents, type Events } from '$core/events';
import { heard, LIVE_EVENTS } from '$core/live';
import type { NotificationSummary } from '$core/api-types';
import { collector } from '../session.svelte';

let summary = $state.raw<NotificationSummary>({ unread: 0, newest: null });
let events: Events | null = null;
let stop: AbortController | null = null;

export const news = (): NotificationSummary => summary;

const isSummary = (data: unknown): data is NotificationSummary =>
  typeof data === 'object' && data !== null && typeof (data as NotificationSummary).unread === 'number';

const isLive = (data: unknown): data is { name: string; data: Record<string, unknown> } =>
  typeof data === 'object' && data !== null && typeof (data as { name: unknown }).name === 'string';

/** Asks, and tells all tabs. A failure waits for the next time. */
export async function askNews(): Promise<void> {
  stop?.abort();
  stop = new AbortController();
  try {
    const got = await collector.get<NotificationSummary>('/notifications/summary', undefined, stop.signal);
    if (events) events.tell(got);
    else summary = got;
  } catch {
    /* the count stays as it is */
  }
}

/** While a person is signed in; gives the end of it. */
export function followNews(userId: string): () => void {
  events = startEvents({
    url: '/api/collector/v1/events',
    name: `dunlin-news-${userId}`,
    events: ['notification'],
    onnews: () => void askNews(),
    spread: LIVE_EVENTS,
    onspread: (name, data) => events?.tell({ name, data }),
    ontold: (data) => {
      if (isSummary(data)) summary = data;
      else if (isLive(data)) heard(data.name, data.data);
    },
  });
  // The tab that leads may have asked long ago.
  void askNews();
  return () => {
    stop?.abort();
    events?.stop();
    events = null;
    summary = { unread: 0, newest: null };
  };
}
