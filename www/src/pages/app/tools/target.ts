/* Where a notification leads. */
import type { Notification } from '$core/api-types';
import { customerHref } from '../say';

export function targetOf(one: Pick<Notification, 'ref' | 'customer'>): string | null {
  if (one.ref?.kind === 'outbox') return `/app/outbox/${encodeURIComponent(one.ref.id)}`;
  if (one.ref?.kind === 'conversation') return `/app/inbox/${encodeURIComponent(one.ref.id)}`;
  if (one.ref?.kind === 'dispute') return `/app/disputes/${encodeURIComponent(one.ref.id)}`;
  if (one.ref?.kind === 'report') return `/app/reports?report=${encodeURIComponent(one.ref.id)}`;
  return one.customer ? customerHref(one.customer.id) : null;
}
