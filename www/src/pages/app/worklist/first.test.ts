import { describe, expect, it } from 'vitest';
import type { FollowUp } from '$core/api-types';
import { firstDue } from './first';

const task = (id: string, due_on: string, state = 'open') => ({ id, due_on, state }) as FollowUp;

describe('the follow-up a key means', () => {
  it('is the one due first', () => {
    const list = [task('a', '2026-03-02'), task('b', '2026-03-01'), task('c', '2026-03-01')];
    expect(firstDue(list, '2026-03-05')?.id).toBe('b');
  });

  it('is none that is not due yet or already done', () => {
    expect(firstDue([task('a', '2026-03-06'), task('b', '2026-03-01', 'done')], '2026-03-05')).toBeNull();
    expect(firstDue([task('a', '2026-03-05')], '2026-03-05')?.id).toBe('a');
  });
});
