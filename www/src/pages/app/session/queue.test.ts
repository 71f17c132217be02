import { beforeEach, describe, expect, it } from 'vitest';
import { fromOf, isOver, keep, newQueue, record, resumeQueue, step } from './queue';

describe('the queue of a session', () => {
  beforeEach(() => sessionStorage.clear());

  it('goes on, back and past its end, and never loses how far it came', () => {
    let queue = newQueue('view=mine', ['1', '2', '3']);
    queue = step(step(queue, 1), 1);
    expect([queue.at, queue.seen, isOver(queue)]).toEqual([2, 3, false]);
    queue = step(queue, -1);
    expect([queue.at, queue.seen]).toEqual([1, 3]);
    queue = step(step(step(queue, 1), 1), 1);
    expect([queue.at, queue.seen, isOver(queue)]).toEqual([3, 3, true]);
    expect(step(newQueue('', ['1']), -1).at).toBe(0);
    expect(isOver(newQueue('', []))).toBe(true);
  });

  it('outlives a reload, but not another choice of cases', () => {
    const queue = record(step(newQueue('view=mine', ['1', '2']), 1), 'call');
    keep(queue);
    expect(resumeQueue('view=mine')).toEqual(queue);
    expect(resumeQueue('view=all')).toBeNull();
    keep(null);
    expect(resumeQueue('view=mine')).toBeNull();
    sessionStorage.setItem('dunlin.session', '{');
    expect(resumeQueue('view=mine')).toBeNull();
  });

  it('is made from filters and order, not from what was open', () => {
    expect(fromOf(new URLSearchParams('open=7&view=mine&cols=name&q=a'))).toBe('q=a&view=mine');
  });

  it('counts what was done', () => {
    const queue = record(record(record(newQueue('', ['1']), 'note'), 'note'), 'call');
    expect(queue.did).toEqual({ note: 2, call: 1 });
  });
});
