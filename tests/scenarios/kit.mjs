// What the scenarios share: a company in Zurich that reckons in euros, the strategy
// STD and its like, and the ways a user has to put something in and to look at what
// came of it.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { once } from '../harness/http.mjs';
import { Stack, until } from '../harness/stack.mjs';

export const LUA = join(dirname(fileURLToPath(import.meta.url)), 'lua');
export const ZURICH = 'Europe/Zurich';
export const NEW_YORK = 'America/New_York';

/** The day so many days after another: day('2026-03-01', 3) is '2026-03-04'. */
export const day = (from, n = 0) => new Date(Date.parse(`${from}T00:00:00Z`) + n * 86400000).toISOString().slice(0, 10);

/** The instant at which clocks of a zone show that day and time. */
export function instant(on, time, zone = ZURICH) {
  const wanted = Date.parse(`${on}T${time.length === 5 ? `${time}:00` : time}Z`);
  const shown = (at) => Date.parse(`${new Date(at).toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T')}Z`);
  const guess = wanted - (shown(wanted) - wanted);
  return new Date(guess - (shown(guess) - wanted));
}

export const money = (amount, currency = 'EUR') => ({ amount, currency });

/** Minor units of a decimal text. */
export const minor = (text) => {
  const [, sign, whole, part = ''] = /^(-?)(\d+)(?:\.(\d{2}))?$/.exec(text);
  return Number(`${sign}${whole}${part.padEnd(2, '0')}`);
};
export const decimal = (n) => `${n < 0 ? '-' : ''}${Math.floor(Math.abs(n) / 100)}.${String(Math.abs(n) % 100).padStart(2, '0')}`;

let serial = 0;

export class Company {
  /** scripts: names of lua/strategies beside STD. conf, now, bin: as Stack.start takes them. */
  static async start({ scripts = [], now = '2026-03-01T06:00:00Z', conf = {}, bin } = {}) {
    const own = new Company();
    own.stack = await Stack.start({ now, conf, bin });
    try {
      await own.#furnish(scripts);
    } catch (fault) {
      await own.stack.stop();
      throw fault;
    }
    return own;
  }

  async #furnish(scripts) {
    await this.stack.mysql(`
      DELETE FROM division;
      INSERT INTO division (id, code, name, country, time_zone, currency, created_at) VALUES
        (1, 'ZH', 'Dunlin Zurich', 'CH', '${ZURICH}', 'EUR', '2026-01-01'),
        (2, 'NY', 'Dunlin New York', 'US', '${NEW_YORK}', 'USD', '2026-01-01');
      UPDATE setting SET value = '0' WHERE name = 'stale_after_hours'`);
    this.staff = await this.stack.admin();
    const client = await this.stack.dunlin('client', 'add', 'erp', '--json');
    assert.equal(client.code, 0, client.err);
    const token = await this.stack.dunlin('token', 'issue', 'erp', '--json');
    this.api = this.stack.integrator(token.json.token);
    for (const name of ['std', ...scripts]) await this.activate('strategy', join(LUA, `strategies/${name}.lua`));
    await this.activate('segment', join(LUA, 'segments/scenarios.lua'));
  }

  stop() { return this.stack.stop(); }

  // -- scripts ---------------------------------------------------------------

  /** Puts a file's text in force, as an admin who keeps rules in files does. */
  async activate(kind, file) {
    for (const args of [['push', file], ['activate', kind, basename(file, '.lua')]]) {
      const got = await this.stack.dunlin('script', ...args);
      assert.equal(got.code, 0, `script ${args.join(' ')}: ${got.err}${got.out}`);
    }
  }

  /** The same with a text made from STD's: name, segment and whatever change() does. */
  async activateVariant(name, segment, change = (text) => text) {
    const folder = mkdtempSync(join(tmpdir(), 'dunlin-script-'));
    const file = join(folder, 'strategies', `${name}.lua`);
    mkdirSync(dirname(file));
    const text = readFileSync(join(LUA, 'strategies/std.lua'), 'utf8').replace('segment = "std"', `segment = "${segment}"`);
    writeFileSync(file, change(text));
    try {
      await this.activate('strategy', file);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  // -- time --------------------------------------------------------------------

  at(on, time = '00:05', zone = ZURICH) { this.stack.clock.set(instant(on, time, zone)); }

  /** `dunlin evaluate`: what it counted. */
  async evaluate({ exit = 0 } = {}) {
    const got = await this.stack.dunlin('evaluate', '--json');
    assert.equal(got.code, exit, got.err + got.out);
    return got.json;
  }

  /** `dunlin deliver`: what has come due goes out. What it counted. */
  async deliver() {
    const got = await this.stack.dunlin('deliver', '--json');
    assert.equal(got.code, 0, got.err + got.out);
    return got.json;
  }

  /** Waits until a running worker has nothing left to do at this instant. */
  idle() {
    return until(async () => {
      const now = this.stack.clock.now().toISOString().replace('T', ' ').replace('Z', '');
      const [left] = await this.stack.sql(`SELECT
        (SELECT COUNT(*) FROM outbox WHERE state IN ('claimed', 'sending') OR state = 'planned' AND not_before <= '${now}')
        + (SELECT COUNT(*) FROM case_state WHERE next_at <= '${now}') AS n`);
      if (this.stack.children.get('worker')?.how !== undefined) throw new Error(`the worker ended: ${this.stack.log('worker').slice(-2000)}`);
      return left.n === '0';
    }, { ms: 60000, name: 'nothing left to do' });
  }

  /** A day of the company: evaluated in the night, mailed from nine on. */
  async live(on, { zone = ZURICH } = {}) {
    this.at(on, '00:05', zone);
    const run = await this.evaluate();
    this.at(on, '09:00', zone);
    await this.deliver();
    return run;
  }

  async liveThrough(from, to, each = () => {}) {
    for (let on = from; on <= to; on = day(on, 1)) await each(on, await this.live(on));
  }

  // -- the ledger ----------------------------------------------------------------

  /** Sends rows of one kind as an integrator does; none of them may be refused. */
  async send(kind, rows, wanted = ['created', 'changed', 'same']) {
    const all = rows.map((row) => ({ source_system: 'erp', ...row }));
    const got = await this.api.must(200, 'POST', `/${kind}/batch`, { rows: all }, once());
    const bad = got.results.filter((r) => !wanted.includes(r.status));
    assert.deepEqual(bad, [], `${kind}: ${JSON.stringify(bad)}`);
    return got.results;
  }

  /** A customer with one contact who gets mail. group: which strategy it follows. */
  async customer(group = 'STD', more = {}) {
    return (await this.customers([{ group, ...more }]))[0];
  }

  async customers(list) {
    const made = list.map(({ group = 'STD', number, ...more }) => {
      serial++;
      const name = `Customer ${serial}`;
      return { source_id: `c${serial}`, number: number ?? `${group}-${serial}`, name, email: `c${serial}@example.com`, more };
    });
    const ids = await this.send('customers', made.map(({ source_id: id, number, name, more }) => ({ source_id: id, number, name, ...more })));
    await this.send('contacts', made.map(({ source_id: id, email }) => (
      { source_id: `${id}-billing`, customer: { source_id: id }, name: `Accounts of ${id}`, email, roles: ['billing'] })));
    return made.map((m, i) => new Customer(this, ids[i].id, m));
  }
}

export class Customer {
  constructor(company, id, { source_id: sourceId, number, email }) {
    Object.assign(this, { company, id, sourceId, number, email, division: 'ZH', currency: 'EUR' });
  }

  // -- what the ERP tells ---------------------------------------------------------

  #document(amount, issued, more) {
    serial++;
    return {
      source_id: `d${serial}`, customer: { source_id: this.sourceId }, division: this.division, number: `D${serial}`,
      issued_on: issued, amount, currency: this.currency, ...more,
    };
  }

  /** An invoice, {source_id, number, …} as it was sent. Issued 30 days before it is due. */
  async invoice(amount, due, more = {}) {
    const row = this.#document(amount, more.issued_on ?? day(due, -30), { due_on: due, ...more });
    await this.company.send('invoices', [row]);
    return row;
  }

  async payment(amount, on, more = {}) {
    const row = { ...this.#document(amount, on, more), kind: 'payment' };
    const { kind: _, ...sent } = row;
    await this.company.send('payments', [sent]);
    return row;
  }

  async creditNote(amount, on, more = {}) {
    const row = { ...this.#document(amount, on, more), kind: 'credit' };
    const { kind: _, ...sent } = row;
    await this.company.send('credit-notes', [sent]);
    return row;
  }

  /** Settles an invoice, or one instalment of it, from a payment or credit note. */
  async allocate(credit, invoice, amount, on, { instalment, ...more } = {}) {
    const sourceId = `a${++serial}`;
    await this.company.send('allocations', [{
      source_id: sourceId, credit: { kind: credit.kind, source_id: credit.source_id },
      invoice: { source_id: invoice.source_id, ...(instalment ? { instalment } : {}) }, amount, effective_on: on, ...more,
    }]);
    return sourceId;
  }

  /** A payment that settles so much of the invoice. */
  async pay(invoice, amount, on, more) {
    const payment = await this.payment(amount, on);
    return this.allocate(payment, invoice, amount, on, more);
  }

  /** The bank took it back: the match is undone and the payment is none. */
  async returned(payment, allocation, on) {
    await this.reverse(allocation, on);
    const { kind: _, ...sent } = payment;
    await this.company.send('payments', [{ ...sent, status: 'cancelled' }], ['changed']);
  }

  reverse(allocation, on, reason = 'returned') {
    return this.company.api.must(201, 'POST', `/allocations/erp/${allocation}/reverse`, { effective_on: on, reason }, once());
  }

  // -- what came of it ------------------------------------------------------------

  items(state = 'open') { return this.company.staff.all(`/customers/${this.id}/items?state=${state}`); }
  record() { return this.company.staff.must(200, 'GET', `/customers/${this.id}`); }
  timeline() { return this.company.staff.all(`/customers/${this.id}/timeline`); }

  async caseId() { return (await this.record()).cases[0].case_id; }
  async worklistRow() { return (await this.record()).cases[0].row; }

  async why(date) {
    const query = new URLSearchParams({ case_id: await this.caseId(), ...(date ? { date } : {}) });
    return this.company.staff.must(200, 'GET', `/customers/${this.id}/why?${query}`);
  }

  /** Rows of the outbox, oldest first, each with its lines. */
  async outbox() {
    const rows = await this.company.staff.all(`/outbox?customer_id=${this.id}`);
    const whole = [];
    for (const row of rows) whole.push(await this.company.staff.must(200, 'GET', `/outbox/${row.id}`));
    return whole.sort((a, b) => a.id - b.id);
  }

  /** Steps that went out, in order: ['R1', 'R2']. */
  async sent() { return (await this.outbox()).filter((m) => m.state === 'handed_over').map((m) => m.step); }

  async tasks() { return (await this.company.staff.all('/follow-ups')).filter((t) => t.customer.id === this.id); }

  /** What arrived in its mailbox. */
  mails() { return this.company.stack.mails().filter((m) => m.to.includes(this.email)); }
}
