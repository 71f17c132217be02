/* What is made of a batch of letters, call by call: each does some seconds' work. */
import type { LetterBatch, LetterBatchIn, LetterLeftOut, LetterPreview } from '$core/api-types';
import { newKey } from '$core/api';
import type { Tone } from '$ui/Chip.svelte';
import { collector } from '../session.svelte';

export const batchHref = (id: string): string => `/app/letters/${encodeURIComponent(id)}`;

const batchPath = (id: string): string => `/letter-batches/${encodeURIComponent(id)}`;

/** What a batch would hold. */
export interface Look {
  count: number;
  pages: number;
  more: boolean;
  out: readonly LetterLeftOut[];
}

/** Looks at every letter; told how far it is, and stops when `on` says no. */
export async function lookAt(choice: LetterBatchIn, on: (seen: number) => boolean): Promise<Look | null> {
  let sum: Look = { count: 0, pages: 0, more: false, out: [] };
  for (let skip: number | null = 0; skip !== null;) {
    const one: LetterPreview = await collector.post('/letter-batches/preview', { ...choice, skip });
    sum = {
      count: sum.count + one.count,
      pages: sum.pages + one.pages,
      more: one.more,
      out: [...sum.out, ...one.left_out],
    };
    skip = one.next;
    if (!on(sum.count + sum.out.length)) return null;
  }
  return sum;
}

/** Goes on until it is whole. */
async function whole(batch: LetterBatch, on: (batch: LetterBatch) => void): Promise<LetterBatch> {
  let now = batch;
  on(now);
  while (now.interrupted) {
    now = await goOn(now.id);
    on(now);
  }
  return now;
}

const goOn = (id: string): Promise<LetterBatch> =>
  collector.post(`${batchPath(id)}/go-on`, undefined, { idempotencyKey: newKey() });

type Told = (batch: LetterBatch) => void;

export const make = async (choice: LetterBatchIn, on: Told): Promise<LetterBatch> =>
  whole(await collector.post('/letter-batches', choice, { idempotencyKey: newKey() }), on);

export const finish = async (id: string, on: Told): Promise<LetterBatch> => whole(await goOn(id), on);

export const post = async (id: string, day: string, on: Told): Promise<LetterBatch> =>
  whole(await collector.post(`${batchPath(id)}/posted`, { on: day }, { idempotencyKey: newKey() }), on);

export const takeOut = (id: string, letter: string, reason: string): Promise<LetterBatch> =>
  collector.post(`${batchPath(id)}/take-out`, { outbox_id: letter, reason }, { idempotencyKey: newKey() });

type State = Pick<LetterBatch, 'state' | 'interrupted'>;

/** Word of its state. */
export const stateWord = (one: State): string =>
  one.interrupted
    ? 'letters.interrupted'
    : one.state === 'making'
      ? 'letters.making_state'
      : `letters.${one.state}`;

export const stateTone = (one: State): Tone =>
  one.interrupted ? 'bad' : one.state === 'posted' ? 'ok' : one.state === 'ready' ? 'warn' : 'info';
