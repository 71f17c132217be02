// What tests of paying share: a company whose divisions offer the sandbox, and reports as
// its provider sends them.
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { once } from '../harness/http.mjs';
import { Stack, until } from '../harness/stack.mjs';
import { addUser, allocation, COMPANY, insert, invoice, payment } from './fixture.mjs';

export { once, until };
export const IBAN = 'DE89370400440532013000';

/** The company of the fixture, with more invoices of Acme: 300.00 each from 41 on, and a credit of 100.00. */
export async function start(options = {}) {
  const stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z', worker: true, ...options });
  await stack.mysql(COMPANY + Array.from({ length: 40 }, (_, i) => invoice(41 + i, 1001, 10, 101, { amount: 30000 })).join('\n')
    + payment(90, 1001, 10, 101, { amount: 10000 })
    + insert('setting', { name: 'company.iban', known_from: '2026-01-01', value: JSON.stringify(IBAN) })
    + "UPDATE division SET pay_providers = 'transfer,sandbox';");
  return stack;
}

export class Payer {
  constructor(stack, portal) {
    this.stack = stack;
    this.portal = portal;
  }

  static async enter(stack, staff, body = { scope: 'account', contact_id: '101' }, customer = 10) {
    return new Payer(stack, await stack.portal((await staff.must(201, 'POST', `/customers/${customer}/portal-links`, body)).url));
  }

  ask(lines, more = {}) {
    return this.portal.post('/payment-intents', { provider: 'sandbox', lines: lines.map((l) => (typeof l === 'string' ? { invoice_id: l } : l)), ...more }, once());
  }

  async start(lines, more) {
    const got = await this.ask(lines, more);
    assert.equal(got.status, 201, got.text);
    return got.body;
  }

  get(id) { return this.portal.must(200, 'GET', `/payment-intents/${id}`); }
  act(id, outcome = 'success') { return this.portal.must(200, 'POST', `/payment-intents/${id}/act`, { outcome }); }
  async open(id) { return (await this.portal.must(200, 'GET', `/invoices/${id}`)).open; }
}

/** A report of the sandbox, as its provider would send it; over says what of it is another. */
export class Reports {
  constructor(stack) {
    this.stack = stack;
    const master = Buffer.from(readFileSync(`${stack.var}/secret`, 'utf8').trim(), 'hex');
    this.key = createHmac('sha256', master).update('payment-sandbox').digest('hex');
    this.nobody = stack.client('');
  }

  sign(body, { at = Math.floor(Date.now() / 1000), key = this.key } = {}) {
    return `t=${at},v1=${createHmac('sha256', key).update(`${at}.${body}`).digest('hex')}`;
  }

  send(body, signature = this.sign(body), provider = 'sandbox') {
    return this.nobody.request('POST', `/api/payments/v1/${provider}/events`, body, { 'dunlin-signature': signature, 'content-type': 'application/json' });
  }

  body(intent, kind, over = {}) {
    return JSON.stringify({ id: randomUUID(), kind, payment: `sbx_${intent.id}`, account: 'DE', currency: intent.currency,
      amount: intent.amount, subject: null, why: null, at: '2026-03-02T09:00:00Z', ...over });
  }

  /** Sends it and gives its outcome. */
  async take(intent, kind, over) {
    const got = await this.send(this.body(intent, kind, over));
    assert.equal(got.status, 200, got.text);
    return got.body.outcome;
  }
}

export async function staffOf(stack) {
  return {
    collector: await stack.login(await addUser(stack, 'clara@example.com')),
    manager: await stack.login(await addUser(stack, 'mia@example.com', '--role', 'manager')),
    admin: await stack.admin(),
  };
}

export async function integratorOf(stack) {
  const client = JSON.parse((await stack.dunlin('client', 'add', 'erp', '--json')).out);
  return stack.integrator(stack.token(client.client_id, client.secret));
}

/** What the accounting puts; {put, paid}: a document of any kind, a payment of Acme. */
export function accounting(integrator) {
  const put = async (kind, id, body) => {
    const got = await integrator.put(`/${kind}/test/${id}`, body);
    assert.ok(got.status < 300, got.text);
    return got.body;
  };
  const paid = (id, amount, more = {}) => put('payments', id, { customer: { source_id: '10' }, division: 'DE', number: id, issued_on: '2026-03-02', amount,
    currency: 'EUR', ...more });
  return { put, paid };
}

/** Every identity of the ledger and of payments holds. */
export async function ledgerHolds(stack) {
  const got = await stack.dunlin('check-sql', '--data');
  assert.equal(got.code, 0, got.out + got.err);
}

export const problem = ({ status, body }) => [status, body.type?.replace('/problems/', ''), ...(body.errors ?? []).map((e) => `${e.pointer} ${e.message}`)];
export { allocation };
