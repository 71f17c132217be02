/* How a payment stands, as its pages show it. */
import type { PortalIntentRow } from '$core/api-types';
import { compareAmounts, isZero } from '$core/money';
import type { Tone } from '$ui/Chip.svelte';

export type State = PortalIntentRow['state'];

export const TONE: Record<State, Tone> = {
  open: 'info',
  processing: 'info',
  succeeded: 'ok',
  failed: 'bad',
  cancelled: 'mute',
  expired: 'warn',
};

/** What moved, or shall; where credits paid all of it, they. */
export const sumOf = (one: PortalIntentRow): string =>
  isZero(one.amount)
    ? one.credit
    : one.state === 'succeeded' && compareAmounts(one.captured, '0') > 0
      ? one.captured
      : one.amount;
