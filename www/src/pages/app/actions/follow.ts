/* What a person can do on a customer; every one a single request that answers with what it made. */
import { newKey } from '$core/api';
import type {
  BulkDone,
  BulkFollowUp,
  CallIn,
  CallMade,
  DisputeIn,
  DisputeResolve,
  DisputeResolved,
  FollowUpIn,
  HoldIn,
  Made,
  PromiseIn,
  PromiseMade,
  PromiseReplace,
} from '$core/api-types';
import type { Day } from '$core/dates';
import { problemText } from '$ui/problem';
import { collector, session } from '../session.svelte';

/** How a call may end. */
export const OUTCOMES: readonly CallIn['outcome'][] = [
  'reached',
  'no_answer',
  'voicemail',
  'wrong_number',
  'promised',
  'disputes',
  'call_back',
];

const once = () => ({ idempotencyKey: newKey() });
const customer = (id: string) => `/customers/${encodeURIComponent(id)}`;

export const addNote = (customerId: string, body: string, caseId?: string, itemIds?: string[]) =>
  collector.post<Made>(
    `${customer(customerId)}/notes`,
    { body, ...(caseId && { case_id: caseId }), ...(itemIds?.length && { item_ids: itemIds }) },
    once(),
  );

export const addCall = (customerId: string, call: CallIn) =>
  collector.post<CallMade>(`${customer(customerId)}/calls`, call, once());

/** A task somebody sets is theirs until they give it away. */
export const addFollowUp = (customerId: string, task: FollowUpIn) =>
  collector.post(
    `${customer(customerId)}/follow-ups`,
    { ...task, assignee_id: task.assignee_id ?? session()?.user.id },
    once(),
  );

/** One task a case on everything named; what came of each is in the answer. */
export const followUpMany = (task: BulkFollowUp) =>
  collector.post<BulkDone>(
    '/follow-ups/bulk',
    { ...task, assignee_id: task.assignee_id ?? session()?.user.id },
    once(),
  );

export const addPromise = (customerId: string, promise: PromiseIn) =>
  collector.post<PromiseMade>(`${customer(customerId)}/promises`, promise, once());

export const replacePromise = (id: string, promise: PromiseReplace) =>
  collector.post<PromiseMade>(`/promises/${encodeURIComponent(id)}/replace`, promise, once());

export const cancelPromise = (id: string, reason: string, wholePlan = false) =>
  collector.post(
    `/promises/${encodeURIComponent(id)}/cancel`,
    { reason, ...(wholePlan && { whole_plan: true }) },
    once(),
  );

export const addHold = (customerId: string, hold: HoldIn) =>
  collector.post(`${customer(customerId)}/holds`, hold, once());

export const liftHold = (id: string) => collector.delete(`/holds/${encodeURIComponent(id)}`);

export const openDispute = (itemId: string, dispute: DisputeIn) =>
  collector.post<Made>(`/items/${encodeURIComponent(itemId)}/disputes`, dispute, once());

export type FileOwner = 'dispute' | 'note' | 'call' | 'promise';

/** A file that belongs to what was recorded; the customer does not see it. */
export const addFile = (kind: FileOwner, id: string, file: File) =>
  collector.send('/attachments', {
    method: 'POST',
    query: { owner_kind: kind, owner_id: id, file_name: file.name },
    file,
  });

/** What was recorded stands whatever becomes of its files: names those that were refused, and why. */
export async function addFiles(kind: FileOwner, id: string, files: readonly File[]): Promise<string> {
  const failed: string[] = [];
  for (const file of files) {
    try {
      await addFile(kind, id, file);
    } catch (error) {
      failed.push(`${file.name} (${problemText(error)})`);
    }
  }
  return failed.join(', ');
}

export const resolveDispute = (id: string, how: DisputeResolve) =>
  collector.post<DisputeResolved>(`/disputes/${encodeURIComponent(id)}/resolve`, how, once());

/** One's own last change of it, as long as nothing has come of that. */
export const undoDispute = (id: string) =>
  collector.post(`/disputes/${encodeURIComponent(id)}/undo`, undefined, once());

export const finishFollowUp = (id: string, outcome?: string) =>
  collector.post(`/follow-ups/${encodeURIComponent(id)}/done`, outcome ? { outcome } : {}, once());

/** It was not done after all. */
export const undoFollowUp = (id: string) =>
  collector.post(`/follow-ups/${encodeURIComponent(id)}/undo`, undefined, once());

export const assignFollowUp = (id: string, userId: string | null) =>
  collector.post(`/follow-ups/${encodeURIComponent(id)}/assign`, { assignee_id: userId }, once());

export const snoozeFollowUp = (id: string, until: Day) =>
  collector.post(`/follow-ups/${encodeURIComponent(id)}/snooze`, { until }, once());
