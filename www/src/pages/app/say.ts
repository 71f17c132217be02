/* How the staff pages write what the server sends. */
import { dayOfInstant, formatDay, type Day, type Instant } from '$core/dates';
import { hasText, label, locale, said, t } from '$core/i18n';
import type { Tone } from '$ui/Chip.svelte';
import type { Aging } from '$ui/aging';
import { today } from './session.svelte';
import type { WorklistRow } from '$core/api-types';
import type { OutboxState } from './types';

export const day = (on: Day | null | undefined): string => (on ? formatDay(on, locale(), today()) : '–');

/** A sentence of the server in the reader's language, with its days as the reader writes them. */
export const readableDays = (text: string): string =>
  said(text).replace(/\b(\d{4}-\d\d-\d\d)\b(\.?)/g, (_, on: Day, stop: string) => {
    const written = day(on);
    return written.endsWith('.') ? written : written + stop;
  });

/** The day of an instant; lists say no more, the title says the time. */
export const dayAt = (at: Instant | null | undefined): string => (at ? day(dayOfInstant(at)) : '–');

const STATUS_TONES: Record<string, Tone> = {
  ok: 'ok',
  settled: 'ok',
  due: 'mute',
  overdue: 'warn',
  promised: 'info',
  promise_broken: 'bad',
  disputed: 'warn',
  held: 'mute',
  fault: 'bad',
  uncertain: 'bad',
};

export const statusTone = (status: string): Tone => STATUS_TONES[status] ?? 'mute';

const OUTBOX_TONES: Record<OutboxState, Tone> = {
  planned: 'info',
  claimed: 'info',
  sending: 'info',
  handed_over: 'ok',
  failed: 'bad',
  uncertain: 'warn',
  cancelled: 'mute',
};

export const outboxTone = (state: OutboxState): Tone => OUTBOX_TONES[state] ?? 'mute';

const SCRIPT_TONES: Record<string, Tone> = {
  active: 'ok',
  draft: 'warn',
  checked: 'info',
  approved: 'info',
};

export const scriptTone = (state: string): Tone => SCRIPT_TONES[state] ?? 'mute';

interface Titled {
  subject: string | null;
  step: string | null;
  template: string | null;
  kind: string;
}

/** What a person sends is no step of a script. */
export const stepOf = (step: string | null): string | null =>
  step && !step.startsWith('manual:') ? label('step', step) : null;

/** What a message is called, whether it is written already or not. */
export const subjectOf = ({ subject, step, template, kind }: Titled): string =>
  subject ?? stepOf(step) ?? label('template', template ?? kind);

export const agingOf = (row: WorklistRow): Aging => [row.not_due, row.b1, row.b2, row.b3, row.b4];

/** "Call", "Send reminder 2", "Wait for payment": the engine's phrase in the reader's words where we have them. */
export function action(phrase: string | null): string {
  if (!phrase) return t('next.none');
  const template = /^send (\S+)$/.exec(phrase)?.[1];
  if (template) return t('next.send', { what: label('template', template) });
  return label('next', phrase.replaceAll(' ', '_'));
}

export function scoreTone(score: string): 'hi' | 'md' | 'lo' {
  const whole = Number.parseInt(score, 10);
  if (whole >= 85) return 'hi';
  return whole >= 50 ? 'md' : 'lo';
}

/** A strategy by the name it gives itself; those that ship have one in the reader's language. */
export function strategyName(name: string): string {
  const key = `strategy.${name.toLowerCase().replaceAll(' ', '-')}`;
  return hasText(key) ? t(key) : name;
}

/** A score without its fraction; the contributions show it in full. */
export const wholeScore = (score: string): string => String(Math.round(Number(score)));

export const nameOf = (person: { name: string | null } | null | undefined): string => person?.name ?? '';

export const customerHref = (id: string, caseId?: string): string =>
  `/app/customers/${encodeURIComponent(id)}${caseId ? `?case=${encodeURIComponent(caseId)}` : ''}`;
