import { beforeEach, describe, expect, it } from 'vitest';
import { fromOf, isOver, keep, longer, newQueue, record, resumeQueue, step, wantsMore } from './queue';

describe('the queue of a session', () => {
  beforeEach(() => sessionStorage.clear());

  it('goes on, back and past its end, and never loses how far it came', () => {
    let queue = newQueue('view=mine', ['1', '2', '3'], null, 3);
    queue = step(step(queue, 1), 1);
    expect([queue.at, queue.seen, isOver(queue)]).toEqual([2, 3, false]);
    queue = step(queue, -1);
    expect([queue.at, queue.seen]).toEqual([1, 3]);
    queue = step(step(step(queue, 1), 1), 1);
    expect([queue.at, queue.seen, isOver(queue)]).toEqual([3, 3, true]);
    expect(step(newQueue('', ['1'], null, 1), -1).at).toBe(0);
    expect(isOver(newQueue('', [], null, 0))).toBe(true);
  });

  it('is over only when nothing more can be fetched, and meets no case twice', () => {
    const first = Array.from({ length: 60 }, (_, k) => String(k));
    let queue = newQueue('', first, 'c', 90);
    expect([queue.all, wantsMore(queue)]).toEqual([90, false]);
    for (let k = 0; k < 60; k++) queue = step(queue, 1);
    expect([queue.at, queue.seen, isOver(queue), wantsMore(queue)]).toEqual([60, 60, false, true]);
    queue = longer(queue, ['59', '60', '61'], null);
    expect([queue.ids.length, queue.ids[queue.at], queue.all, queue.seen]).toEqual([62, '60', 62, 61]);
    queue = step(step(queue, 1), 1);
    expect(isOver(queue)).toBe(true);
  });

  it('ends when the person says so, and goes on after a step back', () => {
    const queue = { ...newQueue('', ['1', '2'], 'c', 9), ended: true };
    expect(isOver(queue)).toBe(true);
    expect(isOver(step(queue, -1))).toBe(false);
  });

  it('outlives a reload, but not another choice of cases', () => {
    const queue = record(step(newQueue('view=mine', ['1', '2'], null, 2), 1), 'call');
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
    const queue = record(record(record(newQueue('', ['1'], null, 1), 'note'), 'note'), 'call');
    expect(queue.did).toEqual({ note: 2, call: 1 });
    expect(record(queue, 'call', -1).did.call).toBe(0);
  });
});
