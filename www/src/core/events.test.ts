import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startEvents, type Events } from './events';

class Source extends EventTarget {
  static all: Source[] = [];
  readyState = 1;
  constructor(readonly url: string) {
    super();
    Source.all.push(this);
  }
  close() {
    this.readyState = 2;
  }
  refuse() {
    this.readyState = 2;
    this.dispatchEvent(new Event('error'));
  }
}

let stops: Events[] = [];
const start = (onnews: () => void, ontold: (data: unknown) => void = () => {}) => {
  const events = startEvents({
    url: '/events',
    name: 'test',
    events: ['notification'],
    onnews,
    ontold,
    pollMs: 1000,
    source: (url) => new Source(url) as unknown as EventSource,
  });
  stops.push(events);
  return events;
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', { CLOSED: 2 });
});
afterEach(() => {
  stops.forEach((one) => one.stop());
  stops = [];
  Source.all = [];
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('events', () => {
  it('are heard by the one that leads, and asked for when the line is new', () => {
    const news = vi.fn();
    start(news);
    expect(news).toHaveBeenCalledTimes(1);
    Source.all[0]?.dispatchEvent(new Event('open'));
    Source.all[0]?.dispatchEvent(new Event('notification'));
    expect(news).toHaveBeenCalledTimes(3);
    vi.advanceTimersByTime(5000);
    expect(news).toHaveBeenCalledTimes(3);
  });

  it('are asked for from time to time where the server cannot push, and the stream is tried again', () => {
    const news = vi.fn();
    start(news);
    Source.all[0]?.refuse();
    vi.advanceTimersByTime(3000);
    expect(news).toHaveBeenCalledTimes(4);
    expect(Source.all).toHaveLength(1);
    vi.advanceTimersByTime(2000);
    expect(Source.all).toHaveLength(2);
  });

  it('come again within seconds of a server that was away, and ever more rarely of one that cannot push', () => {
    start(() => {});
    const tries = (ms: number) => {
      const before = Source.all.length;
      for (let at = 0; at < ms; at += 100) {
        const last = Source.all.at(-1);
        if (last?.readyState !== 2) last?.refuse();
        vi.advanceTimersByTime(100);
      }
      return Source.all.length - before;
    };
    expect(tries(60_000)).toBeLessThanOrEqual(4);
    expect(tries(3_600_000)).toBeLessThanOrEqual(20);
    vi.advanceTimersByTime(400_000);
    Source.all.at(-1)?.dispatchEvent(new Event('open'));
    Source.all.at(-1)?.refuse();
    expect(tries(5_100)).toBe(1);
  });

  it('say when the line is shut', () => {
    const spread = vi.fn();
    stops.push(
      startEvents({
        url: '/events',
        name: 'test',
        events: [],
        onnews: () => {},
        spread: ['chat'],
        onspread: spread,
        ontold: () => {},
        source: (url) => new Source(url) as unknown as EventSource,
      }),
    );
    Source.all[0]?.dispatchEvent(new Event('open'));
    Source.all[0]?.refuse();
    expect(spread.mock.calls.map(([name]) => name as string)).toEqual(['open', 'shut']);
  });

  it('end with their owner', () => {
    const news = vi.fn();
    start(news).stop();
    Source.all[0]?.refuse();
    vi.advanceTimersByTime(10_000);
    expect(news).toHaveBeenCalledTimes(1);
    expect(Source.all[0]?.readyState).toBe(2);
  });

  it('have one leader in a browser; the next takes over when it leaves', async () => {
    const queue: (() => Promise<void> | undefined)[] = [];
    const next = () => void queue[0]?.()?.then(() => queue.shift() && next());
    vi.stubGlobal('navigator', {
      locks: {
        request: (_: string, __: unknown, work: () => Promise<void> | undefined) => {
          queue.push(work);
          if (queue.length === 1) next();
          return Promise.resolve();
        },
      },
    });
    const [first, second] = [vi.fn(), vi.fn()];
    const leader = start(first);
    start(second);
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 0]);
    expect(Source.all).toHaveLength(1);
    leader.stop();
    await vi.advanceTimersByTimeAsync(0);
    expect(second).toHaveBeenCalledTimes(1);
    expect(Source.all).toHaveLength(2);
  });

  it('tell this tab and the others', async () => {
    vi.useRealTimers();
    const [here, there] = [vi.fn(), vi.fn()];
    const one = start(() => {}, here);
    start(() => {}, there);
    one.tell({ unread: 2 });
    expect(here).toHaveBeenCalledWith({ unread: 2 });
    await vi.waitFor(() => expect(there).toHaveBeenCalledWith({ unread: 2 }));
  });
});
