import { describe, expect, it } from 'vitest';
import { isLong, parts, targetOf, type Kind } from './entry';

describe('an entry of the timeline', () => {
  it('shows what was written once, and all of it', () => {
    expect(parts({ title: 'Called Ann', words: 'Called Ann' })).toBeNull();
    expect(parts({ title: 'Ann: Thank you.', words: 'Thank you.\n' })).toBeNull();
    expect(parts({ title: 'Ann: Hello,', words: 'Hello,\nwe pay on Friday.' })).toEqual({
      head: 'Ann:',
      words: 'Hello,\nwe pay on Friday.',
    });
    expect(parts({ title: 'Agreed:', words: 'Agreed:\n200 a month' })).toEqual({
      head: '',
      words: 'Agreed:\n200 a month',
    });
    expect(parts({ title: 'Payment', words: null })).toBeNull();
  });

  it('knows the beginning of a line that was cut', () => {
    const line = 'all of the goods that came '.repeat(20).trim();
    expect(parts({ title: `Ann: ${line.slice(0, 290)}`, words: line })).toEqual({
      head: 'Ann:',
      words: line,
    });
    expect(parts({ title: 'Something else', words: line })).toEqual({ head: 'Something else', words: line });
  });

  it('folds what is long', () => {
    expect(isLong('a\nb\nc\nd\ne\nf\n')).toBe(false);
    expect(isLong('a\nb\nc\nd\ne\nf\ng')).toBe(true);
    expect(isLong('x'.repeat(481))).toBe(true);
  });

  it('leads to what it is about', () => {
    const to = (kind: Kind, ref: string | null) =>
      targetOf({ kind, ref: ref ? { kind: ref, id: '7' } : null }, '10')?.href ?? null;
    expect(to('message', 'conversation')).toBe('/app/inbox/7');
    expect(to('mail_sent', 'outbox')).toBe('/app/outbox/7');
    expect(to('dispute', 'dispute')).toBe('/app/disputes/7');
    expect(to('promise', 'promise')).toBe('/app/promises?view=all&customer=10');
    expect(to('attachment', 'attachment')).toBe('/api/collector/v1/attachments/7');
    expect(to('invoice', 'item')).toBe('/api/collector/v1/items/7/document');
    expect(to('payment', 'item')).toBeNull();
    expect(to('note', 'note')).toBeNull();
    expect(to('decision', null)).toBeNull();
  });
});
