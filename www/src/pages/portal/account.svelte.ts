/* What is owed, read once and shown on every page; it also says which day the company has. */
import type { PortalSummary } from '$core/api-types';
import type { Day } from '$core/dates';
import { Resource } from '$ui/load.svelte';
import { portal } from './session.svelte';

export const summary = new Resource<PortalSummary>();

export const loadSummary = (keep = false): Promise<PortalSummary | null> =>
  summary.load((signal) => portal.get<PortalSummary>('/summary', undefined, signal), keep);

export const today = (): Day | undefined => summary.data?.as_of;
export const currencies = (): string[] => summary.data?.balances.map(({ currency }) => currency) ?? [];
