// What came after reminders, computed from rows alone by the definition of domain/effect.h, day by
// day and item by item. No code of Dunlin, and none of its ways: balances start from amounts, and
// days of reference are found by looking at each day.
import { day } from './insight_independent.mjs';

const WINDOWS = [7, 14, 30];
const BANDS = [-8, -1, 7, 14, 30, 60, 90, Infinity];
const Z = 1.959963984540054;
const bandOf = (late) => BANDS.findIndex((to) => late <= to);
const sum = (list, of) => list.reduce((all, x) => all + of(x), 0);
function group(list, key) {
  const map = new Map();
  for (const x of list) map.set(key(x), [...(map.get(key(x)) ?? []), x]);
  return map;
}

export function wilson(p, n) {
  if (!(n > 0)) return null;
  const half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
  const [low, high] = [-1, 1].map((sign) => (p + Z * Z / (2 * n) + sign * half) / (1 + Z * Z / n));
  return [p, low, high].map((x) => Math.min(Math.max(x, 0), 1) * 100);
}

const kish = (list) => sum(list, (o) => o.open) ** 2 / sum(list, (o) => o.open ** 2);
const itemShare = (list) => wilson(sum(list, (o) => Number(o.paid)) / list.length, list.length);
const amountShare = (list) => (list.length ? wilson(sum(list, (o) => o.paidMinor) / sum(list, (o) => o.open), kish(list)) : null);

function weighted(parts) {
  const all = sum(parts, (p) => p.weight);
  return wilson(sum(parts, (p) => p.weight / all * p.share), 1 / sum(parts, (p) => (p.weight / all) ** 2 / p.n));
}

/** The reminded items' mix of cells, applied to the like items of each cell. */
function compared(reminded, like) {
  const cells = group(reminded, (o) => o.cell), likes = group(like, (o) => o.cell);
  const kept = [...cells].filter(([cell]) => (likes.get(cell)?.length ?? 0) >= 5).map(([cell, list]) => ({ list, like: likes.get(cell) }));
  const n = sum(kept, (k) => k.like.length), covered = sum(kept, (k) => k.list.length);
  const enough = n >= 30 && covered >= 0.8 * reminded.length;
  return {
    n, covered, enough,
    items: enough ? weighted(kept.map((k) => ({ weight: k.list.length, n: k.like.length, share: sum(k.like, (o) => Number(o.paid)) / k.like.length }))) : null,
    amount: enough ? weighted(kept.map((k) => ({ weight: sum(k.list, (o) => o.open), n: kish(k.like), share: sum(k.like, (o) => o.paidMinor) / sum(k.like, (o) => o.open) }))) : null,
  };
}

function localHour(at, zone) {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(new Date(`${at.replace(' ', 'T').slice(0, 23)}Z`));
}

const KEY = {
  template: (m) => m.template,
  step: (m) => (m.kind === 'manual' ? null : m.step),
  channel: (m) => m.channel,
  weekday: (m) => String(new Date(`${m.handed_on}T00:00:00Z`).getUTCDay() || 7),
  hour: (m) => localHour(m.handed_at, m.time_zone),
  strategy: (m) => (m.version_no ? `${m.strategy} ${m.version_no}` : m.strategy),
};

export async function rowsOf(stack) {
  const rows = {
    items: await stack.sql(`SELECT n.id, n.case_id, s.customer_id, v.code division, s.currency, n.issued_on, n.due_on, n.amount_minor, n.settled_on FROM instalment n
      JOIN item t ON t.id = n.item_id JOIN case_state s ON s.id = n.case_id JOIN division v ON v.id = s.division_id WHERE t.kind = 'invoice'`),
    allocations: await stack.sql('SELECT a.id, a.instalment_id, a.debit_minor, a.effective_on, a.reverses_id, p.kind FROM allocation a JOIN item p ON p.id = a.credit_item_id'),
    messages: await stack.sql(`SELECT o.id, o.kind, o.actor_kind, o.channel, o.template, o.step, o.handed_on, o.handed_at, v.time_zone, t.name strategy, sv.version_no FROM outbox o
      JOIN case_state s ON s.id = o.case_id JOIN division v ON v.id = s.division_id LEFT JOIN decision e ON e.id = o.decision_id
      LEFT JOIN script_version sv ON sv.id = e.script_version_id LEFT JOIN script t ON t.id = COALESCE(sv.script_id, o.script_id) WHERE o.state = 'handed_over' AND o.beside = 0`),
    lines: await stack.sql('SELECT DISTINCT outbox_id, instalment_id FROM outbox_line WHERE void_id = 0'),
  };
  const reversed = new Set(rows.allocations.map((a) => a.reverses_id).filter(Boolean));
  const settling = group(rows.allocations, (a) => a.instalment_id), named = group(rows.lines, (l) => l.instalment_id);
  const messages = new Map(rows.messages.map((m) => [m.id, { ...m, on: day(m.handed_on) }]));
  return {
    messages,
    items: rows.items.map((i) => ({
      ...i, issued: day(i.issued_on), due: day(i.due_on), minor: Number(i.amount_minor), settledOn: day(i.settled_on),
      settled: (settling.get(i.id) ?? []).map((a) => ({ on: day(a.effective_on), minor: Number(a.debit_minor), payment: a.kind === 'payment', stands: !a.reverses_id && !reversed.has(a.id) })),
      named: (named.get(i.id) ?? []).map((l) => messages.get(l.outbox_id)).filter(Boolean),
    })),
  };
}

/** Rows as GET insights/effectiveness gives them, with numbers: {key, currency, days, …}. */
export function effectiveness({ items }, { by, from, to, today, wanted = () => true }) {
  const mine = items.filter(wanted), accounts = group(mine, (i) => i.case_id);
  const open = (i, d) => (d < i.issued ? 0 : i.minor - sum(i.settled.filter((a) => a.on < d), (a) => a.minor));
  const payer = (i) => {
    const paid = accounts.get(i.case_id).filter((x) => x.settledOn >= from - 365 && x.settledOn < from);
    return paid.length < 3 ? 'unknown' : sum(paid, (x) => x.settledOn - x.due) / paid.length <= 7 ? 'prompt' : 'slow';
  };
  const outcome = (i, d, days) => {
    const came = i.settled.filter((a) => a.stands && a.on >= d && a.on <= d + days), owed = open(i, d);
    const paid = sum(came.filter((a) => a.payment), (a) => a.minor);
    const size = owed < 1000 * 100 ? 'small' : owed < 10000 * 100 ? 'middle' : 'large';
    return { open: owed, paid: paid > 0 && sum(came, (a) => a.minor) >= owed, paidMinor: Math.min(paid, owed), cell: `${bandOf(d - i.due)} ${size} ${payer(i)}` };
  };
  const reference = (i, band, days) => {
    for (let d = from; d <= to && d + days < today; d++)
      if (d >= i.issued && bandOf(d - i.due) === band && !i.named.some((m) => Math.abs(m.on - d) <= days)) return open(i, d) > 0 ? d : null;
    return null;
  };
  const seen = mine.flatMap((i) => i.named.filter((m) => m.kind === 'upcoming' || m.kind === 'overdue' || m.actor_kind === 'user')
    .filter((m) => m.on >= from && m.on <= to && open(i, m.on) > 0).map((m) => ({ i, m, currency: i.currency, key: KEY[by](m) })));
  const like = (currency, days) => mine.filter((i) => i.currency === currency)
    .flatMap((i) => BANDS.map((_, band) => reference(i, band, days)).map((d) => d !== null && outcome(i, d, days)).filter(Boolean));
  const likes = new Map([...new Set(mine.map((i) => i.currency))].flatMap((c) => WINDOWS.map((days) => [`${c} ${days}`, like(c, days)])));
  const keyed = [...group(seen, (s) => JSON.stringify([s.currency, s.key])).values()];
  const order = (s) => [s.currency, s.key === null ? 1 : 0, by === 'strategy' && s.key ? s.key.replace(/\d+$/, (n) => n.padStart(6, '0')) : s.key ?? ''].join(' ');
  keyed.sort((a, b) => (order(a[0]) < order(b[0]) ? -1 : 1));
  return keyed.flatMap((list) => WINDOWS.map((days) => {
    const over = list.filter(({ m }) => m.on + days < today), outcomes = over.map(({ i, m }) => outcome(i, m.on, days));
    const beside = compared(outcomes, likes.get(`${list[0].currency} ${days}`));
    return {
      key: list[0].key, currency: list[0].currency, days, messages: new Set(over.map(({ m }) => m)).size, messages_all: new Set(list.map(({ m }) => m)).size,
      items_all: list.length, items: over.length, paid: sum(outcomes, (o) => Number(o.paid)), share: over.length ? itemShare(outcomes) : null,
      amount: sum(outcomes, (o) => o.open), amount_paid: sum(outcomes, (o) => o.paidMinor), amount_share: amountShare(outcomes),
      like_items: beside.n, like_compared: beside.covered, like: beside.items, like_amount: beside.amount,
      note: !over.length ? 'too_early' : beside.enough ? null : 'too_few_to_compare',
    };
  }));
}
