/* What the palette offers, as one list of groups: recent, commands and what the server found. */
import { formatDay } from '$core/dates';
import { label, locale, t } from '$core/i18n';
import { formatMoney } from '$core/money';
import type { Search, SearchItem } from '$core/api-types';
import { customerHref } from '../say';

export interface Entry {
  /** Unique in the list, also the key it is remembered by. */
  id: string;
  title: string;
  hint: string;
  href?: string;
  run?: () => void;
}

export interface Group {
  id: string;
  title: string;
  entries: readonly Entry[];
}

const item = (prefix: string, one: SearchItem): Entry => ({
  id: `${prefix}-${one.id}`,
  title: one.number,
  hint: [
    one.customer_name,
    label('kind', one.kind),
    formatMoney({ amount: one.amount, currency: one.currency }, locale()),
    formatDay(one.issued_on, locale()),
  ].join(' · '),
  href: customerHref(one.customer_id),
});

export function foundGroups(found: Search | null): Group[] {
  if (!found) return [];
  return [
    {
      id: 'customers',
      title: t('palette.customers'),
      entries: found.customers.map((one) => ({
        id: `customer-${one.id}`,
        title: one.name,
        hint: one.number,
        href: customerHref(one.id),
      })),
    },
    { id: 'items', title: t('palette.items'), entries: found.items.map((one) => item('item', one)) },
    { id: 'amounts', title: t('palette.amounts'), entries: found.amounts.map((one) => item('amount', one)) },
    {
      id: 'messages',
      title: t('palette.messages'),
      entries: found.messages.map((one) => ({
        id: `message-${one.id}`,
        title: one.excerpt.replace(/\s+/g, ' ').trim(),
        hint: one.customer_name,
        href: `/app/inbox/${encodeURIComponent(one.conversation_id)}`,
      })),
    },
    {
      id: 'contacts',
      title: t('palette.contacts'),
      entries: found.contacts.map((one) => ({
        id: `contact-${one.id}`,
        title: one.name || (one.email ?? ''),
        hint: [one.email, one.customer_name].filter(Boolean).join(' · '),
        href: customerHref(one.customer_id),
      })),
    },
    {
      id: 'words',
      title: t('palette.words'),
      entries: found.words.map((one) => ({
        id: `${one.kind}-${one.id}`,
        title: one.excerpt.replace(/\s+/g, ' ').trim(),
        hint: `${t(`palette.${one.kind}`)} · ${one.customer_name}`,
        href:
          one.kind === 'outbox'
            ? `/app/outbox/${encodeURIComponent(one.id)}`
            : `${customerHref(one.customer_id)}${one.activity_id ? `#activity-${one.activity_id}` : ''}`,
      })),
    },
  ];
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Commands whose words begin with what was typed. */
export function matching(entries: readonly Entry[], typed: string): Entry[] {
  const wanted = fold(typed).split(/\s+/).filter(Boolean);
  return entries.filter((one) => {
    const words = fold(one.title).split(/[^\p{L}\p{N}]+/u);
    return wanted.every((part) => words.some((word) => word.startsWith(part)));
  });
}

/* -- what was opened last ------------------------------------------------------- */

const RECENT = 6;
const store = (userId: string) => `dunlin.recent.${userId}`;

export function recent(userId: string): Entry[] {
  try {
    const list = JSON.parse(localStorage.getItem(store(userId)) ?? '[]') as unknown;
    if (!Array.isArray(list)) return [];
    return list.filter(
      (one): one is Entry =>
        typeof one === 'object' &&
        one !== null &&
        ['id', 'title', 'hint', 'href'].every(
          (key) => typeof (one as Record<string, unknown>)[key] === 'string',
        ) &&
        (one as { href: string }).href.startsWith('/app/'),
    );
  } catch {
    return [];
  }
}

export function remember(userId: string, entry: Entry): void {
  if (!entry.href) return;
  const { id, title, hint, href } = entry;
  const rest = recent(userId).filter((one) => one.id !== id);
  try {
    localStorage.setItem(
      store(userId),
      JSON.stringify([{ id, title, hint, href }, ...rest].slice(0, RECENT)),
    );
  } catch {
    /* a private window forgets; nothing else breaks */
  }
}
