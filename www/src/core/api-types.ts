/* The shapes of all APIs, written by scripts/types.mjs from the OpenAPI document (npm run types). */

import type { Day, Instant } from './dates';

export interface Account {
  name: string;
  email: string;
  role: 'viewer' | 'collector' | 'manager' | 'admin';
  language: string;
  second_factor: boolean;
  second_factor_needed: boolean;
  recovery_codes: number;
  sessions: UserSession[];
}

export interface Activity {
  id: string;
  at: Instant;
  kind:
    | 'note'
    | 'call'
    | 'message'
    | 'message_done'
    | 'message_reopened'
    | 'invoice_note'
    | 'mail_planned'
    | 'mail_sent'
    | 'mail_failed'
    | 'mail_bounced'
    | 'mail_delayed'
    | 'mail_uncertain'
    | 'mail_arrived'
    | 'mail_cancelled'
    | 'mail_auto'
    | 'letter_printed'
    | 'promise'
    | 'dispute'
    | 'hold'
    | 'follow_up'
    | 'follow_up_done'
    | 'assignment'
    | 'invoice'
    | 'credit'
    | 'payment'
    | 'allocation'
    | 'reversal'
    | 'refund'
    | 'fee'
    | 'interest'
    | 'write_off'
    | 'payment_intent'
    | 'payment_method'
    | 'payment_autopay'
    | 'decision'
    | 'strategy'
    | 'risk'
    | 'tag'
    | 'attachment'
    | 'document_request'
    | 'portal_visit'
    | 'contact'
    | 'customer'
    | 'import';
  actor: Actor;
  title: string;
  detail: unknown;
  words: string | null;
  ref: Ref | null;
}

export interface Actor {
  kind: 'user' | 'client' | 'contact' | 'script' | 'system';
  id: string;
  name: string | null;
}

export interface Address {
  kind: string;
  line1: string;
  line2: string | null;
  postcode: string | null;
  city: string | null;
  region: string | null;
  country: string;
}

export interface AddressIn {
  line1: string;
  line2?: string | null;
  postcode?: string | null;
  city?: string | null;
  region?: string | null;
  country: string;
}

export interface Adoption {
  from: Day;
  to: Day;
  days: number;
  segments: AdoptionSegment[];
  months: AdoptionMonth[];
}

export interface AdoptionCustomer {
  id: string;
  number: string;
  name: string;
  invited_on: Day | null;
  visited_on: Day | null;
  visits: number;
  reminders: number;
  prompts: number;
  prompts_paid: number;
  payments: number;
  payments_through: number;
  paid_on: Day | null;
}

export interface AdoptionMoney {
  currency: string;
  payments: number;
  payments_through: number;
  amount: string;
  amount_through: string;
  invoices: number;
  invoices_through: number;
}

export interface AdoptionMonth {
  month: string;
  invited: number;
  active: number;
  paying: number;
}

export interface AdoptionSegment {
  tag: string | null;
  customers: number;
  invited: number;
  active: number;
  paying: number;
  prompted: number;
  pays: number;
  money: AdoptionMoney[];
}

export interface Alive {
  status: string;
}

export interface Assigned {
  done: number;
  left_out: AssignmentLeftOut[];
  moved: AssignmentMoved[];
}

export interface AssignmentIn {
  customer_ids: string[];
  user_id?: string | null;
  portfolio?: string | null;
}

export interface AssignmentLeftOut {
  customer_id: string;
  name: string;
  reason: 'same' | 'foreign';
}

export interface AssignmentMoved {
  customer_id: string;
  from_id: string | null;
  portfolio: string | null;
}

export interface Attachment {
  id: string;
  link_id: string;
  owner: Ref;
  visible: boolean;
  file_name: string;
  purpose: 'remittance' | 'proof' | 'tax_form' | null;
  type: string;
  bytes: number;
  actor: Actor;
  created_at: Instant;
}

export interface AuditEvent {
  id: string;
  at: Instant;
  actor: Actor;
  ip: string;
  request_id: string;
  action: string;
  object_kind: string;
  object_id: string;
  object_name: string | null;
  customer_id: string | null;
  customer: CustomerRef | null;
  before: unknown;
  after: unknown;
}

export interface AuditFault {
  fault: 'broken' | 'put_in' | 'missing' | 'too_many' | 'tail' | 'head' | 'anchor';
  id: string | null;
  rows: number;
}

export interface AuditProof {
  whole: boolean;
  rows: number;
  pending: number;
  last_id: string | null;
  seal: string;
  sealed_at: Instant | null;
  faults_n: number;
  faults: AuditFault[];
}

export interface Autopay {
  method_id: string;
  days_before: number;
  ceiling: string | null;
  held: boolean;
  since: Instant;
  by: string | null;
}

export interface AutopayCharge {
  invoice_id: string;
  number: string;
  due_on: Day;
  charge_on: Day;
  amount: string;
  state: 'ahead' | 'over' | 'held' | 'planned' | 'charging' | 'declined' | 'dropped';
  why: string | null;
}

export interface AutopayIn {
  account_id: string;
  method_id: string | null;
  days_before?: number;
  ceiling?: string | null;
}

export interface AutopayStopIn {
  account_id: string;
  reason: string;
}

export interface BadRun {
  id: string;
  kind: string;
  state: string;
  started_at: Instant;
  cases: number;
  failed: number;
}

export interface BatchCounts {
  created: number;
  changed: number;
  same: number;
  older: number;
  parked: number;
  error: number;
}

export interface BatchResult {
  index: number;
  status: 'created' | 'changed' | 'same' | 'older' | 'parked' | 'error';
  id: string | null;
  waits_for: string | null;
  errors: RowError[];
}

export interface BatchResults {
  results: BatchResult[];
  counts: BatchCounts;
}

export interface BulkCall {
  outcome: 'reached' | 'no_answer' | 'voicemail' | 'wrong_number' | 'promised' | 'disputes' | 'call_back';
  note?: string | null;
  call_back_on?: Day | null;
  item_ids?: string[];
  case_ids?: string[];
  customer_ids?: string[];
  per?: 'case' | 'item';
}

export interface BulkDone {
  named: number;
  made: number;
  refused: number;
  results: BulkResult[];
}

export interface BulkFollowUp {
  title: string;
  kind?: string;
  due_on: Day;
  priority?: number;
  assignee_id?: string | null;
  item_ids?: string[];
  case_ids?: string[];
  customer_ids?: string[];
  per?: 'case' | 'item';
}

export interface BulkNote {
  body: string;
  item_ids?: string[];
  case_ids?: string[];
  customer_ids?: string[];
  per?: 'case' | 'item';
}

export interface BulkResult {
  kind: 'item' | 'case' | 'customer';
  id: string;
  status: 'made' | 'refused' | 'failed' | 'hidden';
  made_id: string | null;
  why: string | null;
}

export interface CallIn {
  outcome: 'reached' | 'no_answer' | 'voicemail' | 'wrong_number' | 'promised' | 'disputes' | 'call_back';
  contact_id?: string | null;
  case_id?: string | null;
  item_ids?: string[];
  note?: string | null;
  call_back_on?: Day | null;
}

export interface CallMade {
  id: string;
  follow_up_id: string | null;
}

export interface CaseFigures {
  dso: string | null;
  dso_at_least: boolean;
  days_beyond_terms: string | null;
  days_beyond_terms_signed: string | null;
  days_beyond_terms_before: string | null;
  last_payment: LastPayment | null;
  expected: ExpectedPayment | null;
  next_payment: NextPayment | null;
  months: PaidMonth[];
}

export interface CaseRisk {
  class: 'low' | 'medium' | 'high';
  since_on: Day;
  was: 'low' | 'medium' | 'high' | null;
  late_percent: string;
  limit_percent: string | null;
}

export interface CaseWork {
  contributions: Contribution[];
  follow_ups: FollowUp[];
}

export interface CashTarget {
  division: string;
  currency: string;
  from: Day;
  period: 'week' | 'month';
  amount: string;
  set_by: Person | null;
  set_at: Instant;
}

export interface CashTargetIn {
  division: string;
  currency: string;
  from: Day;
  period: 'week' | 'month';
  amount: string;
}

export interface CauseCount {
  cause: string;
  cases: number;
}

export interface Chat {
  rows: ChatMessage[];
  more: boolean;
}

export interface ChatFile {
  id: string;
  file_name: string;
  purpose: 'remittance' | 'proof' | 'tax_form' | null;
  bytes: number;
}

export interface ChatMessage {
  id: string;
  seq: number;
  conversation_id: string;
  invoice_id: string | null;
  invoice_number: string | null;
  dispute_id: string | null;
  side: 'staff' | 'contact';
  author_name: string | null;
  channel: 'portal' | 'mail' | 'chat';
  body: string;
  at: Instant;
  client_key: string | null;
  files: ChatFile[];
}

export interface Client {
  client: string;
  name: string;
  algorithm: 'HS256' | 'RS256' | 'ES256';
  scopes: string[];
  source_system: string | null;
  created_at: Instant;
  revoked_at: Instant | null;
}

export interface ClosedItem {
  id: string;
  case_id: string;
  kind: string;
  side: 'debit' | 'credit';
  number: string;
  reference: string | null;
  issued_on: Day;
  due_on: Day | null;
  closed_on: Day;
  days_late: number | null;
  amount: Money;
  status: 'posted' | 'cancelled';
}

export interface Colleague {
  id: string;
  name: string;
  role: string;
}

export interface Company {
  name: string;
  today: Day;
  currency: string;
  time_zone: string;
  demo: boolean;
}

export interface Contact {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  roles: string[];
  language: string | null;
  time_zone: string | null;
  consent: boolean;
  suppressed: string | null;
  source: string | null;
  by_hand: boolean;
  version: number;
}

export interface ContactIn {
  name: string;
  email?: string | null;
  phone?: string | null;
  language?: string | null;
  time_zone?: string | null;
  roles: ('billing' | 'statement' | 'dispute' | 'legal')[];
  consent?: boolean;
  active?: boolean;
}

export interface Contribution {
  name: string;
  label: string;
  points: string;
}

export interface CreditUse {
  limit: Money;
  used: Money;
  percent: string | null;
  without_rate: number;
}

export interface CurrencySum {
  currency: string;
  open: string;
  overdue: string;
}

export interface Customer {
  id: string;
  number: string;
  name: string;
  status: string;
  country: string | null;
  language: string;
  open: Money[];
  overdue: Money[];
  oldest_due_on: Day | null;
  limit_percent: string | null;
  risk: 'low' | 'medium' | 'high' | null;
  assignees: string | null;
  tags: string[];
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
  next_step_at: Instant | null;
  evaluated_at: Instant | null;
  fault: string | null;
  risk: CaseRisk | null;
  figures: CaseFigures;
}

export interface CustomerFamily {
  children: FamilyMember[];
  more: boolean;
  sums: FamilySum[];
}

export interface CustomerRecord {
  id: string;
  number: string;
  name: string;
  status: string;
  kind: string;
  language: string;
  country: string | null;
  region: string | null;
  time_zone: string | null;
  tax_id: string | null;
  terms_days: number | null;
  payment_method: string | null;
  credit_limit: Money | null;
  since_on: Day | null;
  parent: CustomerRef | null;
  assignee: Person | null;
  version: number;
  tags: Tag[];
  addresses: Address[];
  cases: CustomerCase[];
  contacts: Contact[];
  limit: CreditUse | null;
  family: CustomerFamily | null;
  case_id: string | null;
  items: ItemList;
  timeline: TimelineList;
  work: CaseWork;
}

export interface CustomerRef {
  id: string;
  number: string;
  name: string;
}

export interface CustomerStatus {
  status: 'active' | 'on_hold' | 'legal' | 'closed';
  kind: 'business' | 'public_body' | 'consumer';
  by_hand: boolean;
  source_status: string | null;
  source_kind: string | null;
  version: number;
}

export interface CustomerStatusIn {
  status: 'active' | 'on_hold' | 'legal' | 'closed';
  kind: 'business' | 'public_body' | 'consumer';
  reason: string;
}

export interface DataSource {
  division: string;
  source: string | null;
  synced_at: Instant | null;
  age_hours: number | null;
}

export interface DecidedThing {
  kind: 'dispute' | 'refund';
  id: string;
}

export interface Dispute {
  id: string;
  case_id: string;
  item_id: string;
  item_number: string;
  amount: Money;
  kind: 'dispute' | 'deduction';
  reason_code: string;
  detail: string | null;
  opened_on: Day;
  target_on: Day | null;
  waits_for_approval: boolean;
}

export interface DisputeAsked {
  resolution: 'credit' | 'reject' | 'rebill' | 'write_off';
  by: Person | null;
  at: Instant;
  note: string | null;
}

export interface DisputeChange {
  owner_id?: string;
  target_on?: Day;
  amount?: string;
  lines?: DisputeLineIn[];
  waiting_on?: 'us' | 'customer';
  reason_code?: string;
  detail?: string | null;
}

export interface DisputeCycle {
  since: Day;
  closed: number;
  median_days: string | null;
  p90_days: string | null;
}

export interface DisputeEvent {
  id: string;
  kind: string;
  at: Instant;
  actor: Actor;
  detail: unknown;
}

export interface DisputeIn {
  kind?: 'dispute' | 'deduction';
  amount?: string;
  lines?: DisputeLineIn[];
  reason_code: string;
  detail?: string | null;
  owner_id?: string;
  target_on?: Day;
}

export interface DisputeLine {
  line_no: number;
  description: string;
  amount: Money;
  disputed: Money;
}

export interface DisputeLineIn {
  line_no: number;
  amount: string;
}

export interface DisputeMessage {
  id: string;
  author_kind: 'user' | 'contact' | 'system';
  author_name: string | null;
  body: string;
  at: Instant;
  files: InboxFile[];
}

export interface DisputeMessageIn {
  body: string;
  client_key?: string | null;
  file_ids?: string[];
}

export interface DisputeNote {
  id: string;
  body: string;
  at: Instant;
  by: Person | null;
}

export interface DisputeNoteIn {
  body: string;
}

export interface DisputeReason {
  code: string;
  kind: 'dispute' | 'deduction' | 'both';
  en: string;
  de: string;
  fr: string;
  target_days: number;
  sort: number;
  active: boolean;
}

export interface DisputeReasonIn {
  kind: 'dispute' | 'deduction' | 'both';
  en: string;
  de: string;
  fr: string;
  target_days: number;
  sort?: number;
  active?: boolean;
}

export interface DisputeRecord {
  id: string;
  kind: 'dispute' | 'deduction';
  customer: CustomerRef;
  case_id: string;
  division: string;
  item_id: string;
  item_number: string;
  item_open: Money;
  amount: Money;
  reason_code: string;
  detail: string | null;
  owner: Person | null;
  by: string | null;
  opened_on: Day;
  age: number;
  target_on: Day | null;
  days_past: number;
  state: 'open' | 'waits_for_approval' | 'closed';
  waiting_on: 'us' | 'customer' | 'approval';
  resolution: string | null;
  closed_at: Instant | null;
  escalated_at: Instant | null;
  asked: DisputeAsked | null;
  version: number;
  lines: DisputeLine[];
  events: DisputeEvent[];
  notes: DisputeNote[];
  messages: DisputeMessage[];
}

export interface DisputeRefuse {
  note?: string | null;
}

export interface DisputeResolve {
  resolution: 'credit' | 'reject' | 'rebill' | 'write_off' | 'withdrawn';
  note?: string | null;
}

export interface DisputeResolved {
  id: string;
  waits_for_approval: boolean;
}

export interface DisputeRow {
  id: string;
  kind: 'dispute' | 'deduction';
  customer: CustomerRef;
  case_id: string;
  division: string;
  item_id: string;
  item_number: string;
  item_open: Money;
  amount: Money;
  reason_code: string;
  detail: string | null;
  owner: Person | null;
  by: string | null;
  opened_on: Day;
  age: number;
  target_on: Day | null;
  days_past: number;
  state: 'open' | 'waits_for_approval' | 'closed';
  waiting_on: 'us' | 'customer' | 'approval';
  resolution: string | null;
  closed_at: Instant | null;
  escalated_at: Instant | null;
  asked: DisputeAsked | null;
  version: number;
}

export interface DisputeRule {
  reason_code: string | null;
  division: string | null;
  owner: Person;
}

export interface DisputeRuleIn {
  reason_code?: string | null;
  division?: string | null;
  owner_id: string;
}

export interface DisputeRulesIn {
  rules: DisputeRuleIn[];
}

export interface DisputeSum {
  currency: string;
  amount: string;
  week: number;
  fortnight: number;
  month: number;
  longer: number;
}

export interface DisputeSummary {
  as_of: Day;
  views: DisputeViews;
  waiting_on: DisputeWaiting;
  sums: DisputeSum[];
  cycle: DisputeCycle;
}

export interface DisputeViews {
  mine: number;
  open: number;
  past_target: number;
  approval: number;
}

export interface DisputeWaiting {
  us: number;
  customer: number;
  approval: number;
}

export interface Division {
  id: string;
  code: string;
  name: string;
  country: string;
  region: string | null;
  time_zone: string;
  currency: string;
  cash_authority: 'erp' | 'dunlin';
  customers: number;
  version: number;
}

export interface DivisionChange {
  name: string;
  country: string;
  region?: string | null;
  time_zone: string;
  currency: string;
  cash_authority: 'erp' | 'dunlin';
}

export interface DivisionIn {
  code: string;
  name: string;
  country: string;
  region?: string | null;
  time_zone: string;
  currency: string;
  cash_authority: 'erp' | 'dunlin';
}

export interface DocumentAsked {
  id: string;
  mail_id: string | null;
  mail_held: string | null;
}

export interface DocumentRequest {
  id: string;
  kind: string;
  body: string;
  due_on: Day;
  state: 'open' | 'answered' | 'accepted' | 'withdrawn';
  item_id: string | null;
  item_number: string | null;
  asked_by: string | null;
  asked_at: Instant;
  mail_id: string | null;
  events: DocumentRequestEvent[];
  files: DocumentRequestFile[];
}

export interface DocumentRequestAgain {
  body: string;
  due_on: Day;
}

export interface DocumentRequestEvent {
  kind: string;
  body: string | null;
  at: Instant;
  by: string | null;
  ours: boolean;
}

export interface DocumentRequestFile {
  id: string;
  file_name: string;
  bytes: number;
  at: Instant;
}

export interface DocumentRequestIn {
  kind: string;
  body: string;
  due_on: Day;
  item_id?: string | null;
}

export interface DocumentRequestWord {
  body?: string | null;
}

export interface EffectRow {
  by: 'template' | 'step' | 'channel' | 'weekday' | 'hour' | 'strategy';
  key: string | null;
  currency: string;
  days: number;
  messages: number;
  messages_all: number;
  items_all: number;
  items: number;
  paid: number;
  paid_percent: string | null;
  paid_low: string | null;
  paid_high: string | null;
  like_items: number;
  like_compared: number;
  like_percent: string | null;
  like_low: string | null;
  like_high: string | null;
  amount: string;
  amount_paid: string;
  amount_percent: string | null;
  amount_low: string | null;
  amount_high: string | null;
  like_amount_percent: string | null;
  like_amount_low: string | null;
  like_amount_high: string | null;
  note: 'too_early' | 'too_few_to_compare' | null;
}

export interface ExpectedCash {
  division: string;
  currency: string;
  from: Day;
  to: Day;
  p10: string;
  p50: string;
  p90: string;
  target: string | null;
  items: number;
}

export interface ExpectedItem {
  id: string;
  item_id: string;
  customer_id: string;
  customer_number: string;
  customer_name: string;
  division: string;
  number: string;
  seq: number;
  source_system: string;
  source_id: string;
  currency: string;
  due_on: Day;
  open: string;
  expected_on: Day | null;
  expected_from: Day | null;
  expected_to: Day | null;
  expected_why: ExpectedReason[];
  risk: 'low' | 'medium' | 'high';
}

export interface ExpectedPayment {
  on: Day | null;
  from: Day | null;
  to: Day | null;
  amount: Money;
  missed: Money;
  usual_days: number;
  earliest_days: number;
  latest_days: number;
  payments: number;
}

export interface ExpectedReason {
  code:
    'usual' | 'company' | 'trend' | 'backlog' | 'size' | 'terms' | 'calendar' | 'promise' | 'dispute' | 'age';
  days?: number;
  on?: Day;
}

export interface Export {
  id: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  rows: number;
  file_name: string | null;
  why: string | null;
  created_at: Instant;
}

export interface ExportIn {
  path: string;
  query?: string | null;
  columns?: string | null;
  language?: string | null;
  format: 'xlsx' | 'pdf' | 'zip';
}

export interface FactorSecret {
  totp_secret: string;
  totp_uri: string;
  qr: string[];
}

export interface FailedJob {
  id: string;
  kind: string;
  attempts: number;
  ended_at: Instant | null;
  result: string | null;
}

export interface FamilyMember {
  id: string;
  number: string;
  name: string;
  status: string;
  sums: CurrencySum[];
}

export interface FamilySum {
  currency: string;
  customers: number;
  open: string;
  overdue: string;
}

export interface FollowUp {
  id: string;
  customer: CustomerRef;
  case_id: string | null;
  kind: string;
  title: string;
  due_on: Day;
  priority: number;
  assignee: Person | null;
  state: 'open' | 'done' | 'cancelled';
  outcome: string | null;
  origin: string;
  created_at: Instant;
  ended_at: Instant | null;
  snoozed_to: Day | null;
  outbox_id: string | null;
  decides: DecidedThing | null;
  version: number;
}

export interface FollowUpAssign {
  assignee_id?: string | null;
}

export interface FollowUpCount {
  open: number;
  overdue: number;
  today: number;
}

export interface FollowUpDone {
  outcome?: string | null;
}

export interface FollowUpIn {
  title: string;
  kind?: string;
  due_on: Day;
  priority?: number;
  case_id?: string | null;
  item_ids?: string[];
  assignee_id?: string | null;
}

export interface FollowUpKind {
  kind: string;
  open: number;
}

export interface FollowUpSnooze {
  until: Day;
}

export interface FollowUpSummary {
  mine: FollowUpCount;
  all: FollowUpCount;
  free: FollowUpCount;
  kinds: FollowUpKind[];
}

export interface ForecastHealth {
  verdict: 'too_few' | 'holds' | 'off' | 'narrow' | 'wide';
  model_id: string | null;
  from: Day;
  to: Day;
  payments: number;
  mae_days: string | null;
  proved_mae_days: string | null;
  within_range: string | null;
}

export interface ForecastModel {
  id: string;
  kind: 'habit' | 'boosted';
  adopted: boolean;
  why: string;
  made_at: Instant;
  invoices: number;
  paid_from: Day | null;
  paid_to: Day | null;
  proved_from: Day | null;
  proved_on: number;
  mae_days: string | null;
  before_mae_days: string | null;
  customer_average_mae_days: string | null;
  due_date_mae_days: string | null;
  sha256: string;
}

export interface ForecastWeek {
  from: Day;
  to: Day;
  payments: number;
  mae_days: string;
  with_range: number;
  within_range: string | null;
}

export interface FxRate {
  base: string;
  quote: string;
  on: Day;
  rate: string;
  source: string;
  recorded_at: Instant;
}

export interface FxRateFault {
  line: number;
  field: string;
  value: string;
  reason: string;
}

export interface FxRateIn {
  base: string;
  quote: string;
  on: Day;
  rate: string;
}

export interface FxRatesRead {
  rows: number;
  kept: number;
  bad: number;
  errors: FxRateFault[];
}

export interface Hold {
  id: string;
  case_id: string | null;
  item_id: string | null;
  item_number: string | null;
  kind: 'manual' | 'legal';
  amount: Money | null;
  until: Day | null;
  reason: string;
  by: string | null;
  since: Instant;
}

export interface HoldIn {
  case_id?: string | null;
  item_id?: string | null;
  amount?: string | null;
  until?: Day | null;
  reason: string;
}

export interface Import {
  id: string;
  kind: string;
  profile: string;
  file_name: string;
  state: 'running' | 'done' | 'failed';
  bytes: number;
  bytes_done: number;
  rows: number;
  created: number;
  changed: number;
  same: number;
  bad: number;
  fault: string | null;
  started_at: Instant;
  ended_at: Instant | null;
}

export interface ImportError {
  line: number;
  field: string;
  value: string;
  reason: string;
  row: string;
}

export interface ImportMade {
  id: string;
}

export interface InboxAddress {
  email: string;
  name: string | null;
  known: boolean;
  last: boolean;
}

export interface InboxAnswer {
  body: string;
  by: 'portal' | 'mail';
  to?: string | null;
  client_key?: string | null;
  file_ids?: string[];
  item_ids?: string[];
  statement?: boolean;
}

export interface InboxAssign {
  assignee_id?: string | null;
}

export interface InboxDispute {
  reason_code: string;
  words: string;
}

export interface InboxDocument {
  kind: 'invoice' | 'statement';
  number: string | null;
  outbox_id: string;
  seq: number | null;
}

export interface InboxDone {
  outcome?: string | null;
}

export interface InboxFile {
  id: string;
  file_name: string;
  purpose: 'remittance' | 'proof' | 'tax_form' | null;
  type: string;
  bytes: number;
}

export interface InboxMessage {
  id: string;
  seq: number;
  author_kind: 'user' | 'contact' | 'system';
  author_name: string | null;
  from_email: string | null;
  foreign: boolean;
  channel: 'portal' | 'mail' | 'chat';
  body: string;
  full: string | null;
  cut: boolean;
  at: Instant;
  to_email: string | null;
  outbox_id: string | null;
  outbox_state: string | null;
  files: InboxFile[];
  documents: InboxDocument[];
}

export interface InboxPromise {
  on: Day;
  amount: string | null;
  words: string;
}

export interface InboxRow {
  conversation_id: string;
  subject: string;
  item_id: string | null;
  item_number: string | null;
  customer: CustomerRef;
  case_id: string | null;
  open: Money | null;
  overdue: Money | null;
  days_late: number | null;
  waiting_since: Instant | null;
  assignee: Person | null;
  version: number;
  channel: 'portal' | 'mail' | 'chat';
  author_name: string | null;
  excerpt: string;
  last_at: Instant;
}

export interface InboxSummary {
  waiting: number;
  mine: number;
  unassigned: number | null;
}

export interface InboxThread {
  conversation_id: string;
  subject: string;
  item_id: string | null;
  item_number: string | null;
  customer: CustomerRef;
  case_id: string | null;
  open: Money | null;
  overdue: Money | null;
  days_late: number | null;
  waiting_since: Instant | null;
  assignee: Person | null;
  version: number;
  messages: InboxMessage[];
  promise: InboxPromise | null;
  dispute: InboxDispute | null;
  addresses: InboxAddress[];
  colleagues: Person[];
}

export interface InsightAgingRule {
  basis: 'due' | 'document';
  credits: 'own' | 'aged' | 'netted';
}

export interface InsightAtRisk {
  id: string;
  customer: CustomerRef;
  division: string;
  item_id: string;
  item_number: string;
  issued_on: Day;
  due_on: Day;
  amount: Money;
  unpaid: Money;
}

export interface InsightBase {
  currency: string;
  open: string;
  overdue: string;
  sales: string;
  figures: InsightFigure[];
  rates: InsightRate[];
}

export interface InsightBucket {
  key: string;
  from: number | null;
  to: number | null;
  amount: string;
}

export interface InsightChoice {
  kind: 'division' | 'currency' | 'segment' | 'collector';
  value: string;
  label: string;
}

export interface InsightChoices {
  choices: InsightChoice[];
}

export interface InsightClosed {
  id: string;
  customer: CustomerRef;
  division: string;
  item_id: string;
  item_number: string;
  issued_on: Day;
  due_on: Day;
  closed_on: Day;
  days: number;
  amount: Money;
}

export interface InsightCollector {
  user_id: string;
  name: string;
  contacts: number;
  promises: number;
  received: InsightReceived[];
}

export interface InsightContact {
  id: string;
  customer: CustomerRef;
  kind: 'call' | 'message';
  on: Day;
}

export interface InsightCredit {
  id: string;
  customer: CustomerRef;
  division: string;
  item_number: string;
  kind: string;
  issued_on: Day;
  amount: Money;
  open: Money;
}

export interface InsightCurrency {
  currency: string;
  customers: number;
  buckets: InsightBucket[];
  unapplied: string;
  open: string;
  control_total: string;
  proves: boolean;
  rate: string | null;
  rate_on: Day | null;
  open_base: string | null;
  overdue_base: string | null;
  figures: InsightFigure[];
  most_overdue: InsightTop[];
  owe_most: InsightTop[];
}

export interface InsightDispute {
  id: string;
  customer: CustomerRef;
  division: string;
  item_number: string;
  reason_code: string;
  resolution: string | null;
  opened_on: Day;
  closed_on: Day | null;
  days: number;
  amount: Money;
}

export interface InsightDisputed {
  id: string;
  customer: CustomerRef;
  division: string;
  item_number: string;
  kind: string;
  issued_on: Day;
  overdue: Money;
  disputed: Money;
}

export interface InsightDocument {
  id: string;
  customer: CustomerRef;
  division: string;
  item_number: string;
  kind: string;
  issued_on: Day;
  amount: Money;
}

export interface InsightFigure {
  name: string;
  variant: string;
  default: boolean;
  unit: 'days' | 'percent';
  value: string | null;
  note: string | null;
  definition: string;
  inputs: InsightInput[];
}

export interface InsightFigureRow {
  as_of: Day;
  from: Day;
  currency: string;
  figure: string;
  variant: string;
  value: string | null;
  unit: 'days' | 'percent';
  note: string | null;
  definition: string;
}

export interface InsightInput {
  name: string;
  kind: 'amount' | 'count' | 'day';
  value: string;
}

export interface InsightObtained {
  id: string;
  customer: CustomerRef;
  division: string;
  made_on: Day;
  promised_on: Day;
  amount: Money;
}

export interface InsightOpen {
  id: string;
  customer: CustomerRef;
  division: string;
  item_id: string;
  item_number: string;
  kind: string;
  issued_on: Day;
  due_on: Day;
  due_missing: boolean;
  days_late: number;
  amount: Money;
  open: Money;
  disputed: Money;
}

export interface InsightPayment {
  id: string;
  customer: CustomerRef;
  division: string;
  item_id: string;
  item_number: string;
  payment_number: string;
  issued_on: Day;
  due_on: Day;
  paid_on: Day;
  days: number;
  days_late: number;
  amount: Money;
}

export interface InsightPoint {
  from: Day;
  to: Day;
  currency: string;
  open: string;
  not_due: string;
  late_1_30: string;
  late_31_60: string;
  late_61_90: string;
  late_91_plus: string;
  unapplied: string;
  disputed: string;
  promised: string;
  sales: string;
  paid: string;
  dso: string | null;
  cei: string | null;
  adp: string | null;
  dbt: string | null;
  past_due: string | null;
}

export interface InsightPopulation {
  division: string | null;
  currency: string | null;
  segment: string | null;
  collector_id: string | null;
  customer_id: string | null;
  document_types: string[];
}

export interface InsightPromise {
  id: string;
  customer: CustomerRef;
  division: string;
  made_on: Day;
  promised_on: Day;
  judged_on: Day;
  state: 'kept' | 'partly' | 'broken';
  amount: Money;
  kept: Money;
}

export interface InsightRate {
  currency: string;
  rate: string | null;
  rate_on: Day | null;
  first_on: Day | null;
}

export interface InsightReceived {
  currency: string;
  amount: string;
}

export interface InsightReport {
  as_of: Day;
  from: Day;
  to: Day;
  source: 'live' | 'history';
  kept_at: Instant | null;
  changed_since: number;
  proves: boolean;
  base_currency: string;
  population: InsightPopulation;
  aging: InsightAgingRule;
  currencies: InsightCurrency[];
  in_base: InsightBase;
  collectors: InsightCollector[];
}

export interface InsightTop {
  customer_id: string;
  number: string | null;
  name: string | null;
  overdue: string;
  owed: string;
  oldest_days: number;
}

export interface Instalment {
  id: string;
  seq: number;
  due_on: Day;
  amount: string;
  open: string;
}

export interface InvoiceNote {
  id: string;
  item_id: string;
  item_number: string;
  author_name: string | null;
  body: string;
  at: Instant;
}

export interface Item {
  id: string;
  case_id: string;
  kind: string;
  side: 'debit' | 'credit';
  number: string;
  reference: string | null;
  issued_on: Day;
  due_on: Day | null;
  days_late: number;
  amount: string;
  open: string;
  currency: string;
  disputed: string;
  promised: string;
  held: boolean;
  status: 'posted' | 'cancelled';
  instalments: Instalment[];
  expected_on: Day | null;
  expected_from: Day | null;
  expected_to: Day | null;
  expected_why: ExpectedReason[];
}

export interface ItemLine {
  line_no: number;
  description: string;
  amount: Money;
  disputed: Money;
}

export interface ItemList {
  rows: Item[];
  next: string | null;
}

export interface LastPayment {
  on: Day;
  amount: Money;
  number: string;
}

export interface LastRun {
  id: string;
  ended_at: Instant | null;
  state: string;
  cases: number;
  messages: number;
  tasks: number;
  failed: number;
}

export interface LetterBatch {
  id: string;
  state: 'making' | 'ready' | 'posting' | 'posted';
  interrupted: boolean;
  duplex: boolean;
  division: string | null;
  by: string | null;
  made_at: Instant;
  letters: number;
  pages: number;
  left_out: number;
  taken_out: number;
  posted: number;
  opened: number;
  opened_at: Instant | null;
  posted_on: Day | null;
  rows: LetterRow[];
}

export interface LetterBatchIn {
  division_id?: string | null;
  outbox_ids?: string[];
  duplex?: boolean;
}

export interface LetterBatchRow {
  id: string;
  state: 'making' | 'ready' | 'posting' | 'posted';
  interrupted: boolean;
  duplex: boolean;
  division: string | null;
  by: string | null;
  made_at: Instant;
  letters: number;
  pages: number;
  left_out: number;
  taken_out: number;
  posted: number;
  opened: number;
  opened_at: Instant | null;
  posted_on: Day | null;
}

export interface LetterLeftOut {
  id: string;
  customer: CustomerRef | null;
  reason: string;
  cause:
    | 'unknown'
    | 'server_busy'
    | 'server_silent'
    | 'refused'
    | 'address_refused'
    | 'not_written'
    | 'not_arrived'
    | 'suppressed'
    | 'nobody'
    | 'held'
    | 'bounced'
    | 'no_address'
    | 'file_broken'
    | 'files_too_large'
    | null;
}

export interface LetterOut {
  outbox_id: string;
  reason: string;
}

export interface LetterPreview {
  count: number;
  pages: number;
  more: boolean;
  next: number | null;
  left_out: LetterLeftOut[];
}

export interface LetterPreviewIn {
  division_id?: string | null;
  outbox_ids?: string[];
  duplex?: boolean;
  skip?: number;
}

export interface LetterRow {
  id: string;
  place: number;
  state: 'in' | 'posted' | 'taken_out' | 'left_out';
  reason: string | null;
  cause:
    | 'unknown'
    | 'server_busy'
    | 'server_silent'
    | 'refused'
    | 'address_refused'
    | 'not_written'
    | 'not_arrived'
    | 'suppressed'
    | 'nobody'
    | 'held'
    | 'bounced'
    | 'no_address'
    | 'file_broken'
    | 'files_too_large'
    | null;
  pages: number;
  enclosures: number;
  customer: CustomerRef;
  subject: string | null;
  currency: string | null;
  total: string | null;
  settled: boolean;
  printed_before: string | null;
}

export interface LettersDivision {
  id: string;
  code: string;
  name: string;
  count: number;
  oldest_at: Instant;
}

export interface LettersPosted {
  on: Day;
}

export interface LettersWaiting {
  divisions: LettersDivision[];
  total: number;
  at_once: number;
}

export interface Live {
  mark: string | null;
  last: number;
  here: boolean;
  read: LiveRead[];
}

export interface LivePage {
  page?: string;
  chat?: boolean;
  leave?: boolean;
  typing?: boolean;
  item_id?: string | null;
  conversation_id?: string | null;
  read_up_to?: number;
}

export interface LiveRead {
  conversation_id: string;
  up_to: number;
}

export interface Made {
  id: string;
}

export interface MailEvent {
  kind: 'opened' | 'clicked';
  first_at: Instant;
  last_at: Instant;
  times: number;
  url: string | null;
}

export interface MailHeld {
  number: string | null;
  item_id: string | null;
  guard: string;
  detail: string | null;
  until: Day | null;
}

export interface MailIn {
  template?: string | null;
  subject?: string | null;
  body?: string | null;
  to_role?: 'billing' | 'statement' | 'dispute' | 'legal';
  cc_role?: 'billing' | 'statement' | 'dispute' | 'legal';
  cc_self?: boolean;
  channel?: 'email' | 'letter';
  attach?: ('invoice' | 'statement' | 'letter')[];
  confirmed?: string | null;
  case_id: string;
  item_ids?: string[];
  overdue?: boolean;
  cc_contact_ids?: string[];
}

export interface MailLine {
  number: string;
  due_on: Day;
  days_late: number;
  open: string;
}

export interface MailLook {
  goes: boolean;
  may_confirm: boolean;
  stop: string | null;
  held: MailHeld[];
  channel: 'email' | 'letter';
  to: MailReader[];
  address: string[];
  cc: MailReader[];
  nobody: string | null;
  subject: string | null;
  text: string | null;
  html: string | null;
  language: string | null;
  fault: string | null;
  lines: MailLine[];
  total: string;
  currency: string;
  not_before: Instant;
}

export interface MailMany {
  id: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  done: number;
  total: number;
  planned: number;
  left_out: number;
  failed: number;
  rows: MailManyRow[];
}

export interface MailManyCancelled {
  cancelled: number;
}

export interface MailManyIn {
  template?: string | null;
  subject?: string | null;
  body?: string | null;
  to_role?: 'billing' | 'statement' | 'dispute' | 'legal';
  cc_role?: 'billing' | 'statement' | 'dispute' | 'legal';
  cc_self?: boolean;
  channel?: 'email' | 'letter';
  attach?: ('invoice' | 'statement' | 'letter')[];
  confirmed?: string | null;
  case_ids: string[];
  overdue?: boolean;
  confirm_count?: number | null;
}

export interface MailManyLook {
  count: number;
  copies: number;
  type_count: boolean;
  confirm_above: number;
  sums: MailManySum[];
  left_out: MailManyOut[];
}

export interface MailManyLookIn {
  template?: string | null;
  subject?: string | null;
  body?: string | null;
  to_role?: 'billing' | 'statement' | 'dispute' | 'legal';
  cc_role?: 'billing' | 'statement' | 'dispute' | 'legal';
  cc_self?: boolean;
  channel?: 'email' | 'letter';
  attach?: ('invoice' | 'statement' | 'letter')[];
  confirmed?: string | null;
  case_ids: string[];
  overdue?: boolean;
}

export interface MailManyOut {
  case_id: string;
  customer: CustomerRef;
  guard: string | null;
  detail: string;
  may_confirm: boolean;
}

export interface MailManyRow {
  case_id: string;
  customer: CustomerRef;
  state: 'waiting' | 'planned' | 'left_out' | 'failed';
  guard: string | null;
  detail: string | null;
  outbox_id: string | null;
  message_state: string | null;
}

export interface MailManySum {
  count: number;
  amount: string;
  currency: string;
}

export interface MailPlanned {
  id: string;
  not_before: Instant;
  undo_seconds: number;
}

export interface MailReader {
  name: string | null;
  email: string;
}

export interface MailTemplate {
  code: string;
  purpose: string;
  topic: 'reminder' | 'notice';
  stage: number;
}

export interface MasterData {
  number: string;
  name: string;
  status: string;
  status_reason: string | null;
  kind: string;
  billing_address: string | null;
  shipping_address: string | null;
  language: string;
  country: string | null;
  region: string | null;
  time_zone: string | null;
  tax_id: string | null;
  terms_days: number | null;
  payment_method: string | null;
  credit_limit: Money | null;
  since_on: Day | null;
  parent: string | null;
  assignee: string | null;
  tags: string | null;
  strategies: string | null;
  promises_since: Day;
  promises_kept: number;
  promises_partly: number;
  promises_broken: number;
  reliability: string | null;
}

export interface Message {
  id: string;
  seq: number;
  conversation_id: string;
  item_id: string | null;
  item_number: string | null;
  author_kind: 'user' | 'contact' | 'system';
  author_name: string | null;
  body: string;
  at: Instant;
}

export interface MessageIn {
  body: string;
  item_id?: string | null;
  client_key?: string | null;
  file_ids?: string[];
}

export interface Money {
  amount: string;
  currency: string;
}

export interface NextPayment {
  on: Day;
  from: Day;
  to: Day;
  amount: Money;
  items: number;
}

export interface NoteIn {
  body: string;
  case_id?: string | null;
  item_id?: string | null;
  item_ids?: string[];
}

export interface NoteTemplate {
  id: string;
  title: string;
  body: string;
  by: string | null;
  changed_at: Instant;
  version: number;
}

export interface NoteTemplateIn {
  title: string;
  body: string;
}

export interface NoticeResult {
  handed_on: Day;
  days: number;
  recipients: number;
  delivered: number;
  failed: number;
  opened_at: Instant | null;
  clicked_at: Instant | null;
  asked: Money | null;
  named: Money | null;
  paid_7: Money | null;
  paid_14: Money | null;
  paid_30: Money | null;
}

export interface Notification {
  id: string;
  kind: string;
  title: string;
  cause:
    | 'unknown'
    | 'server_busy'
    | 'server_silent'
    | 'refused'
    | 'address_refused'
    | 'not_written'
    | 'not_arrived'
    | 'suppressed'
    | 'nobody'
    | 'held'
    | 'bounced'
    | 'no_address'
    | 'file_broken'
    | 'files_too_large'
    | null;
  detail: unknown;
  ref: Ref | null;
  customer: CustomerRef | null;
  created_at: Instant;
  read_at: Instant | null;
}

export interface NotificationChoice {
  digest: 'off' | 'daily' | 'hourly';
  digest_hour: number;
  time_zone: string;
}

export interface NotificationChoiceIn {
  digest: 'off' | 'daily' | 'hourly';
  digest_hour?: number | null;
  time_zone?: string | null;
}

export interface NotificationRead {
  up_to?: Instant | null;
}

export interface NotificationSummary {
  unread: number;
  newest: string | null;
}

export interface Openapi {
  openapi: string;
  info: unknown;
  paths: unknown;
  components: unknown;
}

export interface OutboxAttempt {
  at: Instant;
  outcome: string;
  reply: string | null;
}

export interface OutboxChosen {
  ids: string[];
}

export interface OutboxDecision {
  id: string;
  script: string | null;
  version: number;
  sha256: string;
}

export interface OutboxDocument {
  seq: number;
  kind: 'invoice' | 'statement' | 'letter' | 'file';
  file_name: string;
  type: string;
  bytes: number;
  pages: number;
}

export interface OutboxExcluded {
  id: string;
  customer: string | null;
  subject: string | null;
  why: 'not_found' | 'unknown' | 'not_failed' | 'nobody';
}

export interface OutboxLine {
  number: string;
  instalment: number;
  due_on: Day;
  open: string;
  step: string;
  cycle: number;
}

export interface OutboxMessage {
  id: string;
  state: 'planned' | 'claimed' | 'sending' | 'handed_over' | 'failed' | 'cancelled' | 'uncertain';
  reason: string | null;
  cause:
    | 'unknown'
    | 'server_busy'
    | 'server_silent'
    | 'refused'
    | 'address_refused'
    | 'not_written'
    | 'not_arrived'
    | 'suppressed'
    | 'nobody'
    | 'held'
    | 'bounced'
    | 'no_address'
    | 'file_broken'
    | 'files_too_large'
    | null;
  remedy:
    | 'settle'
    | 'wait'
    | 'retry'
    | 'change_address'
    | 'lift_suppression'
    | 'add_contact'
    | 'see_holds'
    | 'edit_address'
    | 'replace_file'
    | 'fewer_files'
    | null;
  may_retry: boolean;
  next_try_at: Instant | null;
  kind: string;
  channel: 'email' | 'letter' | 'sms';
  template: string;
  step: string | null;
  customer: CustomerRef;
  currency: string | null;
  total: string | null;
  recipients: OutboxRecipient[];
  not_before: Instant;
  handed_at: Instant | null;
  subject: string | null;
  message_id: string | null;
  reply: string | null;
  batch_id: string | null;
  case_id: string | null;
  body_text: string | null;
  lines: OutboxLine[];
  attempts: OutboxAttempt[];
  events: MailEvent[];
  decision: OutboxDecision | null;
}

export interface OutboxRecipient {
  email: string;
  role: 'to' | 'cc';
  state: string;
  detail: string | null;
  contact_id: string | null;
  suppressed: string | null;
}

export interface OutboxRetried {
  count: number;
  excluded: OutboxExcluded[];
}

export interface OutboxRetry {
  confirm: boolean;
  reason: string;
}

export interface OutboxRetryMany {
  ids: string[];
  confirm: boolean;
  reason: string;
}

export interface OutboxRow {
  id: string;
  state: 'planned' | 'claimed' | 'sending' | 'handed_over' | 'failed' | 'cancelled' | 'uncertain';
  reason: string | null;
  cause:
    | 'unknown'
    | 'server_busy'
    | 'server_silent'
    | 'refused'
    | 'address_refused'
    | 'not_written'
    | 'not_arrived'
    | 'suppressed'
    | 'nobody'
    | 'held'
    | 'bounced'
    | 'no_address'
    | 'file_broken'
    | 'files_too_large'
    | null;
  remedy:
    | 'settle'
    | 'wait'
    | 'retry'
    | 'change_address'
    | 'lift_suppression'
    | 'add_contact'
    | 'see_holds'
    | 'edit_address'
    | 'replace_file'
    | 'fewer_files'
    | null;
  may_retry: boolean;
  next_try_at: Instant | null;
  kind: string;
  channel: 'email' | 'letter' | 'sms';
  template: string;
  step: string | null;
  customer: CustomerRef;
  currency: string | null;
  total: string | null;
  recipients: OutboxRecipient[];
  not_before: Instant;
  handed_at: Instant | null;
  subject: string | null;
  message_id: string | null;
  reply: string | null;
  attempts: number;
}

export interface OutboxSettle {
  arrived: boolean;
  reason: string;
}

export interface OutboxSummary {
  planned: number;
  claimed: number;
  sending: number;
  handed_over: number;
  failed: number;
  cancelled: number;
  uncertain: number;
}

export interface Overview {
  failed_jobs: number;
  failed_mail: number;
  uncertain_mail: number;
  staff_mail: number;
  parked_rows: number;
  failed_imports: number;
  weak_admins: number;
  waiting_refunds: number;
  jobs: FailedJob[];
  sources: DataSource[];
  runs: BadRun[];
}

export interface OwnCode {
  code: string;
}

export interface OwnCodeMaybe {
  code?: string | null;
}

export interface OwnFactorRemove {
  password: string;
  code: string;
}

export interface OwnLanguage {
  language: 'en' | 'de' | 'fr';
}

export interface OwnPassword {
  old_password: string;
  password: string;
}

export interface PaidMonth {
  from: Day;
  paid: string;
  on_time: string;
  late: string;
  very_late: string;
  days_late: string;
}

export interface Passkey {
  id: string;
  name: string;
  created_at: Instant;
  used_at: Instant | null;
}

export interface PasskeyAnswer {
  id: string;
  client_data: string;
  authenticator_data: string;
  signature: string;
}

export interface PasskeyIn {
  name: string;
  client_data: string;
  authenticator_data: string;
}

export interface PasskeyNeeded {
  needed: boolean;
}

export interface PasskeyQuestion {
  challenge: string;
  rp_id: string;
  rp_name: string;
  algorithms: number[];
  known: string[];
}

export interface PayProvider {
  code: 'transfer' | 'sandbox' | 'stripe';
  trial: boolean;
  offered: boolean;
  ready: boolean;
  why: string | null;
}

export interface PayProviders {
  division_id: string;
  code: string;
  name: string;
  version: number;
  providers: PayProvider[];
}

export interface PayProvidersIn {
  providers: string[];
}

export interface PaymentBooked {
  on: Day;
  credit_number: string;
  item_number: string;
  amount: string;
}

export interface PaymentEvent {
  at: Instant;
  kind: string;
  amount: string | null;
  outcome: 'booked' | 'noted' | 'waiting' | 'ignored' | 'refused';
  note: string | null;
}

export interface PaymentEventRow {
  id: string;
  received_at: Instant;
  occurred_at: Instant;
  provider: 'sandbox' | 'stripe';
  trial: boolean;
  event_id: string;
  type: string | null;
  kind: string;
  effect: 'booked' | 'moved' | 'nothing' | 'noted' | 'waiting' | 'ignored' | 'refused';
  disorder: 'early' | 'late' | null;
  times: number;
  last_at: Instant | null;
  why: string | null;
  currency: string | null;
  amount: string | null;
  intent_id: string | null;
  reference: string | null;
  customer: CustomerRef | null;
  method: string | null;
}

export interface PaymentLine {
  item_id: string;
  number: string;
  amount: string;
  paid: string;
}

export interface PaymentMethod {
  id: string;
  provider: 'sandbox' | 'stripe';
  trial: boolean;
  kind: string | null;
  label: string | null;
  state: 'open' | 'active' | 'failed' | 'revoked' | 'gone';
  url: string | null;
  created_at: Instant;
  saved_at: Instant | null;
  ended_at: Instant | null;
  by: string | null;
}

export interface PaymentMethodAccount {
  account_id: string;
  company: string;
  currency: string;
  providers: PortalPayProvider[];
  methods: PaymentMethod[];
  autopay_offered: boolean;
  autopay: Autopay | null;
  charges: AutopayCharge[];
}

export interface PaymentMethodAct {
  outcome: 'saved' | 'saved_declines' | 'refused';
}

export interface PaymentMethodIn {
  account_id: string;
  provider: string;
  language?: string;
}

export interface PaymentMethods {
  notice_days: number;
  accounts: PaymentMethodAccount[];
}

export interface PaymentOutcome {
  outcome: 'booked' | 'noted' | 'waiting' | 'ignored' | 'refused';
}

export interface PaymentRefundIn {
  amount: string;
  reason: string;
}

export interface PaymentReturn {
  at: Instant;
  kind: 'refund' | 'chargeback' | 'reinstated';
  amount: string;
  item_id: string;
}

export interface PaymentRow {
  id: string;
  customer: CustomerRef;
  division: string;
  provider: 'transfer' | 'sandbox' | 'stripe';
  trial: boolean;
  state: 'open' | 'processing' | 'failed' | 'cancelled' | 'expired' | 'succeeded';
  currency: string;
  amount: string;
  credit: string;
  captured: string;
  surplus: string;
  returned: string;
  reference: string;
  created_at: Instant;
  ended_at: Instant | null;
  expires_at: Instant;
  why: string | null;
}

export interface PaymentUsed {
  item_id: string;
  number: string;
  amount: string;
  applied: string;
}

export interface PaymentWhole {
  id: string;
  customer: CustomerRef;
  division: string;
  provider: 'transfer' | 'sandbox' | 'stripe';
  trial: boolean;
  state: 'open' | 'processing' | 'failed' | 'cancelled' | 'expired' | 'succeeded';
  currency: string;
  amount: string;
  credit: string;
  captured: string;
  surplus: string;
  returned: string;
  reference: string;
  created_at: Instant;
  ended_at: Instant | null;
  expires_at: Instant;
  why: string | null;
  provider_id: string | null;
  payment_id: string | null;
  can_refund: boolean;
  refundable: string;
  by: string | null;
  lines: PaymentLine[];
  credits: PaymentUsed[];
  events: PaymentEvent[];
  returns: PaymentReturn[];
  booked: PaymentBooked[];
}

export interface Person {
  id: string;
  name: string | null;
}

export interface PortalAccepted {
  csrf: string | null;
}

export interface PortalAccess {
  company: string;
  customer_name_hint: string;
  scope: 'account' | 'statement' | 'invoice';
  expires_at: Instant;
}

export interface PortalAccount {
  name: string;
  email: string;
  phone: string | null;
  language: string;
  password: boolean;
  fresh: boolean;
  second_factor: boolean;
  recovery_codes: number;
  passkey_needed: boolean;
  passkeys: Passkey[];
  sessions: UserSession[];
}

export interface PortalAddress {
  line1: string;
  line2: string | null;
  postcode: string | null;
  city: string | null;
  region: string | null;
  country: string;
}

export interface PortalAnswer {
  body?: string | null;
}

export interface PortalApplied {
  invoice_id: string | null;
  number: string | null;
  kind: string;
  amount: string;
  on: Day;
}

export interface PortalBalance {
  currency: string;
  open: string;
  overdue: string;
  not_due: string;
  unapplied: string;
  disputed: string;
  oldest_due_on: Day | null;
  buckets: string[];
}

export interface PortalChoice {
  id: string;
  name: string;
  number: string;
  role: 'viewer' | 'payer' | 'admin';
  present: boolean;
}

export interface PortalCodeAsk {
  email: string;
}

export interface PortalCompany {
  name: string;
}

export interface PortalConfirm {
  token: string;
}

export interface PortalConfirmed {
  csrf: string;
}

export interface PortalContact {
  name: string | null;
}

export interface PortalCustomer {
  name: string;
  number: string;
}

export interface PortalDispute {
  id: string;
  invoice_id: string;
  invoice_number: string;
  amount: string;
  currency: string;
  reason: string;
  detail: string | null;
  opened_on: Day;
  state: 'open' | 'credit' | 'reject' | 'rebill' | 'write_off' | 'withdrawn';
  closed_on: Day | null;
  yours: boolean;
  files: number;
}

export interface PortalDisputeIn {
  amount?: string;
  lines?: PortalDisputeLine[];
  reason_code: string;
  detail?: string | null;
}

export interface PortalDisputeLine {
  line_no: number;
  amount: string;
}

export interface PortalDisputeReason {
  code: string;
  name: string;
}

export interface PortalDownload {
  id: string;
  format: 'zip' | 'csv' | 'xlsx';
  state: 'ready' | 'running' | 'done' | 'cut';
  total: number;
  done: number;
}

export interface PortalDownloadIn {
  format: 'zip' | 'csv' | 'xlsx';
  query?: string;
  ids?: string[];
  language?: string;
}

export interface PortalFactorRemove {
  password?: string | null;
  code: string;
}

export interface PortalFile {
  id: string;
  file_name: string;
  bytes: number;
  at: Instant;
  invoice_number: string | null;
}

export interface PortalInstalment {
  seq: number;
  due_on: Day;
  amount: string;
  open: string;
}

export interface PortalIntent {
  id: string;
  account_id: string;
  company: string;
  provider: 'transfer' | 'sandbox' | 'stripe';
  trial: boolean;
  state: 'open' | 'processing' | 'failed' | 'cancelled' | 'expired' | 'succeeded';
  currency: string;
  amount: string;
  credit: string;
  captured: string;
  surplus: string;
  returned: string;
  reference: string;
  reference_text: string;
  created_at: Instant;
  expires_at: Instant;
  ended_at: Instant | null;
  url: string | null;
  can_cancel: boolean;
  why: string | null;
  transfer: PortalTransfer | null;
  lines: PortalIntentLine[];
  credits: PortalIntentCredit[];
  saving: PortalIntentSaving | null;
}

export interface PortalIntentCredit {
  credit_id: string;
  number: string;
  amount: string;
  applied: string;
}

export interface PortalIntentDeduction {
  amount: string;
  reason: string | null;
  detail: string | null;
}

export interface PortalIntentLine {
  invoice_id: string;
  number: string;
  amount: string;
  paid: string;
  deduction: PortalIntentDeduction | null;
}

export interface PortalIntentRow {
  id: string;
  account_id: string;
  company: string;
  provider: 'transfer' | 'sandbox' | 'stripe';
  trial: boolean;
  state: 'open' | 'processing' | 'failed' | 'cancelled' | 'expired' | 'succeeded';
  currency: string;
  amount: string;
  credit: string;
  captured: string;
  surplus: string;
  returned: string;
  reference: string;
  reference_text: string;
  created_at: Instant;
  expires_at: Instant;
  ended_at: Instant | null;
  url: string | null;
  can_cancel: boolean;
  why: string | null;
}

export interface PortalIntentSaving {
  state: 'open' | 'active' | 'failed' | 'revoked' | 'gone';
  label: string | null;
}

export interface PortalInvitationIn {
  token: string;
  name?: string | null;
}

export interface PortalInvitationToken {
  token: string;
}

export interface PortalInvitationWaiting {
  id: string;
  name: string;
  email: string;
  role: 'viewer' | 'payer' | 'admin';
  contact_id: string | null;
  created_at: Instant;
  expires_at: Instant;
  expired: boolean;
}

export interface PortalInvite {
  email: string;
  name: string;
  role: 'viewer' | 'payer' | 'admin';
}

export interface PortalInviteContact {
  email: string;
  name: string;
  role: 'viewer' | 'payer' | 'admin';
  contact_id?: string | null;
}

export interface PortalInvited {
  company: string;
  customer_name: string;
  email: string;
  name: string;
  role: 'viewer' | 'payer' | 'admin';
  known: boolean;
  expires_at: Instant;
}

export interface PortalInvoice {
  id: string;
  number: string;
  kind: string;
  issued_on: Day;
  due_on: Day;
  days_late: number;
  amount: string;
  open: string;
  currency: string;
  status: 'open' | 'partly_paid' | 'overdue' | 'disputed' | 'paid' | 'cancelled';
  disputed: string;
  promised: string;
  reference: string | null;
  order_numbers: string | null;
}

export interface PortalInvoiceSum {
  currency: string;
  n: number;
  amount: string;
  open: string;
}

export interface PortalInvoiceSums {
  rows: PortalInvoiceSum[];
}

export interface PortalInvoiceWhole {
  id: string;
  number: string;
  kind: string;
  issued_on: Day;
  due_on: Day;
  days_late: number;
  amount: string;
  open: string;
  currency: string;
  status: 'open' | 'partly_paid' | 'overdue' | 'disputed' | 'paid' | 'cancelled';
  disputed: string;
  promised: string;
  reference: string | null;
  order_numbers: string | null;
  payment_method: string | null;
  promise_broken: boolean;
  billing: PortalAddress | null;
  shipping: PortalAddress | null;
  lines: PortalLine[];
  instalments: PortalInstalment[];
  payments: PortalPayment[];
}

export interface PortalLine {
  line: number;
  description: string;
  order_number: string | null;
  quantity: string | null;
  unit: string | null;
  tax_rate: string | null;
  tax: string | null;
  amount: string;
}

export interface PortalLink {
  id: string;
  contact: Person | null;
  scope: 'account' | 'statement' | 'invoice';
  item_id: string | null;
  created_at: Instant;
  expires_at: Instant;
  confirmed_at: Instant | null;
  revoked_at: Instant | null;
}

export interface PortalLinkIn {
  scope: 'account' | 'statement' | 'invoice';
  contact_id?: string | null;
  item_id?: string | null;
  days?: number;
}

export interface PortalLinkMade {
  id: string;
  url: string;
  expires_at: Instant;
}

export interface PortalLooked {
  name: string;
  acts: boolean;
  since: Instant;
  until: Instant;
}

export interface PortalMember {
  id: string;
  name: string;
  email: string;
  role: 'viewer' | 'payer' | 'admin';
  you: boolean;
  second_factor: boolean;
  passkey: boolean;
  since: Instant;
  seen_at: Instant | null;
}

export interface PortalMessage {
  id: string;
  seq: number;
  author: 'you' | 'company';
  author_name: string | null;
  body: string;
  at: Instant;
  invoice_id: string | null;
  invoice_number: string | null;
}

export interface PortalMessageIn {
  body: string;
  client_key: string;
  invoice_id?: string | null;
  dispute_id?: string | null;
  file_ids?: string[];
}

export interface PortalNote {
  id: string;
  author_name: string | null;
  yours: boolean;
  body: string;
  at: Instant;
}

export interface PortalNoteIn {
  body: string;
  client_key: string;
}

export interface PortalNotices {
  gets: ('billing' | 'statement' | 'dispute' | 'legal')[];
}

export interface PortalPaid {
  id: string;
  kind: string;
  number: string;
  on: Day;
  amount: string;
  unapplied: string;
  currency: string;
  applied: PortalApplied[];
}

export interface PortalPassword {
  old_password?: string | null;
  password: string;
}

export interface PortalPayAccount {
  account_id: string;
  company: string;
  currency: string;
  providers: PortalPayProvider[];
  part_payment: boolean;
  credits_usable: boolean;
  items: PortalPayItem[];
  credits: PortalPayCredit[];
}

export interface PortalPayAct {
  outcome: 'success' | 'decline' | 'late' | 'duplicate';
}

export interface PortalPayCredit {
  id: string;
  number: string;
  kind: string;
  on: Day;
  open: string;
  in_progress: string;
  usable: string;
}

export interface PortalPayCreditIn {
  credit_id: string;
  amount?: string;
}

export interface PortalPayDeductionIn {
  reason_code: string;
  detail?: string | null;
}

export interface PortalPayIn {
  provider: string;
  lines: PortalPayLineIn[];
  credits?: PortalPayCreditIn[];
  language?: string;
  save?: boolean;
}

export interface PortalPayItem {
  id: string;
  number: string;
  kind: string;
  due_on: Day;
  days_late: number;
  open: string;
  disputed: string;
  in_progress: string;
  payable: string;
}

export interface PortalPayLineIn {
  invoice_id: string;
  amount?: string;
  deduction?: PortalPayDeductionIn;
}

export interface PortalPayOptions {
  accounts: PortalPayAccount[];
}

export interface PortalPayProvider {
  code: 'transfer' | 'sandbox' | 'stripe';
  trial: boolean;
  saves: boolean;
}

export interface PortalPayment {
  on: Day;
  kind: string;
  number: string;
  amount: string;
}

export interface PortalPeople {
  people: PortalMember[];
  invitations: PortalInvitationWaiting[];
  support_acts?: boolean;
}

export interface PortalProfile {
  name: string;
  phone?: string | null;
  language: 'en' | 'de' | 'fr';
}

export interface PortalPromise {
  id: string;
  amount: string;
  kept: string;
  currency: string;
  made_on: Day;
  promised_on: Day;
  state: 'open' | 'kept' | 'partly' | 'broken' | 'cancelled';
  invoice_numbers: string | null;
}

export interface PortalPromiseIn {
  invoice_ids: string[];
  promised_on?: Day;
  amount?: string;
  instalments?: PortalPromisePart[];
  note?: string | null;
}

export interface PortalPromisePart {
  promised_on: Day;
  amount: string;
}

export interface PortalPromiseRules {
  until: Day;
  parts: number;
  plan_until: Day;
}

export interface PortalQr {
  side: number;
  path: string;
}

export interface PortalRequest {
  id: string;
  kind: string;
  body: string;
  due_on: Day;
  state: 'open' | 'answered' | 'accepted';
  invoice_number: string | null;
  events: PortalRequestEvent[];
  files: string[];
}

export interface PortalRequestEvent {
  kind: string;
  body: string | null;
  at: Instant;
  author: 'you' | 'company';
}

export interface PortalRole {
  role: 'viewer' | 'payer' | 'admin';
}

export interface PortalSession {
  csrf: string;
  customer: PortalCustomer;
  contact: PortalContact;
  company: PortalCompany;
  scope: 'account' | 'statement' | 'invoice';
  invoice_id: string | null;
  may: ('see' | 'ask' | 'promise' | 'dispute' | 'pay' | 'account' | 'people')[];
  customers: PortalChoice[];
  support: PortalSupport | null;
  promise: PortalPromiseRules | null;
}

export interface PortalSignIn {
  email: string;
  password?: string | null;
  mail_code?: string | null;
  code?: string | null;
}

export interface PortalStatement {
  company: string;
  customer: PortalCustomer;
  currency: string;
  from: Day;
  to: Day;
  opening: string;
  lines: PortalStatementLine[];
  closing: string;
}

export interface PortalStatementLine {
  on: Day;
  kind: string;
  number: string;
  due_on: Day | null;
  debit: string;
  credit: string;
  balance: string;
}

export interface PortalSummary {
  customer: PortalCustomer;
  as_of: Day;
  balances: PortalBalance[];
}

export interface PortalSupport {
  name: string;
  you: boolean;
  acts: boolean;
  since: Instant;
}

export interface PortalSwitch {
  customer_id: string;
}

export interface PortalTransfer {
  name: string;
  iban: string;
  iban_text: string;
  bic: string | null;
  amount: string;
  currency: string;
  reference: string;
  reference_text: string;
  code: string | null;
  qr: PortalQr | null;
}

export interface PortalUnsent {
  id: string;
  file_name: string;
  purpose: 'remittance' | 'proof' | 'tax_form' | null;
  bytes: number;
  at: Instant;
}

export interface PortalView {
  person_id?: string | null;
  act?: boolean;
}

export interface PortalViewing {
  expires_at: Instant;
}

export interface PortalWithdraw {
  note?: string | null;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: ProblemError[];
  request_id: string;
}

export interface ProblemError {
  pointer: string;
  message: string;
}

export interface Progress {
  targets: Target[];
}

export interface Promise {
  id: string;
  case_id: string;
  amount: Money;
  kept: Money;
  made_on: Day;
  promised_on: Day;
  judged_on: Day;
  channel: string;
  note: string | null;
  plan_id: string | null;
  state: 'open' | 'kept' | 'partly' | 'broken' | 'cancelled';
}

export interface PromiseCancel {
  reason: string;
  whole_plan?: boolean;
}

export interface PromiseIn {
  case_id: string;
  amount?: string;
  promised_on?: Day;
  instalments?: PromisePart[];
  item_ids?: string[];
  note?: string | null;
  channel?: 'call' | 'mail' | 'portal' | 'chat';
}

export interface PromiseMade {
  id: string;
  plan_id: string | null;
  ids: string[];
}

export interface PromisePart {
  amount: string;
  promised_on: Day;
}

export interface PromisePlan {
  id: string;
  no: number;
  of: number;
}

export interface PromiseReplace {
  amount?: string;
  promised_on?: Day;
  instalments?: PromisePart[];
  item_ids?: string[];
  note?: string | null;
  channel?: 'call' | 'mail' | 'portal' | 'chat';
}

export interface PromiseRow {
  id: string;
  customer: CustomerRef;
  case_id: string;
  division: string;
  amount: Money;
  kept: Money;
  made_on: Day;
  promised_on: Day;
  judged_on: Day;
  channel: string;
  note: string | null;
  state: 'open' | 'kept' | 'partly' | 'broken' | 'cancelled';
  settled: boolean;
  by: string | null;
  plan: PromisePlan | null;
  replaces_id: string | null;
  cancel_reason: string | null;
  items: number;
  item_numbers: string | null;
  assignee: Person | null;
}

export interface PromiseSum {
  currency: string;
  open: string;
  due: string;
  broken: string;
}

export interface PromiseSummary {
  as_of: Day;
  views: PromiseViews;
  sums: PromiseSum[];
  reliability: Reliability;
}

export interface PromiseViews {
  attention: number;
  due: number;
  broken: number;
  open: number;
  kept: number;
  all: number;
}

export interface Ready {
  status: string;
  database: string;
  schema: string | null;
  why: string | null;
  queue_age_s: number;
}

export interface Reason {
  reason: string;
}

export interface RecoveryCodes {
  codes: string[];
}

export interface Ref {
  kind: string;
  id: string;
}

export interface Refund {
  id: string;
  customer: CustomerRef;
  credit_id: string;
  credit_number: string;
  amount: Money;
  paid_on: Day;
  reason: string;
  reference: string | null;
  state: 'waiting' | 'recorded' | 'refused' | 'reversed';
  asked_by: Person | null;
  asked_at: Instant;
  decided_by: string | null;
  decided_at: Instant | null;
  note: string | null;
}

export interface RefundDecision {
  agree: boolean;
  note?: string | null;
}

export interface RefundIn {
  amount: string;
  paid_on?: Day | null;
  reason: string;
  reference?: string | null;
}

export interface RefundMade {
  id: string;
  waits_for_approval: boolean;
}

export interface RefundReversal {
  reason: string;
}

export interface Reliability {
  since: Day;
  judged: number;
  kept: number;
  partly: number;
  broken: number;
  by_count: string | null;
  by_amount: ReliabilitySum[];
}

export interface ReliabilityPart {
  id: string;
  amount: Money;
  kept: Money;
  promised_on: Day;
  judged_on: Day;
  state: 'kept' | 'partly' | 'broken';
}

export interface ReliabilityParts {
  reliability: Reliability;
  parts: ReliabilityPart[];
}

export interface ReliabilitySum {
  currency: string;
  promised: string;
  received: string;
  share: string | null;
}

export interface ReportColumn {
  name: string;
  label: string;
  kind: 'text' | 'amount' | 'number' | 'day' | 'instant' | 'yes_no';
  meaning: string;
}

export interface ReportDefinition {
  columns: string[];
  filters?: ReportFilter[];
  grouped?: boolean;
  order?: ReportOrder[];
}

export interface ReportFilter {
  column: string;
  is: 'is' | 'is_not' | 'contains' | 'at_least' | 'at_most' | 'empty' | 'not_empty';
  value?: string | null;
}

export interface ReportIn {
  name: string;
  shared?: boolean;
  view: string;
  definition: ReportDefinition;
  every?: 'never' | 'day' | 'week' | 'month';
  on_day?: number;
  at_hour?: number;
  recipient_ids?: string[];
}

export interface ReportLook {
  view: string;
  definition: ReportDefinition;
}

export interface ReportOrder {
  column: string;
  descending?: boolean;
}

export interface ReportRows {
  columns: ReportColumn[];
  rows: unknown[];
  totals: unknown[];
  cut: boolean;
}

export interface ReportView {
  name: string;
  meaning: string;
  columns: ReportColumn[];
}

export interface ReportViews {
  views: ReportView[];
}

export interface ResetAsk {
  email: string;
}

export interface ResetLook {
  token: string;
}

export interface ResetOwner {
  email: string;
}

export interface ResetUse {
  token: string;
  password: string;
}

export interface RoleIn {
  name: string;
  rights: string[];
}

export interface RoleMade {
  role: string;
}

export interface RoleRights {
  role: string;
  name: string | null;
  own: boolean;
  rights: string[];
  users: number | null;
}

export interface RowError {
  pointer: string;
  message: string;
}

export interface RowResult {
  status: 'created' | 'changed' | 'same' | 'older' | 'parked';
  id: string | null;
  waits_for: string | null;
}

export interface Run {
  id: string;
  kind: 'daily' | 'event' | 'manual';
  started_at: Instant;
  ended_at: Instant | null;
  state: 'running' | 'done' | 'errors' | 'failed';
  full: boolean;
  cases: number;
  acted: number;
  messages: number;
  tasks: number;
  held: number;
  failed: number;
  ms: number;
}

export interface RunAsked {
  cases: number;
}

export interface RunError {
  case_id: string;
  customer: CustomerRef;
  script: string | null;
  version: number;
  fault: string;
}

export interface RunWhole {
  id: string;
  kind: 'daily' | 'event' | 'manual';
  started_at: Instant;
  ended_at: Instant | null;
  state: 'running' | 'done' | 'errors' | 'failed';
  full: boolean;
  cases: number;
  acted: number;
  messages: number;
  tasks: number;
  held: number;
  failed: number;
  ms: number;
  errors: RunError[];
}

export interface SavedReport {
  id: string;
  name: string;
  shared: boolean;
  own: boolean;
  owner: Person;
  view: string;
  definition: ReportDefinition;
  every: 'never' | 'day' | 'week' | 'month';
  on_day: number;
  at_hour: number;
  next_at: Instant | null;
  recipient_ids: string[];
}

export interface SavedReports {
  reports: SavedReport[];
}

export interface SavedView {
  id: string;
  name: string;
  base: string;
  sort: string;
  filters: unknown;
  columns: string[];
  shared: boolean;
  own: boolean;
  owner: Person;
}

export interface Script {
  id: string;
  kind: string;
  name: string;
  active: ScriptActive | null;
  latest_version_no: number;
  error: string | null;
}

export interface ScriptActive {
  version_no: number;
  sha256: string;
  activated_at: Instant | null;
  by: string | null;
}

export interface ScriptCase {
  name: string;
  ok: boolean;
  message: string | null;
}

export interface ScriptCheck {
  ok: boolean;
  loads: boolean;
  errors: ScriptFault[];
  cases: ScriptCase[];
  declares: ScriptDeclares | null;
}

export interface ScriptDeclares {
  name: string;
  segment: string | null;
  rank: number;
  steps: ScriptStep[];
  tags: string[];
}

export interface ScriptEffect {
  cases: number;
}

export interface ScriptFault {
  line: number;
  column: number;
  message: string;
}

export interface ScriptHistory {
  id: string;
  kind: string;
  name: string;
  active: ScriptActive | null;
  latest_version_no: number;
  error: string | null;
  versions: ScriptVersion[];
}

export interface ScriptKeep {
  body: string;
  comment?: string | null;
}

export interface ScriptKept {
  id: string;
  version_no: number;
  state: string;
  same: boolean;
  check: ScriptCheck;
}

export interface ScriptStart {
  version_no: number;
}

export interface ScriptStarted {
  version_no: number;
  effect: ScriptEffect;
}

export interface ScriptStep {
  id: string;
  kind: 'send' | 'task';
  at: string;
  template: string | null;
  task: string | null;
}

export interface ScriptText {
  kind: string;
  name: string;
  body: string;
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

export interface ScriptVersionBody {
  id: string;
  kind: string;
  name: string;
  version_no: number;
  sha256: string;
  state: string;
  comment: string | null;
  created_at: Instant;
  body: string;
}

export interface Search {
  customers: SearchCustomer[];
  items: SearchItem[];
  amounts: SearchItem[];
  messages: SearchMessage[];
  contacts: SearchContact[];
  words: SearchWords[];
}

export interface SearchContact {
  id: string;
  name: string;
  email: string | null;
  customer_id: string;
  customer_name: string;
}

export interface SearchCustomer {
  id: string;
  number: string;
  name: string;
  status: string;
}

export interface SearchItem {
  id: string;
  number: string;
  kind: string;
  customer_id: string;
  customer_name: string;
  amount: string;
  open: string;
  currency: string;
  issued_on: Day;
}

export interface SearchMessage {
  id: string;
  conversation_id: string;
  customer_id: string;
  customer_name: string;
  from: 'user' | 'contact' | 'system';
  created_at: Instant;
  excerpt: string;
}

export interface SearchWords {
  kind: 'note' | 'call' | 'outbox';
  id: string;
  customer_id: string;
  customer_name: string;
  activity_id: string | null;
  created_at: Instant;
  excerpt: string;
}

export interface Selection {
  overdue: Money[];
  left_out: SelectionLeftOut[];
  case_ids: string[];
  customer_ids: string[];
}

export interface SelectionIn {
  action: 'follow_up' | 'assign' | 'message' | 'note' | 'call';
  case_ids?: string[];
  except?: string[];
  assignee_id?: string | null;
  busy_too?: boolean;
}

export interface SelectionLeftOut {
  reason: 'busy' | 'same' | 'hidden' | 'gone';
  cases: number;
  names: string[];
}

export interface SentMessage {
  id: string;
  created_at: Instant;
  handed_at: Instant | null;
  channel: string;
  state: string;
  template: string;
  recipients: string | null;
  subject: string | null;
  body: string | null;
  total: Money | null;
}

export interface Session {
  csrf: string;
  user: SessionUser;
  company: Company;
}

export interface SessionUser {
  id: string;
  name: string;
  email: string;
  role: 'viewer' | 'collector' | 'manager' | 'admin';
  mfa: boolean;
  rights: string[];
}

export interface Setting {
  name: string;
  group: string;
  kind: 'text' | 'prose' | 'int' | 'bool' | 'enum' | 'currency' | 'money' | 'iban' | 'bic' | 'image';
  value: string | null;
  absent: string | null;
  min: number;
  max: number;
  names: string[];
  changed_at: Instant | null;
  changed_by: string | null;
}

export interface SettingVersion {
  value: string | null;
  from: Instant;
  to: Instant | null;
  by: string | null;
}

export interface Settings {
  version: number;
  currency: string;
  settings: Setting[];
}

export interface SettingsChange {
  values: unknown;
}

export interface Settlement {
  id: string;
  kind: string;
  number: string;
  reference: string | null;
  received_on: Day;
  currency: string;
  amount: string;
  unapplied: string;
  effective_on: Day | null;
  settled: string | null;
  item_kind: string | null;
  item_number: string | null;
  due_on: Day | null;
  reversal: boolean;
}

export interface SignIn {
  email: string;
  password: string;
  code?: string | null;
}

export interface SourceRef {
  source_id: string;
}

export interface StaleDivision {
  division: string;
  synced_at: Instant | null;
}

export interface StrategyChoice {
  name: string;
  pinned: boolean;
  reason: string | null;
  by: string | null;
  since: Instant | null;
}

export interface StrategyIn {
  strategy: string;
  reason?: string | null;
}

export interface SuppressionRestore {
  suppression_id: string;
}

export interface Tag {
  tag: string;
  origin: 'hand' | 'script' | 'import';
  reason: string | null;
  since: Instant;
}

export interface TagIn {
  tag: string;
  reason?: string | null;
}

export interface TagMade {
  tag: string;
}

export interface Target {
  kind: 'contacts' | 'promises' | 'worked';
  period: 'day' | 'week' | 'month';
  from: Day;
  until: Day;
  target: string;
  reached: string;
  currency: string | null;
}

export interface TargetIn {
  kind: 'contacts' | 'promises' | 'worked';
  period: 'day' | 'week' | 'month';
  target: unknown;
}

export interface TargetsIn {
  targets: TargetIn[];
}

export interface Team {
  members: TeamMember[];
  unassigned: TeamRest;
  portfolios: TeamPortfolio[];
}

export interface TeamChange {
  sees: 'all' | 'own';
}

export interface TeamCustomers {
  customer_ids: string[];
  foreign: number;
}

export interface TeamMember {
  user: Person;
  role: string;
  active: boolean;
  sees: 'all' | 'own';
  divisions: string[];
  customers: number;
  cases: number;
  exceptions: number;
  overdue: Money;
  targets: Target[];
}

export interface TeamPortfolio {
  name: string;
  user: Person;
  customers: number;
}

export interface TeamRest {
  cases: number;
  overdue: Money;
}

export interface Template {
  id: string;
  code: string;
  base: string | null;
  purpose: string;
  topic: string;
  stage: number;
  category: string | null;
  late_from: number | null;
  late_to: number | null;
  texts: TemplateText[];
}

export interface TemplateAdd {
  code: string;
  purpose: string;
  topic: 'reminder' | 'notice';
  stage?: number;
  channel?: 'email' | 'letter' | 'sms';
  from?: string | null;
}

export interface TemplateBody {
  id: string;
  language: string;
  channel: 'email' | 'letter' | 'sms';
  version_no: number;
  active: boolean;
  comment: string | null;
  created_at: Instant;
  subject: string;
  body_text: string;
  body_html: string;
}

export interface TemplateChecked {
  ok: boolean;
  errors: TemplateFault[];
}

export interface TemplateCode {
  code: string;
}

export interface TemplateFault {
  part: 'subject' | 'body_text' | 'body_html';
  line: number;
  message: string;
}

export interface TemplateField {
  name: string;
  kind: 'text' | 'flag' | 'list';
  optional: boolean;
  of: string | null;
}

export interface TemplateKeep {
  language: string;
  channel?: 'email' | 'letter' | 'sms';
  subject: string;
  body_text: string;
  body_html: string;
  comment?: string | null;
  expected_no?: number | null;
}

export interface TemplateKept {
  id: string;
  version_no: number;
  same: boolean;
}

export interface TemplateStart {
  version_id: string;
}

export interface TemplateText {
  language: string;
  channel: 'email' | 'letter' | 'sms';
  active_no: number | null;
  latest_no: number;
}

export interface TemplateTexts {
  subject: string;
  body_text: string;
  body_html: string;
}

export interface TemplateTried {
  subject: string | null;
  text: string | null;
  html: string | null;
  fault: string | null;
  sample: boolean;
}

export interface TemplateTry {
  customer_id: string;
  language: string;
  subject: string;
  body_text: string;
  body_html: string;
}

export interface TemplateVariant {
  name: string;
  purpose: string;
  category?: string | null;
  late_from?: number | null;
  late_to?: number | null;
}

export interface TemplateVersion {
  id: string;
  language: string;
  channel: 'email' | 'letter' | 'sms';
  version_no: number;
  active: boolean;
  sha256: string;
  comment: string | null;
  by: string | null;
  created_at: Instant;
  activated_at: Instant | null;
}

export interface TemplateWhole {
  id: string;
  code: string;
  base: string | null;
  purpose: string;
  topic: string;
  stage: number;
  category: string | null;
  late_from: number | null;
  late_to: number | null;
  texts: TemplateText[];
  versions: TemplateVersion[];
  fields: TemplateField[];
}

export interface TimelineEntry {
  id: string;
  at: Instant;
  kind:
    | 'note'
    | 'call'
    | 'message'
    | 'message_done'
    | 'message_reopened'
    | 'invoice_note'
    | 'mail_planned'
    | 'mail_sent'
    | 'mail_failed'
    | 'mail_bounced'
    | 'mail_delayed'
    | 'mail_uncertain'
    | 'mail_arrived'
    | 'mail_cancelled'
    | 'mail_auto'
    | 'letter_printed'
    | 'promise'
    | 'dispute'
    | 'hold'
    | 'follow_up'
    | 'follow_up_done'
    | 'assignment'
    | 'invoice'
    | 'credit'
    | 'payment'
    | 'allocation'
    | 'reversal'
    | 'refund'
    | 'fee'
    | 'interest'
    | 'write_off'
    | 'payment_intent'
    | 'payment_method'
    | 'payment_autopay'
    | 'decision'
    | 'strategy'
    | 'risk'
    | 'tag'
    | 'attachment'
    | 'document_request'
    | 'portal_visit'
    | 'contact'
    | 'customer'
    | 'import';
  actor: Actor;
  title: string;
  detail: unknown;
  words: string | null;
  ref: Ref | null;
  side: 'customer' | 'us';
  achieved: NoticeResult | null;
}

export interface TimelineList {
  rows: TimelineEntry[];
  next: string | null;
}

export interface UnassignedAssign {
  customer_id: string;
  item_id?: string | null;
}

export interface UnassignedFile {
  file_name: string;
  type: string;
  bytes: number;
  refused: string | null;
}

export interface UnassignedMail {
  id: string;
  kind: 'reply' | 'auto' | 'bounce' | 'delay' | 'delivered' | 'unreadable';
  why: 'forged' | 'unknown' | 'stranger';
  from_email: string | null;
  from_name: string | null;
  subject: string;
  received_at: Instant;
  named_customer: CustomerRef | null;
  body: string;
  cut: boolean;
  files: UnassignedFile[];
}

export interface UnassignedRow {
  id: string;
  kind: 'reply' | 'auto' | 'bounce' | 'delay' | 'delivered' | 'unreadable';
  why: 'forged' | 'unknown' | 'stranger';
  from_email: string | null;
  from_name: string | null;
  subject: string;
  received_at: Instant;
  named_customer: CustomerRef | null;
  excerpt: string;
  files: number;
}

export interface User {
  id: string;
  email: string;
  name: string;
  role: string;
  language: string;
  status: 'active' | 'disabled';
  has_password: boolean;
  second_factor: boolean;
  divisions: string[];
  created_at: Instant;
  version: number;
}

export interface UserChange {
  name: string;
  role: string;
  status: 'active' | 'disabled';
  language: string;
  divisions?: string[];
}

export interface UserIn {
  email: string;
  name: string;
  role: string;
  language?: string | null;
  second_factor?: boolean | null;
  divisions?: string[];
}

export interface UserSecrets {
  id: string;
  password: string | null;
  totp_secret: string | null;
  totp_uri: string | null;
  qr: string[] | null;
}

export interface UserSession {
  session: string;
  this: boolean;
  mfa: boolean;
  ip: string;
  user_agent: string;
  created_at: Instant;
  last_seen_at: Instant;
}

export interface UserSessions {
  sessions: UserSession[];
}

export interface V1Address {
  kind?: 'billing' | 'shipping';
  line1: string;
  line2?: string | null;
  postcode?: string | null;
  city?: string | null;
  region?: string | null;
  country: string;
}

export interface V1Aging {
  as_of: Day;
  proves: boolean;
  currencies: V1AgingCurrency[];
  rows?: V1AgingRow[];
}

export interface V1AgingCurrency {
  currency: string;
  customers: number;
  buckets: V1Buckets;
  unapplied: string;
  open: string;
  control_total: string;
}

export interface V1AgingRow {
  customer_id: string;
  source_system: string | null;
  source_id: string | null;
  number: string | null;
  name: string | null;
  currency: string;
  buckets: V1Buckets;
  unapplied: string;
  open: string;
  control_total: string;
}

export interface V1Allocation {
  id: string;
  source_system: string;
  source_id: string;
  credit: V1CreditOf;
  invoice: V1InvoiceRef;
  amount: string;
  currency: string;
  credit_amount: string;
  credit_currency: string;
  effective_on: Day;
  known_at: Instant;
  reverses: string | null;
  reversed_by: string | null;
  reason: string | null;
}

export interface V1AllocationBatch {
  rows: V1AllocationIn[];
  atomic?: boolean;
}

export interface V1AllocationIn {
  source_system?: string;
  source_id?: string;
  source_version?: number;
  known_at?: Instant | null;
  known_assumed?: boolean;
  credit: V1CreditRef;
  invoice: V1InvoiceRef;
  amount: string;
  credit_amount?: string | null;
  effective_on: Day;
  reason?: string | null;
}

export interface V1Buckets {
  not_due: string;
  '1_30': string;
  '31_60': string;
  '61_90': string;
  '91_plus': string;
}

export interface V1Contact {
  id: string;
  source_system: string;
  source_id: string;
  source_version: number;
  customer: SourceRef;
  name: string;
  email: string | null;
  phone: string | null;
  language: string | null;
  time_zone: string | null;
  roles: string[];
  email_consent: boolean;
  active: boolean;
  version: number;
}

export interface V1ContactBatch {
  rows: V1ContactIn[];
  atomic?: boolean;
}

export interface V1ContactIn {
  source_system?: string;
  source_id?: string;
  source_version?: number;
  known_at?: Instant | null;
  known_assumed?: boolean;
  customer: SourceRef;
  name: string;
  email?: string | null;
  phone?: string | null;
  language?: string | null;
  time_zone?: string | null;
  roles?: string[];
  email_consent?: boolean;
  active?: boolean;
}

export interface V1CreditOf {
  kind: string;
  source_id: string;
}

export interface V1CreditRef {
  kind: 'payment' | 'credit';
  source_id: string;
}

export interface V1Customer {
  id: string;
  source_system: string;
  source_id: string;
  source_version: number;
  number: string;
  name: string;
  parent: SourceRef | null;
  status: string;
  kind: string;
  language: string;
  time_zone: string | null;
  country: string | null;
  region: string | null;
  tax_id: string | null;
  terms_days: number | null;
  payment_method: string | null;
  credit_limit: Money | null;
  since_on: Day | null;
  version: number;
}

export interface V1CustomerBatch {
  rows: V1CustomerIn[];
  atomic?: boolean;
}

export interface V1CustomerIn {
  source_system?: string;
  source_id?: string;
  source_version?: number;
  known_at?: Instant | null;
  known_assumed?: boolean;
  number: string;
  name: string;
  parent?: SourceRef | null;
  status?: 'active' | 'on_hold' | 'legal' | 'closed';
  kind?: 'business' | 'public_body' | 'consumer';
  language?: string;
  time_zone?: string | null;
  country?: string | null;
  region?: string | null;
  tax_id?: string | null;
  terms_days?: number | null;
  payment_method?: string | null;
  credit_limit?: Money | null;
  since_on?: Day | null;
  addresses?: V1Address[];
  keep?: boolean;
}

export interface V1Document {
  id: string;
  source_system: string;
  source_id: string;
  source_version: number;
  customer: SourceRef;
  division: string;
  number: string;
  reference: string | null;
  issued_on: Day;
  amount: string;
  open: string;
  currency: string;
  status: 'posted' | 'cancelled';
  method: string | null;
  payer_name: string | null;
  known_at: Instant;
  version: number;
  instalments?: V1Instalment[];
}

export interface V1DocumentBatch {
  rows: V1DocumentIn[];
  atomic?: boolean;
}

export interface V1DocumentIn {
  source_system?: string;
  source_id?: string;
  source_version?: number;
  known_at?: Instant | null;
  known_assumed?: boolean;
  customer: SourceRef;
  division?: string;
  number?: string;
  reference?: string | null;
  note?: string | null;
  issued_on: Day;
  due_on?: Day | null;
  amount: string;
  currency: string;
  status?: 'posted' | 'cancelled';
  method?: string | null;
  payer_name?: string | null;
  instalments?: V1InstalmentIn[];
  lines?: V1Line[];
}

export interface V1Instalment {
  seq: number;
  due_on: Day;
  amount: string;
  open: string;
}

export interface V1InstalmentIn {
  due_on: Day;
  amount: string;
}

export interface V1InvoiceRef {
  source_id: string;
  instalment?: number;
}

export interface V1Line {
  description: string;
  order_number?: string | null;
  quantity?: string | null;
  unit?: string | null;
  tax_rate?: string | null;
  tax?: string | null;
  amount: string;
}

export interface V1ReversalIn {
  source_system?: string;
  source_id?: string;
  source_version?: number;
  known_at?: Instant | null;
  known_assumed?: boolean;
  effective_on: Day;
  reason?: string | null;
}

export interface V1Total {
  customer_id: string;
  source_system: string;
  source_id: string;
  currency: string;
  debit: string;
  credit: string;
  balance: string;
}

export interface V1Totals {
  as_of: Day;
  rows: V1Total[];
}

export interface ViewChoice {
  view?: string | null;
}

export interface ViewCounts {
  all: number;
  mine: number;
  exceptions: number;
  overdue: number;
  broken: number;
  disputed: number;
  held: number;
  promised: number;
}

export interface ViewIn {
  name: string;
  base: string;
  sort: string;
  filters: unknown;
  columns: string[];
  shared?: boolean;
}

export interface Views {
  default: string | null;
  views: SavedView[];
  divisions: string[];
}

export interface Why {
  case_id: string;
  as_of: Day;
  strategy: string | null;
  strategy_why: string | null;
  script_version: WhyScript | null;
  steps: WhyStep[];
  first_guard: WhyGuard | null;
  next: WhyNext | null;
  fault: string | null;
  sentence: string;
}

export interface WhyGuard {
  name: string;
  detail: string | null;
  until: Day | null;
}

export interface WhyLine {
  number: string;
  instalment: number;
  day: Day | null;
  outcome: 'taken' | 'skipped' | 'held' | 'passed' | 'future' | 'not_met';
  guard: string | null;
  detail: string | null;
  until: Day | null;
}

export interface WhyNext {
  step: string | null;
  on: Day;
}

export interface WhyScript {
  id: string;
  version_no: number;
}

export interface WhyStep {
  step: string;
  instalments: WhyLine[];
}

export interface WorkRow {
  from: Day;
  to: Day;
  messages_by_itself: number;
  messages_by_hand: number;
  follow_ups_by_itself: number;
  follow_ups_by_hand: number;
  promises_by_customers: number;
  promises_by_staff: number;
  disputes_by_customers: number;
  disputes_by_staff: number;
  payments_by_portal: number;
  payments_reported: number;
}

export interface WorklistCase {
  case_id: string;
  customer_id: string;
  number: string;
  name: string;
  currency: string;
  division: string;
  score: string;
  status: string;
  reason: string;
  next_action: string;
  next_on: Day | null;
  exception: boolean;
  causes: string[];
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
  open_base: string;
  overdue_base: string;
  items: number;
  oldest_due_on: Day | null;
  days_late: number;
  broken: number;
  tags: string[];
  strategy: string | null;
  last_contact_on: Day | null;
  assignee_id: string | null;
  assignee: string | null;
  version: number;
  contributions: Contribution[];
  follow_ups: FollowUp[];
  recent: Activity[];
}

export interface WorklistChoice {
  value: string;
  label: string;
}

export interface WorklistChoices {
  tags: WorklistChoice[];
  strategies: WorklistChoice[];
  actions: WorklistChoice[];
  divisions: WorklistChoice[];
  currencies: WorklistChoice[];
  portfolios: WorklistChoice[];
  owners: WorklistChoice[];
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
  reason: string;
  next_action: string;
  next_on: Day | null;
  exception: boolean;
  causes: string[];
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
  open_base: string;
  overdue_base: string;
  items: number;
  oldest_due_on: Day | null;
  days_late: number;
  broken: number;
  tags: string[];
  strategy: string | null;
  last_contact_on: Day | null;
  assignee_id: string | null;
  assignee: string | null;
  version: number;
}

export interface WorklistSummary {
  base_currency: string;
  overdue: Money;
  cases: number;
  overdue_cases: number;
  exceptions: number;
  broken_promises: number;
  undelivered_cases: number;
  disputed_cases: number;
  views: ViewCounts;
  causes: CauseCount[];
  by_currency: CurrencySum[];
  due_follow_ups: number;
  failed_mail: number;
  uncertain_mail: number;
  run: LastRun | null;
  stale: StaleDivision[];
}
