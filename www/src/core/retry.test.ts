import { describe, expect, it } from 'vitest';
import { ApiError } from './api';
import { Once } from './retry';

const failed = (status: number) => new ApiError(status, {}, null, null);

describe('a write that may be tried again', () => {
  const keys = async (steps: readonly (readonly [body: unknown, answer: number])[]) => {
    const once = new Once();
    const seen: string[] = [];
    for (const [body, answer] of steps) {
      await once
        .send(body, (key) => {
          seen.push(key);
          return answer < 300 && answer > 0 ? Promise.resolve() : Promise.reject(failed(answer));
        })
        .catch(() => null);
    }
    return seen;
  };
  const same = (seen: readonly string[]) => new Set(seen).size === 1;

  it('keeps its key while nobody knows whether it arrived', async () => {
    expect(
      same(
        await keys([
          [{ a: 1 }, 0],
          [{ a: 1 }, 503],
          [{ a: 1 }, 201],
        ]),
      ),
    ).toBe(true);
  });

  it('is another one once it says something else, was refused, or was done', async () => {
    for (const steps of [
      [
        [{ a: 1 }, 0],
        [{ a: 2 }, 0],
      ],
      [
        [{ a: 1 }, 422],
        [{ a: 1 }, 201],
      ],
      [
        [{ a: 1 }, 201],
        [{ a: 1 }, 201],
      ],
    ] as const)
      expect(same(await keys(steps))).toBe(false);
  });
});
