/* What a person can do on a customer; every one a single request that answers with what it made. */
import { newKey } from '$core/api';
import type { DisputeIn, DisputeResolve, FollowUpIn, HoldIn, PromiseIn } from '$core/api-types';
import type { Day } from '$core/dates';
import { collector, session } from '../session.svelte';

const once = () => ({ idempotencyKey: newKey() });
const customer = (id: string) => `/customers/${encodeURIComponent(id)}`;

export const addNote = (customerId: string, body: string, caseId?: string) =>
  collector.post(`${customer(customerId)}/notes`, { body, ...(caseId && { case_id: caseId }) }, once());

/** A task somebody sets is theirs until they give it away. */
export const addFollowUp = (customerId: string, task: FollowUpIn) =>
  collector.post(`${customer(customerId)}/follow-ups`, { ...task, assignee_id: session()?.user.id }, once());

export const addPromise = (customerId: string, promise: PromiseIn) =>
  collector.post(`${customer(customerId)}/promises`, promise, once());

export const cancelPromise = (id: string, reason: string) =>
  collector.post(`/promises/${encodeURIComponent(id)}/cancel`, { reason }, once());

export const addHold = (customerId: string, hold: HoldIn) =>
  collector.post(`${customer(customerId)}/holds`, hold, once());

export const liftHold = (id: string) => collector.delete(`/holds/${encodeURIComponent(id)}`);

export const openDispute = (itemId: string, dispute: DisputeIn) =>
  collector.post(`/items/${encodeURIComponent(itemId)}/disputes`, dispute, once());

export const resolveDispute = (id: string, how: DisputeResolve) =>
  collector.post(`/disputes/${encodeURIComponent(id)}/resolve`, how, once());

export const finishFollowUp = (id: string, outcome?: string) =>
  collector.post(`/follow-ups/${encodeURIComponent(id)}/done`, outcome ? { outcome } : {}, once());

export const snoozeFollowUp = (id: string, until: Day) =>
  collector.post(`/follow-ups/${encodeURIComponent(id)}/snooze`, { until }, once());
