// Workers, messages and customers that must not disturb one another.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SmtpSink } from '../harness/smtp_sink.mjs';
import { once } from '../harness/http.mjs';
import { until } from '../harness/stack.mjs';
import { Company } from './kit.mjs';

const PROCESSES = 8;
let company, sink;
let release = () => {};
let blocked = () => {};
before(async () => {
  sink = await SmtpSink.start();
  sink.answer = async (verb, argument) => {
    if (verb === 'RCPT' && argument.includes(sink.holds)) {
      blocked();
      await new Promise((ok) => { release = ok; });
    }
    return undefined;
  };
  sink.holds = 'nobody at all';
  company = await Company.start({ scripts: ['faulty'], conf: { smtp_url: sink.url, smtp_tls: 'none', mail_from: 'accounts@example.com', worker_threads: 1 } });
});
after(async () => {
  release();
  await company?.stop();
  await sink?.stop();
});

const received = (customer) => sink.messages.filter((m) => m.envelope.includes(customer.email));

test('S02 eight workers that evaluate the same hundred customers at once send one reminder each', async () => {
  let met = 0;
  for (const round of ['2026-03-04', '2026-04-04', '2026-05-04']) {
    company.at(round, '00:05');
    const customers = await company.customers(Array.from({ length: 100 }, () => ({})));
    const invoices = customers.map((c, i) => ({
      source_id: `${round}-${i}`, customer: { source_id: c.sourceId }, division: 'ZH', number: `R${i}`,
      issued_on: '2026-02-01', due_on: new Date(Date.parse(round) - 3 * 86400000).toISOString().slice(0, 10),
      amount: '100.00', currency: 'EUR',
    }));
    await company.send('invoices', invoices);
    const runs = await Promise.all(Array.from({ length: PROCESSES }, () => company.evaluate()));
    met += runs.filter((r) => r.due > 0).length - 1;
    const sum = (key) => runs.reduce((n, r) => n + r[key], 0);
    const ids = customers.map((c) => c.id).join();
    const [rows] = await company.stack.sql(`SELECT COUNT(*) AS n, COUNT(DISTINCT customer_id) AS customers
      FROM outbox WHERE customer_id IN (${ids})`);
    assert.deepEqual(rows, { n: '100', customers: '100' });
    assert.equal(sum('failed'), 0);
    assert.ok(runs.every((r) => r.cases + r.claimed <= r.due), JSON.stringify(runs));
    const [lines] = await company.stack.sql(`SELECT COUNT(*) AS n FROM outbox_line l JOIN outbox o ON o.id = l.outbox_id
      WHERE o.customer_id IN (${ids})`);
    assert.equal(lines.n, '100');
  }
  assert.ok(met > 0, 'no two workers ever met');
  const [dead] = await company.stack.sql("SELECT COUNT(*) AS n FROM run WHERE state <> 'done'");
  assert.equal(dead.n, '0');
  const [jobs] = await company.stack.sql("SELECT COUNT(*) AS n FROM job WHERE state = 'failed'");
  assert.equal(jobs.n, '0');
});

test('S09 a payment that arrives between claim and hand-over stops the message', async () => {
  const [first, second] = await company.customers([{}, {}]);
  const invoices = [await first.invoice('1000.00', '2026-06-01'), await second.invoice('1000.00', '2026-06-01')];
  company.at('2026-06-04');
  await company.evaluate();
  sink.holds = first.email;
  const held = new Promise((ok) => { blocked = ok; });
  company.at('2026-06-04', '08:00:00');
  await company.stack.spawn('worker');
  await held;
  await until(async () => (await second.outbox())[0].state === 'claimed', { name: 'the second message is claimed' });
  company.at('2026-06-04', '08:00:05');
  await second.pay(invoices[1], '1000.00', '2026-06-04');
  company.at('2026-06-04', '08:00:10');
  sink.holds = 'nobody at all';
  release();
  await company.idle();
  assert.equal(await company.stack.kill('worker'), 0);
  assert.deepEqual((await second.outbox()).map((m) => [m.state, m.reason]), [['cancelled', 'settled']]);
  assert.deepEqual(received(second), []);
  assert.deepEqual(await first.sent(), ['r1']);
  assert.equal(received(first).length, 1);
});

test('S23 a customer whose rules raise an error stops itself alone', async () => {
  const customers = await company.customers([1, 2, 3].map((n) => ({ group: 'FAULTY', number: `FAULTY-${n}` })));
  for (const customer of customers) await customer.invoice('100.00', '2026-07-01');
  company.at('2026-07-04');
  const run = await company.evaluate({ exit: 3 });
  assert.equal(run.failed, 1);
  company.at('2026-07-04', '09:00');
  await company.deliver();
  assert.deepEqual(customers.map((c) => received(c).length), [1, 0, 1]);
  assert.deepEqual(await customers[1].outbox(), []);
  const errors = await company.stack.sql(`SELECT customer_id, fault FROM run_error WHERE run_id = ${run.run_id}`);
  assert.deepEqual(errors.map((e) => e.customer_id), [customers[1].id]);
  assert.match(errors[0].fault, /faulty\.lua:\d+: no rule for this one/);
  const [stored] = await company.stack.sql(`SELECT state, failed_n FROM run WHERE id = ${run.run_id}`);
  assert.deepEqual(stored, { state: 'errors', failed_n: '1' });
  const row = await customers[1].worklistRow();
  assert.deepEqual([row.status, row.exception], ['fault', true]);
});

test('S23 a customer whose template raises an error stops itself alone', async () => {
  const customers = await company.customers([{}, { language: 'fr' }, {}]);
  for (const customer of customers) await customer.invoice('100.00', '2026-07-10');
  const french = `template_id = (SELECT id FROM template WHERE code = 'reminder_first') AND language = 'fr' AND active = 1`;
  await company.stack.mysql(`UPDATE template_version SET body_text = CONCAT(body_text, '{{nom}}') WHERE ${french}`);
  company.at('2026-07-13', '00:05');
  await company.evaluate({ exit: 3 }); // the customer of the test before still fails
  company.at('2026-07-13', '09:00');
  const got = await company.stack.dunlin('deliver', '--json');
  await company.stack.mysql(`UPDATE template_version SET body_text = REPLACE(body_text, '{{nom}}', '') WHERE ${french}`);
  assert.deepEqual([got.code, got.json.handed_over, got.json.failed], [3, 2, 1]);
  assert.deepEqual(customers.map((c) => received(c).length), [1, 0, 1]);
  const [bad] = await customers[1].outbox();
  assert.equal(bad.state, 'failed');
  assert.match(bad.reason, /template reminder_first \(fr\): text, line \d+: there is no field \{\{nom\}\}/);
  assert.deepEqual((await customers[1].tasks()).map((t) => t.kind), ['undeliverable']);
});

test('S24 a contact sees nothing of another customer, whatever it asks for', async () => {
  const [own, other] = await company.customers([{}, {}]);
  company.at('2026-08-01');
  const mine = [await own.invoice('100.00', '2026-08-20'), await own.invoice('200.00', '2026-07-20')].map((i) => i.number).sort();
  await other.invoice('300.00', '2026-08-20');
  const [foreign] = await other.items();
  const [known] = await own.items();
  const link = await company.staff.must(201, 'POST', `/customers/${own.id}/portal-links`, { scope: 'account' });
  const portal = await company.stack.portal(link.url);
  const ids = [`invoice_id=${foreign.id}`, `invoice_id=${known.id}&invoice_id=${foreign.id}`, `invoice_id[]=${foreign.id}`,
    `customer_id=${other.id}`, `q=${foreign.number}`, `id=${foreign.id}`];
  for (const filter of ['', 'state=open', 'state=all', 'currency=EUR', 'state=all&currency=EUR', ...ids]) {
    const got = await portal.get(`/invoices?${filter}`);
    assert.ok([200, 400].includes(got.status), `${filter}: ${got.status}`);
    for (const row of got.body.rows ?? []) assert.ok(mine.includes(row.number), `${filter}: ${row.number}`);
    assert.ok(!got.text.includes('300.00'), filter);
  }
  assert.deepEqual((await portal.all('/invoices?state=all')).map((i) => i.number).sort(), mine);
  const answer = async (id) => {
    const { status, body } = await portal.get(`/invoices/${id}`);
    return [status, { ...body, request_id: undefined }];
  };
  assert.equal((await answer(known.id))[0], 200);
  assert.equal((await answer(foreign.id))[0], 404);
  assert.deepEqual(await answer(foreign.id), await answer('999999999'));
  const pay = async (id) => {
    const { status, body } = await portal.post('/payment-intents', { provider: 'transfer', lines: [{ invoice_id: id }] }, once());
    return [status, { ...body, request_id: undefined }];
  };
  assert.equal((await pay(foreign.id))[0], 422);
  assert.deepEqual(await pay(foreign.id), await pay('999999999'));
  assert.deepEqual((await portal.must(200, 'GET', '/payment-options')).accounts.flatMap((a) => a.items.map((i) => i.number)).sort(), mine);
});

test('S25 two tabs: while one pays the other is told so, and after that it is settled; money comes once', async () => {
  const [own] = await company.customers([{}]);
  company.at('2026-08-01');
  await own.invoice('500.00', '2026-07-20');
  const [{ id }] = await own.items();
  await company.stack.mysql("UPDATE division SET pay_providers = 'sandbox'");
  const link = await company.staff.must(201, 'POST', `/customers/${own.id}/portal-links`, { scope: 'account' });
  const tabs = [await company.stack.portal(link.url), await company.stack.portal(link.url)];
  const submit = (tab) => tab.post('/payment-intents', { provider: 'sandbox', lines: [{ invoice_id: id }] }, once());
  const first = await submit(tabs[0]), second = await submit(tabs[1]);
  assert.deepEqual([first.status, second.status, second.body.type], [201, 409, '/problems/payment-in-progress']);
  await tabs[0].must(200, 'POST', `/payment-intents/${first.body.id}/act`, { outcome: 'success' });
  const third = await submit(tabs[1]);
  assert.deepEqual([third.status, third.body.type], [409, '/problems/payment-settled']);
  const captures = await company.stack.sql(`SELECT amount_minor, open_minor FROM item WHERE customer_id = ${own.id} AND kind = 'payment'`);
  assert.deepEqual(captures, [{ amount_minor: '50000', open_minor: '0' }]);
});
