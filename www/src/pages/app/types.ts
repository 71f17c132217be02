/* Shapes of /api/collector/v1 and /api/admin/v1, as far as the pages read them. */
import type { Money } from '$core/money';
import type { Day, Instant } from '$core/dates';

export interface Page<Row> {
  rows: Row[];
  next: string | null;
}

export interface Session {
  csrf: string;
  user: { id: string; name: string; email: string; role: string; mfa: boolean; rights: string[] };
  company?: Company;
}

export interface Company {
  name: string;
  today: Day;
  currency: string;
  time_zone: string;
  demo: boolean;
}

export interface WorklistRow {
  case_id: string;
  customer_id: string;
  number: string;
  name: string;
  currency: string;
  division: string;
  score: string;
  status: string;
  reason: string | null;
  next_action: string | null;
  next_on: Day | null;
  exception: boolean;
  open: string;
  overdue: string;
  not_due: string;
  b1: string;
  b2: string;
  b3: string;
  b4: string;
  unapplied: string;
  disputed: string;
  promised: string;
  overdue_base: string | null;
  items: number;
  oldest_due_on: Day | null;
  days_late: number;
  broken: number;
  tags: string[];
  strategy: string | null;
  last_contact_on: Day | null;
  assignee: string | null;
  version: number;
}

export interface Contribution {
  name: string;
  label: string;
  points: string;
}

export interface Person {
  kind: string;
  id: string | null;
  name: string | null;
}

export interface Activity {
  id: string;
  at: Instant;
  kind: string;
  actor: Person | null;
  title: string;
  detail: Record<string, unknown> | null;
  ref: { kind: string; id: string } | null;
}

export interface FollowUp {
  id: string;
  title: string;
  kind: string | null;
  due_on: Day;
  state: string;
  priority?: string | number | null;
  assignee?: { id: string; name: string } | string | null;
}

export interface WorklistDetail extends WorklistRow {
  contributions: Contribution[];
  follow_ups: FollowUp[];
  recent: Activity[];
}

export const VIEWS = [
  'mine',
  'all',
  'exceptions',
  'overdue',
  'broken',
  'promised',
  'disputed',
  'held',
] as const;
export type View = (typeof VIEWS)[number];

export interface WorklistSummary {
  base_currency: string;
  overdue: Money | null;
  cases: number;
  overdue_cases: number;
  exceptions: number;
  due_follow_ups: number;
  broken_promises: number;
  disputed_cases: number;
  failed_mail: number;
  uncertain_mail: number;
  views: Partial<Record<View, number>>;
  by_currency: { currency: string; open: string; overdue: string }[];
  run: {
    id: string;
    ended_at: Instant | null;
    state: string;
    cases: number;
    messages: number;
    tasks: number;
    failed: number;
  } | null;
  stale: { division: string; synced_at: Instant | null }[];
}

export interface CustomerRow {
  id: string;
  number: string;
  name: string;
  status: string;
  country: string | null;
  language: string | null;
  open: Money[];
  overdue: Money[];
}

export interface Tag {
  tag: string;
  origin: string;
  reason: string | null;
  since: Day | Instant | null;
}

export interface Contact {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  roles: string[];
  language: string | null;
  consent: boolean | null;
  /** Why mail to this address has stopped; null while it goes out. */
  suppressed: string | null;
}

export interface CustomerCase {
  case_id: string;
  division: string;
  currency: string;
  row: WorklistRow | null;
  strategy: string | null;
  strategy_why: string | null;
  next_step: string | null;
  next_step_on: Day | null;
  evaluated_at: Instant | null;
  fault: string | null;
}

export interface CustomerRecord {
  id: string;
  number: string;
  name: string;
  status: string;
  kind: string | null;
  language: string | null;
  country: string | null;
  time_zone: string | null;
  terms_days: number | null;
  payment_method: string | null;
  credit_limit: Money | string | null;
  since_on: Day | null;
  parent: { id: string; number: string; name: string } | null;
  tags: Tag[];
  addresses: Record<string, string | null>[];
  assignee: { id: string; name: string } | string | null;
  cases: CustomerCase[];
  contacts: Contact[];
}

export interface Item {
  id: string;
  case_id: string;
  kind: string;
  side: string;
  number: string;
  reference: string | null;
  issued_on: Day | null;
  due_on: Day | null;
  days_late: number;
  amount: string;
  open: string;
  currency: string;
  disputed: string;
  promised: string;
  held: boolean;
  status: string;
  instalments: { id: string; seq: number; due_on: Day; amount: string; open: string }[];
}

export interface Guard {
  name: string;
  detail: string | null;
  until: Day | null;
}

export interface Why {
  as_of: Day;
  strategy: string | null;
  strategy_why: string | null;
  fault: string | null;
  steps: {
    step: string;
    instalments: {
      number: string;
      day: Day | null;
      outcome: string;
      guard: string | null;
      detail: string | null;
      until: Day | null;
    }[];
  }[];
  first_guard: Guard | null;
  next: { step: string | null; on: Day } | null;
  sentence: string;
}

export const OUTBOX_STATES = [
  'planned',
  'claimed',
  'sending',
  'handed_over',
  'failed',
  'uncertain',
  'cancelled',
] as const;
export type OutboxState = (typeof OUTBOX_STATES)[number];

export interface OutboxRow {
  id: string;
  state: OutboxState;
  reason: string | null;
  remedy: string | null;
  kind: string;
  template: string | null;
  step: string | null;
  customer: { id: string; number: string; name: string };
  /** A system message is about no account and names no amount. */
  currency: string | null;
  total: string | null;
  recipients: { email: string; role: string; state: string | null; detail: string | null }[];
  not_before: Instant | null;
  handed_at: Instant | null;
  attempts: number;
  subject: string | null;
  message_id: string | null;
  reply: string | null;
}

export interface OutboxDetail extends Omit<OutboxRow, 'attempts'> {
  body_text: string | null;
  lines: { number: string; due_on: Day | null; open: string; step: string | null; cycle: number | null }[];
  attempts: { at: Instant; outcome: string; reply: string | null }[];
  decision: { id: string; script: string; version: number | string; sha256: string } | null;
}

export type OutboxSummary = Record<OutboxState, number>;

export interface ScriptRow {
  id: string;
  kind: string;
  name: string;
  active: { version_no: number; sha256: string; activated_at: Instant | null; by: string | null } | null;
  latest_version_no: number | null;
  error: string | null;
}

export interface ScriptVersion {
  id: string;
  version_no: number;
  sha256: string;
  state: string;
  comment: string | null;
  by: string | null;
  created_at: Instant;
}

export interface ScriptRecord extends ScriptRow {
  versions: ScriptVersion[];
}

export interface ScriptBody extends ScriptVersion {
  body: string;
}

export interface ScriptProblem {
  line: number;
  column: number | null;
  message: string;
}

export interface ScriptCheck {
  ok: boolean;
  errors: ScriptProblem[];
  declares: {
    name?: string | null;
    steps?: { id: string; kind?: string | null; at?: string | null; template?: string | null }[];
  } | null;
}
