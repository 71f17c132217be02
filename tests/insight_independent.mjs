// The figures of reference/metrics, computed from the rows of a ledger alone: day by day
// and document by document, with whole numbers. No code of Dunlin, and none of its ways:
// balances start from amounts and take off what was allocated, never from what is open.

const DAY = 86400000;
export const day = (text) => Date.parse(`${text}T00:00:00Z`) / DAY;
export const iso = (n) => new Date(n * DAY).toISOString().slice(0, 10);
const utcDay = (instant) => (instant ? day(instant.slice(0, 10)) : Infinity);
const sum = (list, of) => list.reduce((all, x) => all + of(x), 0n);
const min = (a, b) => (a < b ? a : b);

/** num / den to the nearest, halves away from zero. */
function divided(num, den) {
  if (den < 0n) [num, den] = [-num, -den];
  return num < 0n ? -((-num + den / 2n) / den) : (num + den / 2n) / den;
}

/** Thousandths as the API writes them. */
export function decimal(milli) {
  const v = milli < 0n ? -milli : milli;
  const tail = String(v % 1000n).padStart(3, '0').replace(/0{1,2}$/, '');
  return `${milli < 0n ? '-' : ''}${v / 1000n}.${tail}`;
}

const ratio = (part, whole) => (whole > 0n ? decimal(divided(part * 100000n, whole)) : null);
const mean = (days, by) => (by > 0n ? decimal(divided(days * 1000n, by)) : null);

const monthFirst = (d) => day(`${iso(d).slice(0, 7)}-01`);
const addMonths = (first, n) => {
  const [y, m] = iso(first).split('-').map(Number);
  return Date.UTC(y, m - 1 + n, 1) / DAY;
};
const monthLast = (d) => addMonths(monthFirst(d), 1) - 1;
const wholeMonthEnd = (d) => (monthLast(d) === d ? d : monthFirst(d) - 1);

/** Rows as the tables have them, all values texts. */
export class Ledger {
  constructor({ items, instalments, allocations, cases, disputes, pasts, promises }) {
    const reversed = new Set(allocations.map((a) => a.reverses_id).filter(Boolean));
    // filled in where they stand: there may be millions
    this.items = new Map(items.map((t) => [t.id, Object.assign(t, { issued: day(t.issued_on), minor: BigInt(t.amount_minor) })]));
    this.cases = new Map(cases.map((c) => [c.id, c]));
    this.allocations = allocations.map((a) => Object.assign(a, { on: day(a.effective_on), debit: BigInt(a.debit_minor), credit: BigInt(a.credit_minor),
      counts: !a.reverses_id && !reversed.has(a.id) }));
    this.instalments = instalments.map((i) => Object.assign(i, { issued: day(i.issued_on), due: day(i.due_on), minor: BigInt(i.amount_minor) }));
    this.of = (list, key) => {
      const map = new Map();
      for (const x of list) {
        const same = map.get(x[key]);
        if (same) same.push(x);
        else map.set(x[key], [x]);
      }
      return (id) => map.get(id) ?? [];
    };
    this.settling = this.of(this.allocations, 'instalment_id');
    this.using = this.of(this.allocations, 'credit_item_id');
    this.pasts = this.of(pasts, 'dispute_id');
    this.disputes = disputes;
    this.promises = promises;
  }

  /** The part of one currency, of one division when it is named, and of cases that among(c) says yes to. */
  narrowed({ currency, division, among = () => true }) {
    const mine = (caseId) => {
      const c = this.cases.get(caseId);
      return c.currency === currency && (!division || c.division === division) && among(c);
    };
    const part = Object.create(this);
    part.instalments = this.instalments.filter((i) => mine(i.case_id));
    part.allocations = this.allocations.filter((a) => mine(a.case_id));
    part.documents = [...this.items.values()].filter((t) => mine(t.case_id));
    part.disputes = this.disputes.filter((d) => mine(d.case_id));
    part.promises = this.promises.filter((p) => mine(p.case_id));
    return part;
  }

  /** What is open of an instalment, and of a credit, in the evening of that day. */
  open(i, on) { return i.issued > on ? 0n : i.minor - sum(this.settling(i.id).filter((a) => a.on <= on), (a) => a.debit); }
  unapplied(t, on) { return t.issued > on ? 0n : t.minor - sum(this.using(t.id).filter((a) => a.on <= on), (a) => a.credit); }

  balance(on) {
    const buckets = [0n, 0n, 0n, 0n, 0n];
    for (const i of this.instalments) {
      const late = on - i.due;
      buckets[late <= 0 ? 0 : late <= 30 ? 1 : late <= 60 ? 2 : late <= 90 ? 3 : 4] += this.open(i, on);
    }
    const unapplied = sum(this.documents.filter((t) => t.side === 'credit'), (t) => this.unapplied(t, on));
    const owed = buckets.reduce((a, b) => a + b);
    return { buckets, unapplied, owed, open: owed - unapplied };
  }

  sales(from, to) {
    return sum(this.documents.filter((t) => t.issued >= from && t.issued <= to), (t) => {
      const voided = t.kind === 'refund' && t.source_system === 'dunlin' && /^void:(\d+):/.exec(t.source_id);
      return t.kind === 'invoice' ? t.minor : t.kind === 'credit' ? -t.minor : voided && this.items.get(voided[1])?.kind === 'credit' ? t.minor : 0n;
    });
  }

  /** Payments of invoices that were never reversed, with the days each took. */
  paid(from, to) {
    const at = new Map(this.instalments.map((i) => [i.id, i]));
    return this.allocations.filter((a) => a.counts && a.on >= from && a.on <= to && this.items.get(a.credit_item_id).kind === 'payment'
      && this.items.get(a.debit_item_id).kind === 'invoice').map((a) => {
      const i = at.get(a.instalment_id);
      return { minor: a.debit, days: BigInt(a.on - i.issued), late: BigInt(a.on - i.due) };
    });
  }

  /** Days that invoices took which a payment closed. */
  closed(from, to) {
    const parts = new Map();
    for (const i of this.instalments) parts.set(i.item_id, [...(parts.get(i.item_id) ?? []), i]);
    return [...parts].flatMap(([id, list]) => {
      if (this.items.get(id).kind !== 'invoice' || list.some((i) => this.open(i, Infinity) !== 0n)) return [];
      const last = list.map((i) => ({ i, on: Math.max(...this.settling(i.id).map((a) => a.on)) }))
        .sort((a, b) => a.on - b.on || Number(BigInt(a.i.id) - BigInt(b.i.id))).at(-1);
      const byPayment = this.settling(last.i.id).some((a) => a.counts && a.on === last.on && this.items.get(a.credit_item_id).kind === 'payment');
      return byPayment && last.on >= from && last.on <= to ? [BigInt(last.on - last.i.issued)] : [];
    });
  }

  countback(on) {
    let { open: left } = this.balance(on);
    if (left <= 0n) return { value: null, note: null };
    let days = 0n, flagged = false;
    for (let k = 0, last = on; k < 36; k++) {
      const first = monthFirst(last), sales = this.sales(first, last), n = BigInt(last - first + 1);
      flagged ||= sales < 0n;
      if (sales > 0n && sales >= left) return { value: decimal(days * 1000n + divided(left * n * 1000n, sales)), note: flagged ? 'negative_month' : null };
      if (sales > 0n) left -= sales;
      days += n;
      last = first - 1;
    }
    return { value: decimal(days * 1000n), note: 'at_least' };
  }

  cei(first, last, thirds = false) {
    const begin = this.balance(first - 1).open, end = this.balance(last), sales = this.sales(first, last), by = thirds ? 3n : 1n;
    return [begin * by + sales - end.open * by, begin * by + sales - end.buckets[0] * by];
  }

  disputedLate(on) {
    const of = new Map();
    for (const d of this.disputes) {
      if (day(d.opened_on) > on || utcDay(d.known_to) <= on) continue;
      const past = this.pasts(d.id).filter((p) => utcDay(p.known_to) > on).sort((a, b) => (a.known_to < b.known_to ? -1 : 1))[0];
      of.set(d.item_id, (of.get(d.item_id) ?? 0n) + BigInt((past ?? d).amount_minor));
    }
    return sum([...of], ([id, minor]) => min(minor, sum(this.instalments.filter((i) => i.item_id === id && i.due < on), (i) => this.open(i, on))));
  }

  lost(from, to) {
    const off = this.documents.filter((t) => t.kind === 'write_off' && t.issued >= from && t.issued <= to);
    const back = this.allocations.filter((a) => a.reverses_id && a.on >= from && a.on <= to && this.items.get(a.credit_item_id).kind === 'write_off');
    return sum(off, (t) => t.minor) + sum(back, (a) => a.debit);
  }

  atRisk(on) {
    const last = wholeMonthEnd(on - 120), first = monthFirst(last);
    const list = this.instalments.filter((i) => this.items.get(i.item_id).kind === 'invoice' && i.issued >= first && i.issued <= last && i.due + 90 <= on);
    return ratio(sum(list, (i) => i.minor - sum(this.settling(i.id).filter((a) => a.on <= i.due + 90), (a) => a.debit)), sum(list, (i) => i.minor));
  }

  top(on) {
    const of = new Map();
    for (const i of this.instalments) {
      const id = this.cases.get(i.case_id).customer_id;
      of.set(id, (of.get(id) ?? 0n) + this.open(i, on));
    }
    return sum([...of.values()].sort((a, b) => (a > b ? -1 : 1)).slice(0, 10), (x) => x);
  }

  /** Everything the report says of this part, by "name.variant". */
  figures(on, given) {
    const from = given ?? on - 89, end = this.balance(on), sales = this.sales(from, on), n = BigInt(on - from + 1);
    const simple = (minor) => (sales > 0n ? decimal(divided(minor * n * 1000n, sales)) : null);
    const paid = this.paid(from, on), amount = sum(paid, (p) => p.minor), closed = this.closed(from, on);
    const share = ([part, whole]) => (whole === 0n ? null : decimal(divided(part * 100000n, whole)));
    const lastMonth = wholeMonthEnd(on);
    const months = [[monthFirst(lastMonth), lastMonth]];
    while (given !== undefined && monthFirst(months[0][0] - 1) >= from) months.unshift([monthFirst(months[0][0] - 1), months[0][0] - 1]);
    const added = months.map(([a, b]) => this.cei(a, b)).reduce((x, y) => [x[0] + y[0], x[1] + y[1]]);
    const judged = this.promises.filter((p) => ['kept', 'partly', 'broken'].includes(p.state) && day(p.judged_on) >= from && day(p.judged_on) <= on);
    const cycle = this.disputes.filter((d) => utcDay(d.known_to) >= from && utcDay(d.known_to) <= on)
      .map((d) => Math.max(utcDay(d.known_to) - day(d.opened_on), 0)).sort((a, b) => a - b);
    const within = (percent) => {
      if (!cycle.length) return null;
      const k = cycle.length * percent / 100;
      return decimal(Number.isInteger(k) && k < cycle.length ? BigInt(cycle[k - 1] + cycle[k]) * 500n : BigInt(cycle[Math.ceil(k) - 1]) * 1000n);
    };
    const late = end.owed - end.buckets[0];
    return {
      balance: end,
      'dso.countback': this.countback(on).value,
      'dso.simple': simple(end.open),
      'dso.best_possible': simple(end.buckets[0]),
      'add.simple': simple(end.open - end.buckets[0]),
      'cei.monthly': share(added),
      'cei.full_period': share(this.cei(from, on)),
      'cei.crf': share(this.cei(addMonths(monthFirst(lastMonth), -2), lastMonth, true)),
      'adp.weighted': mean(sum(paid, (p) => p.minor * p.days), amount),
      'adp.unweighted': mean(sum(closed, (d) => d), BigInt(closed.length)),
      'dbt.signed': mean(sum(paid, (p) => p.minor * p.late), amount),
      'dbt.floored': mean(sum(paid, (p) => (p.late > 0n ? p.minor * p.late : 0n)), amount),
      'past_due.ratio': ratio(late, end.owed),
      'over_90.ratio': ratio(end.buckets[4], end.owed),
      'bad_debt.ratio': ratio(this.lost(from, on), sales),
      'at_risk.rate': this.atRisk(on),
      'promises.kept_count': ratio(BigInt(judged.filter((p) => p.state === 'kept').length), BigInt(judged.length)),
      'promises.kept_amount': ratio(sum(judged, (p) => min(BigInt(p.kept_minor), BigInt(p.amount_minor))), sum(judged, (p) => BigInt(p.amount_minor))),
      'dispute_cycle.median': within(50),
      'dispute_cycle.p90': within(90),
      'disputed.past_due_share': ratio(this.disputedLate(on), late),
      'concentration.top_10': ratio(this.top(on), end.owed),
    };
  }
}

/** Reads the rows that a Ledger is made of. */
export async function ledgerOf(stack) {
  const rows = (sql) => stack.sql(sql);
  return new Ledger({
    items: await rows('SELECT id, case_id, kind, side, issued_on, amount_minor, source_system, source_id FROM item'),
    instalments: await rows('SELECT id, item_id, case_id, issued_on, due_on, amount_minor FROM instalment'),
    allocations: await rows('SELECT id, case_id, credit_item_id, instalment_id, debit_item_id, credit_minor, debit_minor, effective_on, reverses_id FROM allocation'),
    cases: await rows('SELECT c.id, c.customer_id, c.currency, v.code AS division FROM case_state c JOIN division v ON v.id = c.division_id'),
    disputes: await rows('SELECT id, case_id, item_id, amount_minor, opened_on, known_to FROM dispute'),
    pasts: await rows('SELECT dispute_id, known_to, amount_minor FROM dispute_past'),
    promises: await rows('SELECT p.case_id, p.amount_minor, p.judged_on, s.state, s.kept_minor FROM promise p JOIN promise_state s ON s.promise_id = p.id'),
  });
}

/** Minor units as the API writes them. */
export function money(minor, currency) {
  const places = { JPY: 0, KWD: 3 }[currency] ?? 2, v = minor < 0n ? -minor : minor, unit = 10n ** BigInt(places);
  return `${minor < 0n ? '-' : ''}${v / unit}${places ? `.${String(v % unit).padStart(places, '0')}` : ''}`;
}

/** Numbers that look random, the same for the same seed. */
export function random(seed) {
  let x = BigInt(seed);
  return (n) => {
    x = (x * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
    return Number((x >> 33n) % BigInt(n));
  };
}
