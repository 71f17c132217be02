/* What a person can do on a customer; every one a single request that answers with what it made. */
import type { Day } from '$core/dates';
import { newKey } from '$core/api';
import { collector, session } from '../session.svelte';

const once = () => ({ idempotencyKey: newKey() });
const customer = (id: string) => `/customers/${encodeURIComponent(id)}`;

export const addNote = (customerId: string, body: string, caseId?: string) =>
  collector.post(`${customer(customerId)}/notes`, { body, ...(caseId && { case_id: caseId }) }, once());

/** A task somebody sets is theirs until they give it away. */
export const addFollowUp = (
  customerId: string,
  task: { title: string; due_on: Day; case_id?: string; item_ids?: string[] },
) =>
  collector.post(`${customer(customerId)}/follow-ups`, { ...task, assignee_id: session()?.user.id }, once());

export const addPromise = (
  customerId: string,
  promise: { case_id: string; amount: string; promised_on: Day; item_ids?: string[]; note?: string },
) => collector.post(`${customer(customerId)}/promises`, promise, once());

export const addHold = (
  customerId: string,
  hold: { case_id?: string; item_id?: string; until?: Day; reason: string },
) => collector.post(`${customer(customerId)}/holds`, hold, once());

export const openDispute = (
  itemId: string,
  dispute: { amount: string; reason_code: string; detail?: string },
) => collector.post(`/items/${encodeURIComponent(itemId)}/disputes`, dispute, once());

export const finishFollowUp = (id: string, outcome?: string) =>
  collector.post(`/follow-ups/${encodeURIComponent(id)}/done`, outcome ? { outcome } : {}, once());

export const snoozeFollowUp = (id: string, until: Day) =>
  collector.post(`/follow-ups/${encodeURIComponent(id)}/snooze`, { until }, once());
