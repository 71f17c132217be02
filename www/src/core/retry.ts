/* A write that goes on until it is answered; made safe by a key that stays the same. */
import { ApiError, newKey } from './api';

const FIRST_MS = 500;
const MOST_MS = 8_000;

/** Whether the same call may go well later: no answer, or one that says so. */
export const mayPass = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((go) => {
    const timer = setTimeout(go, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), go()), { once: true });
  });

/** Asks until there is an answer; what was refused is thrown, as is the last error once aborted. */
export async function untilAnswered<T>(
  ask: () => Promise<T>,
  signal: AbortSignal,
  onwait?: (error: unknown) => void,
): Promise<T> {
  for (let ms = FIRST_MS; ; ms = Math.min(ms * 2, MOST_MS)) {
    try {
      return await ask();
    } catch (error) {
      if (!mayPass(error) || signal.aborted) throw error;
      onwait?.(error);
      await pause(Math.max(ms, ((error as ApiError).retryAfterS ?? 0) * 1000), signal);
      if (signal.aborted) throw error;
    }
  }
}

/** A write with a key that stays while the same body has no answer: a repeated try is one intent. */
export class Once {
  #key = '';
  #sent = '';

  async send<T>(body: unknown, post: (key: string) => Promise<T>): Promise<T> {
    const text = JSON.stringify(body);
    if (text !== this.#sent) this.#key = newKey();
    this.#sent = text;
    try {
      const got = await post(this.#key);
      this.#sent = '';
      return got;
    } catch (error) {
      if (!mayPass(error)) this.#sent = '';
      throw error;
    }
  }
}
