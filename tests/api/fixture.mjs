// A small company made row by row, so that a test knows every id: two divisions, three
// customers with cases, documents and worklist rows.

/** Inserts one row; values are SQL literals or plain JavaScript values. */
export function insert(table, row) {
  const lit = (v) => (v === null ? 'NULL' : typeof v === 'number' || typeof v === 'bigint' ? String(v)
    : typeof v === 'boolean' ? (v ? '1' : '0') : `'${String(v).replace(/['\\]/g, '\\$&')}'`);
  return `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.values(row).map(lit).join(', ')});`;
}

export function division(id, code, { zone = 'Europe/Berlin', currency = 'EUR', country = 'DE' } = {}) {
  return insert('division', { id, code, name: `Division ${code}`, country, time_zone: zone, currency, created_at: '2026-01-01' });
}

export function customer(id, name, { number = `C${id}`, contact = true } = {}) {
  const known = { known_from: '2026-01-01', recorded_at: '2026-01-01' };
  return insert('customer', { id, source_system: 'test', source_id: id, number, name, country: 'DE', ...known })
    + (contact ? insert('contact', { id: id * 10 + 1, customer_id: id, source_system: 'test', source_id: id, name: `Contact of ${name}`,
      email: `pay${id}@example.org`, ...known }) : '');
}

/** A case with its worklist row. */
export function caseOf(id, customerId, divisionId, { currency = 'EUR', name = `Customer ${customerId}`, ...row } = {}) {
  return insert('case_state', { id, customer_id: customerId, division_id: divisionId, currency })
    + insert('worklist_row', {
      case_id: id, customer_id: customerId, division_id: divisionId, currency, customer_name: name,
      customer_number: `C${customerId}`, score_milli: id * 1000, contributions: '{"overdue":1000}', status: 'overdue', reason: 'late',
      next_action: 'call', exception: false, open_minor: 10000, overdue_minor: 5000, overdue_base: 5000, not_due_minor: 5000,
      b1_minor: 5000, b2_minor: 0, b3_minor: 0, b4_minor: 0, unapplied_minor: 0, disputed_minor: 0, promised_minor: 0,
      items_n: 1, days_late: 10, evaluated_on: '2026-03-02', ...row,
    });
}

/** An invoice with one instalment (its id is the item's). */
export function invoice(id, caseId, customerId, divisionId, { amount = 10000, open = amount, due = '2026-02-20',
  issued = '2026-01-20', number = `R${id}`, currency = 'EUR', kind = 'invoice', status = 'posted' } = {}) {
  return insert('item', {
    id, case_id: caseId, customer_id: customerId, division_id: divisionId, currency, kind, side: 'debit',
    source_system: 'test', source_id: id, number, issued_on: issued, amount_minor: amount, open_minor: open, status,
    known_at: '2026-01-20', recorded_at: '2026-01-20',
  }) + insert('instalment', {
    id, item_id: id, case_id: caseId, issued_on: issued, due_on: due, amount_minor: amount, open_minor: open, known_from: '2026-01-20',
  });
}

export function payment(id, caseId, customerId, divisionId, { amount = 1000, open = amount, on = '2026-02-10', currency = 'EUR' } = {}) {
  return insert('item', {
    id, case_id: caseId, customer_id: customerId, division_id: divisionId, currency, kind: 'payment', side: 'credit',
    source_system: 'test', source_id: id, number: `P${id}`, issued_on: on, amount_minor: amount, open_minor: open,
    known_at: on, recorded_at: on,
  });
}

export function allocation(id, caseId, creditId, debitId, minor, on = '2026-02-10') {
  return insert('allocation', {
    id, case_id: caseId, credit_case_id: caseId, credit_item_id: creditId, instalment_id: debitId, debit_item_id: debitId,
    credit_minor: minor, debit_minor: minor, effective_on: on, known_at: on, recorded_at: on, source_system: 'test', source_id: id,
  });
}

/** Acme (10) owes in DE and in US, Brook (20) in DE, Crane (30) in US. */
export const COMPANY = [
  division(101, 'DE'), division(102, 'US', { zone: 'America/New_York', currency: 'USD', country: 'US' }),
  customer(10, 'Acme Works'), customer(20, 'Brook Mills'), customer(30, 'Crane Yards'),
  caseOf(1001, 10, 101, { name: 'Acme Works' }), caseOf(1002, 10, 102, { name: 'Acme Works', currency: 'USD' }),
  caseOf(2001, 20, 101, { name: 'Brook Mills' }), caseOf(3001, 30, 102, { name: 'Crane Yards', currency: 'USD' }),
  invoice(11, 1001, 10, 101), invoice(12, 1001, 10, 101, { due: '2026-03-20', amount: 25000 }),
  invoice(13, 1002, 10, 102, { currency: 'USD' }),
  invoice(21, 2001, 20, 101), invoice(31, 3001, 30, 102, { currency: 'USD' }),
  payment(14, 1001, 10, 101, { amount: 4000, open: 1500 }), allocation(15, 1001, 14, 11, 2500),
  'UPDATE item SET open_minor = 7500 WHERE id = 11; UPDATE instalment SET open_minor = 7500 WHERE id = 11;',
].join('\n');

/** Adds a user by the command line; {email, password, totp_secret, id}. */
export async function addUser(stack, email, ...args) {
  const got = await stack.dunlin('user', 'add', email, '--json', ...args);
  if (got.code) throw new Error(got.err);
  return got.json;
}
