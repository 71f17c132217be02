// A company whose mail goes to a sink: customers who owe, evaluation and delivery by hand,
// and what stands in the tables afterwards.
import assert from 'node:assert/strict';
import { SmtpSink } from '../harness/smtp_sink.mjs';
import { BIN, run, Stack } from '../harness/stack.mjs';
import { insert, invoice, payment } from './fixture.mjs';

const NOW = '2026-03-04T09:00:00Z';

export class Mailing {
  /** conf: further lines of the configuration, such as other mail servers. */
  static async start({ conf = {} } = {}) {
    const m = new Mailing();
    m.sink = await SmtpSink.start();
    m.stack = await Stack.start({ now: NOW, conf: { smtp_url: m.sink.url, smtp_tls: 'none', mail_from: 'ar@seller.example', ...conf } });
    m.admin = await m.stack.admin();
    [m.division] = await m.stack.sql('SELECT id, name FROM division');
    return m;
  }

  async stop() {
    await this.stack?.stop();
    await this.sink?.stop();
  }

  /** Nothing received, nothing unusual answered. */
  fresh() {
    this.sink.answer = () => undefined;
    this.sink.messages.length = this.sink.seen.length = 0;
  }

  /** A customer with an invoice of 1,000.00 that was due on 28 February, so that the first
   * reminder is due today. Ids follow from the number. */
  async owe(n, options) {
    // in one transaction, as whoever writes a ledger does it: an evaluation sees all or nothing
    await this.stack.mysql(`START TRANSACTION; ${this.debt(n, options)} COMMIT;`);
    return { customer: n * 100, case: n * 100 + 1, invoice: n * 100 + 2, number: `R${n}` };
  }

  /** As many of them at once. */
  async oweMany(from, count) {
    await this.stack.mysql(`START TRANSACTION; ${Array.from({ length: count }, (_, i) => this.debt(from + i)).join('\n')} COMMIT;`);
  }

  /** The statements of one. */
  debt(n, { contacts = [`pay${n}@debtor.example`], language = 'en', name = `Customer ${n}`, amount = 100000, due = '2026-02-28' } = {}) {
    const known = { known_from: '2026-01-01', recorded_at: '2026-01-01' };
    const [customer, owed] = [n * 100, n * 100 + 1];
    return [
      insert('customer', { id: customer, source_system: 'test', source_id: n, number: `C${n}`, name, country: 'DE', language, ...known }),
      ...contacts.map((email, i) => insert('contact', {
        id: n * 100 + 50 + i, customer_id: customer, source_system: 'test', source_id: `${n}-${i}`, name: `Contact ${n}.${i}`, email, ...known,
      })),
      insert('case_state', { id: owed, customer_id: customer, division_id: this.division.id, currency: 'EUR' }),
      invoice(n * 100 + 2, owed, customer, this.division.id, { amount, due, issued: '2026-01-28', number: `R${n}` }),
    ].join('\n');
  }

  /** A payment that settles so much of the invoice, under the lock of the case as whoever
   * changes a balance does it. */
  async pay(c, id, minor) {
    const left = `open_minor = open_minor - ${minor}`;
    const day = '2026-03-04';
    await this.stack.mysql(`START TRANSACTION; SELECT id FROM case_state WHERE id = ${c.case} FOR UPDATE;
      ${payment(id, c.case, c.customer, this.division.id, { amount: minor, open: 0, on: day })}
      ${insert('allocation', { id: id + 1, case_id: c.case, credit_case_id: c.case, credit_item_id: id, instalment_id: c.invoice, debit_item_id: c.invoice,
    credit_minor: minor, debit_minor: minor, effective_on: day, known_at: day, recorded_at: day, source_system: 'test', source_id: id })}
      UPDATE item SET ${left} WHERE id = ${c.invoice};
      UPDATE instalment SET ${left}, settled_on = IF(open_minor = 0, '${day}', settled_on) WHERE id = ${c.invoice};
      UPDATE case_state SET touch_seq = touch_seq + 1, next_at = '1000-01-01' WHERE id = ${c.case}; COMMIT;`);
  }

  /** There is no model and none is trained, so that nothing foretold touches a case. */
  foretellNothing() {
    return this.stack.mysql(insert('forecast_model', { id: 1, kind: 'habit', adopted: 0, why: 'a test', made_at: '2099-01-01', rows_n: 0, paid_n: 1000000,
      features: '[]', model: '', proof: '', shape: '', sha256: '0'.repeat(32), proof_n: 0 }));
  }

  touch(c) {
    return this.stack.mysql(`UPDATE case_state SET touch_seq = touch_seq + 1, next_at = '1000-01-01' WHERE id = ${c.case}`);
  }

  async evaluate() {
    const got = await this.stack.dunlin('evaluate', '--json');
    assert.equal(got.code, 0, got.err);
  }

  /** One `dunlin deliver`: its counts and its log. */
  async deliver(env = {}) {
    const got = await run(BIN, ['deliver', '--json'], { env: { ...this.stack.env, ...env } });
    assert.ok([0, 3].includes(got.code), got.err);
    return { ...JSON.parse(got.out), log: got.err };
  }

  /** Makes a message that waits for its next try due at once. */
  hurry(m) { return this.stack.mysql(`UPDATE outbox SET retry_at = '2020-01-01' WHERE id = ${m.id}`); }

  outbox(c) { return this.stack.sql(`SELECT * FROM outbox WHERE case_id = ${c.case} ORDER BY id`); }
  lines(c) { return this.stack.sql(`SELECT * FROM outbox_line WHERE case_id = ${c.case} ORDER BY outbox_id, instalment_id`); }
  recipients(m) { return this.stack.sql(`SELECT * FROM outbox_recipient WHERE outbox_id = ${m.id} ORDER BY email`); }
  attempts(m) { return this.stack.sql(`SELECT * FROM outbox_attempt WHERE outbox_id = ${m.id} ORDER BY attempt`); }
  tasks(c) { return this.stack.sql(`SELECT * FROM follow_up WHERE case_id = ${c.case} ORDER BY id`); }
  async activities(c) {
    return (await this.stack.sql(`SELECT kind FROM activity WHERE customer_id = ${c.customer} ORDER BY id`)).map((a) => a.kind);
  }
}
