/* What /api/portal/v1 answers. */
import type { Day, Instant } from '$core/dates';

export type Scope = 'account' | 'statement' | 'invoice';

export interface Access {
  company: string;
  /** Enough of the name to know one's own. */
  customer_name_hint: string;
  scope: Scope;
  expires_at: Instant;
}

export interface Customer {
  name: string;
  number: string;
}

export interface Session {
  csrf: string;
  customer: Customer;
  contact: { name: string | null };
  company: { name: string };
  scope: Scope;
  /** The one invoice that a link of scope "invoice" opens. */
  invoice_id: string | null;
  may: ('see' | 'ask')[];
}

export interface Balance {
  currency: string;
  open: string;
  overdue: string;
  not_due: string;
  unapplied: string;
  disputed: string;
  oldest_due_on: Day | null;
  buckets: [string, string, string, string, string];
}

export interface Summary {
  customer: Customer;
  as_of: Day;
  balances: Balance[];
}

export interface Page<Row> {
  rows: Row[];
  next: string | null;
}

export interface InvoiceRow {
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
}

export interface InvoiceLine {
  line: number;
  description: string;
  quantity: string | null;
  unit: string | null;
  tax_rate: string | null;
  tax: string | null;
  amount: string;
}

export interface Instalment {
  seq: number;
  due_on: Day;
  amount: string;
  open: string;
}

export interface Payment {
  on: Day;
  kind: string;
  number: string;
  amount: string;
}

export interface Invoice extends InvoiceRow {
  reference: string | null;
  lines: InvoiceLine[];
  instalments: Instalment[];
  payments: Payment[];
}

export interface StatementLine {
  on: Day;
  kind: string;
  number: string;
  due_on: Day | null;
  debit: string;
  credit: string;
  balance: string;
}

export interface Statement {
  company: string;
  customer: Customer;
  currency: string;
  from: Day;
  to: Day;
  opening: string;
  lines: StatementLine[];
  closing: string;
}

export interface Message {
  id: string;
  author: 'you' | 'company';
  author_name: string | null;
  body: string;
  at: Instant;
  invoice_id: string | null;
  invoice_number: string | null;
}
