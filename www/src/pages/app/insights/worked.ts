/* What came after reminders, for reading. */
import type { Query } from '$core/api';
import type { EffectRow } from '$core/api-types';
import { label, locale, t } from '$core/i18n';
import { strategyName } from '../say';

export const BY = ['template', 'step', 'channel', 'weekday', 'hour', 'strategy'] as const;

/** Per cent as the API writes them. */
export interface Share {
  at: string;
  low: string;
  high: string;
}

const share = (at: string | null, low: string | null, high: string | null): Share | null =>
  at === null || low === null || high === null ? null : { at, low, high };

/** The share of the reminded, and that of like items, by number or by amount. */
export const spans = (row: EffectRow, amounts: boolean): { own: Share | null; like: Share | null } =>
  amounts
    ? {
        own: share(row.amount_percent, row.amount_low, row.amount_high),
        like: share(row.like_amount_percent, row.like_amount_low, row.like_amount_high),
      }
    : {
        own: share(row.paid_percent, row.paid_low, row.paid_high),
        like: share(row.like_percent, row.like_low, row.like_high),
      };

const lang = () => (locale() === 'en' ? 'en-GB' : locale());

/** 1 is Monday, as was 5 January 1970. */
const weekday = (key: string): string =>
  new Intl.DateTimeFormat(lang(), { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(1970, 0, 4 + Number(key)),
  );

/** Names of texts are written to stand within a sentence. */
const sentence = (text: string): string => text.charAt(0).toLocaleUpperCase(lang()) + text.slice(1);

const strategy = (key: string): string => {
  const [, name = key, version] = /^(.*) (\d+)$/.exec(key) ?? [];
  return version ? t('worked.version', { name: strategyName(name), n: version }) : strategyName(name);
};

export function keyName({ by, key }: Pick<EffectRow, 'by' | 'key'>): string {
  if (key === null) return t('worked.by_hand');
  switch (by) {
    case 'weekday':
      return weekday(key);
    case 'hour':
      return t('worked.hour', { from: `${key}:00`, to: `${key}:59` });
    case 'strategy':
      return strategy(key);
    case 'channel':
      return key === 'letter' ? t('worked.letter') : key === 'email' ? t('worked.email') : key;
    default:
      return sentence(label(by, key));
  }
}

/** The messages in the outbox, where it can be narrowed to them. */
export function messagesHref({ by, key }: Pick<EffectRow, 'by' | 'key'>, query: Query): string | null {
  if (key === null || !['template', 'step', 'channel'].includes(by)) return null;
  const search = new URLSearchParams({
    state: 'handed_over',
    [by]: key,
    sent_from: String(query.from),
    sent_to: String(query.to),
  });
  return `/app/outbox?${search}`;
}
