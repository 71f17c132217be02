import { expect, it } from 'vitest';
import type { EffectRow } from '$core/api-types';
import { addWords } from '$core/i18n';
import words from '$i18n/worked.en';
import { keyName, messagesHref, spans } from './worked';

addWords(words);

it('names what reminders are told apart by', () => {
  expect(keyName({ by: 'weekday', key: '1' })).toBe('Monday');
  expect(keyName({ by: 'weekday', key: '7' })).toBe('Sunday');
  expect(keyName({ by: 'hour', key: '08' })).toBe('08:00 to 08:59');
  expect(keyName({ by: 'strategy', key: 'slow payers 12' })).toBe('slow payers, version 12');
  expect(keyName({ by: 'channel', key: 'letter' })).toBe('Letter');
  expect(keyName({ by: 'step', key: null })).toBe('Written by a person');
});

it('leads to the messages where the outbox can be narrowed to them', () => {
  const query = { from: '2026-01-01', to: '2026-02-01' };
  expect(messagesHref({ by: 'step', key: 'first' }, query)).toBe(
    '/app/outbox?state=handed_over&step=first&sent_from=2026-01-01&sent_to=2026-02-01',
  );
  expect(messagesHref({ by: 'hour', key: '08' }, query)).toBeNull();
  expect(messagesHref({ by: 'step', key: null }, query)).toBeNull();
});

it('shows no share where there is none', () => {
  const row = {
    paid_percent: '50',
    paid_low: '20',
    paid_high: '80',
    like_percent: null,
    like_low: null,
    like_high: null,
  } as EffectRow;
  expect(spans(row, false)).toEqual({ own: { at: '50', low: '20', high: '80' }, like: null });
});
