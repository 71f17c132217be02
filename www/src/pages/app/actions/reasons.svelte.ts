/* Why customers do not pay: read once, in the reader's language. */
import type { DisputeReason } from '$core/api-types';
import { label, locale } from '$core/i18n';
import type { Page } from '../types';
import { collector } from '../session.svelte';

let known = $state.raw<readonly DisputeReason[]>([]);
let asked: Promise<void> | null = null;

export function readReasons(again = false): Promise<void> {
  if (again) asked = null;
  asked ??= collector
    .get<Page<DisputeReason>>('/dispute-reasons')
    .then((page) => void (known = page.rows))
    .catch((error: unknown) => {
      asked = null;
      throw error;
    });
  return asked;
}

export const reasons = (): readonly DisputeReason[] => known;

export const nameOfReason = (one: DisputeReason): string => one[locale()];

/** A reason by its code; one that is not read yet, or gone, reads as words. */
export function reasonName(code: string): string {
  const found = known.find((one) => one.code === code);
  return found ? nameOfReason(found) : label('dispute_reason', code);
}
