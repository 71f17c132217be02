/* What the dialogs of actions are about. */
import type { PromiseIn } from '$core/api-types';
import type { Day } from '$core/dates';

interface Target {
  customerId: string;
  name: string;
  caseId?: string;
  itemIds?: string[];
}

export type NoteTarget = Target;
export type FollowUpTarget = Target;

export interface PromiseTarget extends Target {
  caseId: string;
  currency: string;
  /** What is proposed: all that is open of the items, or overdue. */
  amount: string;
  /** The promise that this one takes the place of. */
  replaces?: string;
  /** What the customer said, where that is known: the day, the words, how they came. */
  on?: Day;
  note?: string;
  channel?: NonNullable<PromiseIn['channel']>;
}

export interface CallTarget extends Target {
  /** Who can be called; absent: read from the customer. */
  contacts?: readonly { id: string; name: string; phone: string | null }[];
}
