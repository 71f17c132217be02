import { expect, it } from 'vitest';
import { targetOf } from './target';

it('leads from a notification to what it is about', () => {
  const to = (kind: string | null) =>
    targetOf({
      ref: kind ? { kind, id: '7' } : null,
      customer: { id: '10', number: 'C10', name: 'Acme' },
    });
  expect(to('conversation')).toBe('/app/inbox/7');
  expect(to('dispute')).toBe('/app/disputes/7');
  expect(to('outbox')).toBe('/app/outbox/7');
  expect(to('report')).toBe('/app/reports?report=7');
  expect(to('follow_up')).toBe('/app/customers/10');
  expect(to(null)).toBe('/app/customers/10');
  expect(targetOf({ ref: null, customer: null })).toBeNull();
});
