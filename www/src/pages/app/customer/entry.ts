/* How an entry of the timeline reads, and where what it is about stands. */
import type { TimelineEntry } from '$core/api-types';
import type { IconName } from '$ui/Icon.svelte';
import { hasDocument, itemHref } from '../documents/files';

export type Kind = TimelineEntry['kind'];

/** Every kind that there is, in the order of the choice: the API declares them, and none may lack here. */
export const ICONS: Record<Kind, IconName> = {
  note: 'note',
  call: 'phone',
  message: 'note',
  message_done: 'check',
  message_reopened: 'note',
  invoice_note: 'note',
  mail_planned: 'mail',
  mail_sent: 'mail',
  mail_failed: 'warning',
  mail_bounced: 'warning',
  mail_delayed: 'clock',
  mail_uncertain: 'warning',
  mail_arrived: 'check',
  mail_cancelled: 'mail',
  mail_auto: 'mail',
  letter_printed: 'mail',
  promise: 'clock',
  dispute: 'flag',
  hold: 'flag',
  follow_up: 'clock',
  follow_up_done: 'check',
  assignment: 'user',
  invoice: 'list',
  credit: 'money',
  payment: 'money',
  allocation: 'money',
  reversal: 'money',
  refund: 'money',
  fee: 'list',
  interest: 'list',
  write_off: 'list',
  payment_intent: 'money',
  payment_method: 'money',
  payment_autopay: 'money',
  decision: 'code',
  strategy: 'code',
  risk: 'warning',
  tag: 'flag',
  attachment: 'note',
  document_request: 'note',
  portal_visit: 'user',
  contact: 'user',
  customer: 'user',
  import: 'list',
};

export const KINDS = Object.keys(ICONS) as Kind[];

/** Something did not reach the customer. */
export const BAD: ReadonlySet<Kind> = new Set<Kind>(['mail_failed', 'mail_bounced', 'mail_uncertain']);

/** Lines and characters up to which words stand unfolded. */
const LINES = 6;
const LENGTH = 480;

export const isLong = (words: string): boolean =>
  words.length > LENGTH || words.trimEnd().split('\n').length > LINES;

/**
 * The title ends with the first line of what was written, where it was not cut: what comes before
 * it, and the words in full. Null: the title says all.
 */
export function parts(event: Pick<TimelineEntry, 'title' | 'words'>): { head: string; words: string } | null {
  const words = event.words?.trim();
  if (!words) return null;
  const first = words.split(/\r?\n/)[0] ?? '';
  if (first === words && event.title.endsWith(words)) return null;
  for (
    let at = event.title.indexOf(first.slice(0, 16));
    at >= 0;
    at = event.title.indexOf(first.slice(0, 16), at + 1)
  )
    if (first.startsWith(event.title.slice(at).replace(/…$/, '')))
      return { head: event.title.slice(0, at).trim(), words };
  return { head: event.title, words };
}

export interface Target {
  href: string;
  /** A file: the browser saves it. */
  file: boolean;
}

export function targetOf(event: Pick<TimelineEntry, 'kind' | 'ref'>, customerId: string): Target | null {
  if (!event.ref) return null;
  const { kind } = event.ref;
  const id = encodeURIComponent(event.ref.id);
  const page = (path: string): Target => ({ href: `/app/${path}`, file: false });
  if (kind === 'outbox') return page(`outbox/${id}`);
  if (kind === 'conversation') return page(`inbox/${id}`);
  if (kind === 'dispute') return page(`disputes/${id}`);
  if (kind === 'promise') return page(`promises?view=all&customer=${encodeURIComponent(customerId)}`);
  if (kind === 'attachment') return { href: `/api/collector/v1/attachments/${id}`, file: true };
  if (kind === 'item' && (event.kind === 'invoice_note' || hasDocument(event.kind)))
    return { href: itemHref(event.ref.id), file: true };
  return null;
}
