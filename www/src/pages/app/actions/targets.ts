/* What the dialogs of actions are about. */
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
}

export interface CallTarget extends Target {
  /** Who can be called; absent: read from the customer. */
  contacts?: readonly { id: string; name: string; phone: string | null }[];
}
