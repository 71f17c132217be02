// What people write to customers: texts and their versions, one message, many, and how a
// reader ends them.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { until } from '../harness/stack.mjs';
import { Contract } from './contract.mjs';
import { addUser, insert, invoice } from './fixture.mjs';
import { Mailing } from './mailing.mjs';

let m, staff, admin, serial = 100;
before(async () => {
  m = await Mailing.start();
  const contract = await Contract.of(m.stack);
  staff = contract.watch(m.admin);
  admin = contract.watch(Object.assign(m.stack.client('/api/admin/v1'), { cookies: staff.cookies, csrf: staff.csrf }));
});
after(() => m?.stop());

const owe = (more) => m.owe(serial++, more);
const draft = (c, more = {}) => ({ case_id: String(c.case), item_ids: [String(c.invoice)], template: 'reminder_first', ...more });
const send = (c, more) => staff.request('POST', `/customers/${c.customer}/mail`, draft(c, more));
const look = (c, more) => staff.must(200, 'POST', `/customers/${c.customer}/mail/preview`, draft(c, more));

/** What arrived at an address since fresh(). */
const mailTo = (email) => m.sink.messages.find((x) => x.envelope.includes(email));

/** Some seconds on, so that what could be taken back leaves. */
async function later(seconds = 11) {
  m.stack.clock.set(new Date(m.stack.clock.now().getTime() + seconds * 1000));
  return m.deliver();
}

// -- one message -------------------------------------------------------------------

test('what is looked at is what goes out, to the contacts of the customer in the row', async () => {
  m.fresh();
  const c = await owe({ contacts: ['anna@debtor.example', 'bob@debtor.example'], language: 'de' });
  const seen = await look(c);
  assert.equal(seen.goes, true);
  assert.deepEqual(seen.to.map((t) => t.email), ['anna@debtor.example', 'bob@debtor.example']);
  assert.deepEqual(seen.lines.map((l) => [l.number, l.open, l.days_late]), [[c.number, '1000.00', 4]]);
  assert.match(seen.subject, /Zahlungserinnerung/);
  assert.match(seen.text, /1\.000,00\u00a0€/);
  assert.match(seen.html, /<table>/);
  assert.deepEqual(await m.outbox(c), []);

  const sent = await send(c, { cc_contact_ids: [], cc_self: true, attach: ['statement'] });
  assert.equal(sent.status, 201);
  assert.equal(sent.body.undo_seconds, 10);
  assert.equal((await m.deliver()).handed_over, 0, 'it can still be taken back');
  // who gets it is found when it leaves
  await m.stack.mysql(`UPDATE contact SET email = 'new@debtor.example' WHERE email = 'bob@debtor.example'`);
  assert.equal((await later()).handed_over, 1);
  const mail = mailTo('anna@debtor.example');
  const me = (await m.stack.sql(`SELECT email FROM user WHERE role = 'admin'`))[0].email;
  assert.deepEqual(mail.envelope, ['anna@debtor.example', 'new@debtor.example', me]);
  assert.ok(mail.headers.cc[0].includes(me));
  assert.equal(mail.subject, seen.subject);
  assert.equal(mail.headers['auto-submitted'], undefined, 'a person wrote it');
  const [row] = await m.stack.sql(`SELECT * FROM outbox_compose WHERE outbox_id = ${sent.body.id}`);
  assert.deepEqual([row.attach_invoice, row.attach_statement], ['0', '1']);
  assert.deepEqual(await m.activities(c), ['mail_planned', 'mail_sent']);
});

test('a message can be taken back as long as it is planned', async () => {
  m.fresh();
  const c = await owe({ contacts: ['back@debtor.example'] });
  const { body } = await send(c);
  await staff.must(200, 'POST', `/outbox/${body.id}/cancel`, { reason: 'taken back' });
  await later();
  assert.equal(m.sink.messages.length, 0);
  assert.equal((await send(c)).status, 201, 'and be written again');
  await later();
  assert.ok(mailTo('back@debtor.example'));
});

test('own words stand in the letter of the company, inert, with their fields filled in', async () => {
  m.fresh();
  const c = await owe({ name: '<script>alert(1)</script> Ltd', contacts: ['eve@debtor.example'] });
  await m.stack.mysql(`UPDATE contact SET name = '<img src=x onerror=alert(1)>' WHERE customer_id = ${c.customer}`);
  const words = { template: undefined, subject: 'About {{customer_name}}', body: 'Dear {{contact_name}},\n<b>please</b> pay {{total}}.\n\nThanks' };
  assert.equal((await send(c, words)).status, 201);
  await later();
  const mail = mailTo('eve@debtor.example');
  assert.equal(mail.subject, 'About <script>alert(1)</script> Ltd');
  assert.match(mail.text, /Dear <img src=x onerror=alert\(1\)>,\r\n<b>please<\/b> pay €1,000\.00\.\r\n\r\nThanks/);
  // E1: nothing of it is markup
  assert.ok(!/<script|<img|<b>/i.test(mail.html), mail.html);
  assert.match(mail.html, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
  assert.match(mail.html, /&lt;b&gt;please&lt;\/b&gt; pay €1,000\.00\.<br>/);
});

test('E1 a script tag in the name of a customer is inert in a reminder', async () => {
  m.fresh();
  const c = await owe({ name: '<script>alert(1)</script>', contacts: ['pay@debtor.example'] });
  await m.stack.mysql(`UPDATE contact SET name = '"><script>alert(2)</script>' WHERE customer_id = ${c.customer}`);
  await m.evaluate();
  await later();
  const mail = mailTo('pay@debtor.example');
  assert.ok(!/<script/i.test(mail.html), mail.html);
  assert.match(mail.html, /&lt;script&gt;alert\(2\)&lt;\/script&gt;/);
});

test('a field that is not known or has nothing to say is told with its line, and nothing is planned', async () => {
  const c = await owe();
  for (const [body, wanted] of [['Hello\n{{totl}}', /line 2: there is no field \{\{totl\}\}/], ['IBAN {{company_iban}}', /line 1: there is nothing to put for \{\{company_iban\}\}/]]) {
    const words = { template: undefined, subject: 'x', body };
    const seen = await look(c, words);
    assert.match(seen.fault, wanted);
    assert.deepEqual([seen.goes, seen.subject], [false, null]);
    const got = await send(c, words);
    assert.equal(got.status, 422);
    assert.match(got.body.errors[0].message, wanted);
  }
  assert.deepEqual(await m.outbox(c), []);
});

test('gap and cap pass with a reason, other guards do not', async () => {
  m.fresh();
  const c = await owe();
  await send(c);
  const pending = await send(c, { confirmed: 'they asked for it' });
  assert.deepEqual([pending.status, pending.body.type], [409, '/problems/held']);
  await later();
  const again = await send(c);
  assert.deepEqual([again.status, again.body.type], [409, '/problems/needs-confirmation']);
  const seen = await look(c);
  assert.deepEqual([seen.goes, seen.may_confirm, seen.held[0].guard], [false, true, 'gap']);
  assert.equal((await send(c, { confirmed: 'they asked for it on the phone' })).status, 201);
  await later();
  assert.equal(m.sink.messages.length, 2);
  const audit = await m.stack.sql(`SELECT after_json FROM audit_event WHERE action = 'message.send' ORDER BY id DESC LIMIT 1`).catch(() => null);
  if (audit) assert.match(Object.values(audit[0])[0], /on the phone/);

  await staff.must(201, 'POST', `/customers/${c.customer}/holds`, { case_id: String(c.case), reason: 'at law' });
  const held = await send(c, { confirmed: 'all the same' });
  assert.deepEqual([held.status, held.body.type], [409, '/problems/held']);
  assert.equal(m.sink.messages.length, 2);
});

test('a reminder asks for something, and from the first one on for what is overdue; own words need nothing', async () => {
  m.fresh();
  const c = await owe(), early = await owe({ due: '2026-03-12' });
  for (const template of ['upcoming', 'reminder_first', 'final_notice']) {
    for (const more of [{}, { confirmed: 'they asked for it' }]) {
      const seen = await look(c, { template, item_ids: [], ...more });
      assert.deepEqual([seen.goes, seen.may_confirm, seen.held.map((h) => [h.guard, h.number])], [false, false, [['no_item', null]]], template);
      const got = await send(c, { template, item_ids: [], ...more });
      assert.deepEqual([got.status, got.body.type], [409, '/problems/held']);
      assert.match(got.body.detail, /a reminder names at least one/);
    }
  }
  const seen = await look(early, { template: 'final_notice' });
  assert.deepEqual([seen.goes, seen.held.map((h) => [h.number, h.guard, h.detail, h.until])],
    [false, [[early.number, 'not_due', 'not overdue: it is due on 2026-03-12', '2026-03-13']]]);
  assert.equal((await send(early, { template: 'reminder_first' })).status, 409);
  assert.equal((await look(early, { template: 'upcoming' })).goes, true);
  assert.deepEqual([...await m.outbox(c), ...await m.outbox(early)], []);

  // what is late goes, and says what was left out
  await m.stack.mysql(invoice(c.invoice + 5, c.case, c.customer, m.division.id, { amount: 5000, due: '2026-03-12', issued: '2026-02-12', number: `${c.number}b` }));
  const both = await look(c, { item_ids: [c.invoice, c.invoice + 5].map(String) });
  assert.deepEqual([both.goes, both.total, both.held.map((h) => h.number)], [true, '1000.00', [`${c.number}b`]]);
  const own = { template: undefined, subject: 'Hello', body: 'How are you?' };
  assert.equal((await look(c, { item_ids: [], ...own })).goes, true);
  assert.equal((await look(early, own)).goes, true, 'own words may be about what is not due');
});

test('all that is overdue, however many invoices that is', async () => {
  m.fresh();
  const c = await owe({ contacts: ['many@debtor.example'] });
  const more = Array.from({ length: 310 }, (_, k) => invoice(7_000_000 + k, c.case, c.customer, m.division.id,
    { amount: 100, due: k < 305 ? '2026-02-27' : '2026-03-20', issued: '2026-01-27', number: `M${k}` }));
  await m.stack.mysql(`START TRANSACTION; ${more.join('\n')} COMMIT;`);
  const all = { item_ids: undefined, overdue: true };
  const seen = await look(c, all);
  assert.deepEqual([seen.goes, seen.lines.length, seen.total, seen.held], [true, 306, '1305.00', []]);
  assert.equal((await send(c, { ...all, item_ids: [String(c.invoice)] })).status, 422);
  const ids = [c.invoice, ...Array.from({ length: 305 }, (_, k) => 7_000_000 + k)].map(String);
  assert.equal((await look(c, { item_ids: ids })).lines.length, 306, 'one by one as well');
  assert.equal((await send(c, all)).status, 201);
  await later();
  assert.match(mailTo('many@debtor.example').text, /M304.*[^]*€1,305\.00/);
  assert.equal((await m.lines(c)).length, 306);
});

test('a message is stopped by what happens before it leaves', async () => {
  m.fresh();
  const paid = await owe(), gone = await owe();
  await send(paid);
  await send(gone);
  await m.pay(paid, 900001, 100000);
  await m.stack.mysql(`UPDATE contact SET email_consent = 0 WHERE customer_id = ${gone.customer}`);
  await later();
  assert.equal(m.sink.messages.length, 0);
  assert.deepEqual([(await m.outbox(paid))[0].state, (await m.outbox(paid))[0].reason], ['cancelled', 'settled']);
  assert.equal((await m.outbox(gone))[0].reason, 'nobody to write to');
});

test('nobody writes to customers of another division, nor about their invoices', async () => {
  const c = await owe(), other = await owe();
  await m.stack.mysql(insert('division', { id: 77, code: 'X', name: 'X', country: 'DE', time_zone: 'Europe/Berlin', currency: 'EUR', created_at: '2026-01-01' }));
  const limited = await m.stack.login(await addUser(m.stack, 'limited@seller.example', '--role', 'collector', '--division', 'X'));
  for (const path of [`/customers/${c.customer}/mail`, `/customers/${c.customer}/mail/preview`]) {
    const foreign = await limited.request('POST', path, draft(c));
    const unknown = await limited.request('POST', path.replace(c.customer, 999999), draft(c));
    assert.deepEqual([foreign.status, unknown.status], [404, 404]);
    assert.deepEqual({ ...foreign.body, request_id: 0 }, { ...unknown.body, request_id: 0 });
  }
  assert.equal((await limited.request('POST', '/mail/many', { template: 'reminder_first', case_ids: [String(c.case)] })).status, 422);
  assert.equal((await send(c, { item_ids: [String(other.invoice)] })).status, 422);
});

// -- many ---------------------------------------------------------------------------

test('E10 sending without a selection is refused, and no mail goes', async () => {
  m.fresh();
  const before = (await m.stack.sql('SELECT COUNT(*) AS n FROM outbox'))[0].n;
  for (const body of [{}, { case_ids: [] }, { case_ids: null }]) {
    const got = await staff.request('POST', '/mail/many', { template: 'reminder_first', ...body });
    assert.equal(got.status, 422, JSON.stringify(got.body));
  }
  await later();
  assert.equal(m.sink.messages.length, 0);
  assert.equal((await m.stack.sql('SELECT COUNT(*) AS n FROM outbox'))[0].n, before);
});

test('a message to many says how many, how much, who not and why; then a job sends it', async () => {
  m.fresh();
  const good = [await owe({ amount: 10000 }), await owe({ amount: 25000 })];
  const held = await owe(), silent = await owe(), early = await owe({ due: '2026-05-01' });
  await staff.must(201, 'POST', `/customers/${held.customer}/holds`, { case_id: String(held.case), reason: 'x' });
  await m.stack.mysql(`UPDATE contact SET email_consent = 0 WHERE customer_id = ${silent.customer}`);
  const body = { template: 'reminder_first', case_ids: [...good, held, silent, early].map((c) => String(c.case)) };
  const seen = await staff.must(200, 'POST', '/mail/many/preview', body);
  assert.equal(seen.count, 2);
  assert.deepEqual(seen.sums, [{ count: 2, amount: '350.00', currency: 'EUR' }]);
  assert.deepEqual(seen.left_out.map((o) => [o.case_id, o.guard]),
    [[String(held.case), 'hold'], [String(silent.case), 'recipient'], [String(early.case), null]]);
  assert.equal(seen.left_out[2].detail, 'nothing is overdue');

  await m.stack.mysql(insert('setting', { name: 'mail.confirm_above', known_from: '2026-01-01', value: '1' }));
  assert.equal((await staff.must(200, 'POST', '/mail/many/preview', body)).type_count, true);
  for (const confirm of [{}, { confirm_count: 5 }]) {
    assert.equal((await staff.request('POST', '/mail/many', { ...body, ...confirm })).status, 422);
  }
  const { id } = await staff.must(202, 'POST', '/mail/many', { ...body, confirm_count: 2 });
  // the engine, which the worker runs as well, has no say in this, nor has what is foretold
  await m.foretellNothing();
  await m.stack.mysql(`UPDATE case_state SET next_at = '9999-12-31'`);
  await m.stack.spawn('worker');
  const job = await until(async () => {
    const now = await staff.must(200, 'GET', `/mail/many/${id}`);
    return now.state === 'done' && now;
  }, { ms: 20000, name: 'the job' });
  assert.deepEqual([job.done, job.total, job.planned, job.left_out, job.failed], [5, 5, 2, 3, 0]);
  assert.deepEqual(job.rows.filter((r) => r.state === 'planned').map((r) => r.message_state), ['planned', 'planned']);
  const back = await staff.must(200, 'POST', `/mail/many/${id}/cancel`, { reason: 'not yet' });
  assert.equal(back.cancelled, 2);
  await m.stack.kill('worker');
  await m.stack.mysql(`DELETE FROM setting WHERE name = 'mail.confirm_above'`);
  await later();
  assert.equal(m.sink.messages.length, 0);
  const other = await m.stack.login(await addUser(m.stack, 'colleague@seller.example', '--role', 'collector'));
  assert.equal((await other.request('GET', `/mail/many/${id}`)).status, 404);
});

test('a message to many goes in copy to contacts of a role, once each, and to nobody who wants no mail', async () => {
  m.fresh();
  const c = await owe(), other = await owe();
  const contact = (id, customer, email, more = {}) => insert('contact', { id, customer_id: customer, name: `Contact ${id}`, email, roles: 'statement', source_system: 'test', source_id: id, known_from: '2026-01-01', recorded_at: '2026-01-01', ...more });
  await m.stack.mysql([contact(88001, c.customer, 'books@one.example'), contact(88002, c.customer, 'gone@one.example', { email_consent: 0 }),
    contact(88003, other.customer, 'books@two.example')].join('\n'));
  const body = { template: 'reminder_first', case_ids: [String(c.case), String(other.case)], cc_role: 'statement' };
  const seen = await staff.must(200, 'POST', '/mail/many/preview', body);
  assert.deepEqual([seen.count, seen.copies], [2, 2]);
  assert.equal((await staff.request('POST', '/mail/many/preview', { ...body, cc_role: 'friends' })).status, 422);
  assert.equal((await staff.request('POST', '/mail/many/preview', { ...body, channel: 'letter' })).status, 422);
  const { id } = await staff.must(202, 'POST', '/mail/many', { ...body, confirm_count: 2 });
  await m.stack.mysql(`UPDATE case_state SET next_at = '9999-12-31'`);
  await m.stack.spawn('worker');
  await until(async () => (await staff.must(200, 'GET', `/mail/many/${id}`)).state === 'done', { ms: 20000, name: 'the job' });
  await m.stack.kill('worker');
  // one of them ends mail before it leaves
  await m.stack.mysql('UPDATE contact SET email_consent = 0 WHERE id = 88003');
  await later();
  const copies = m.sink.messages.flatMap((one) => one.envelope).filter((to) => /@(one|two)\.example$/.test(to));
  assert.deepEqual(copies, ['books@one.example']);
});

// -- ending it ------------------------------------------------------------------------

test('a reader ends mail by one click of a mail program or by a button, never by looking', async () => {
  m.fresh();
  const c = await owe({ contacts: ['reader@debtor.example'] });
  assert.equal((await send(c, { item_ids: [], template: undefined, subject: 'Hello', body: 'How are you?' })).status, 201);
  await later();
  const mail = mailTo('reader@debtor.example');
  const url = new URL(/http\S+\/opt-out\/\S+/.exec(mail.text)[0]);
  const at = `${m.stack.url}${url.pathname}`;
  const page = await fetch(at);
  assert.deepEqual([page.status, page.headers.get('content-type')], [200, 'text/html; charset=utf-8']);
  assert.match(await page.text(), /<form method="post">/);
  const consent = async () => (await m.stack.sql(`SELECT email_consent FROM contact WHERE customer_id = ${c.customer}`))[0].email_consent;
  assert.equal(await consent(), '1');
  for (const forged of [at.slice(0, -1) + (at.endsWith('A') ? 'B' : 'A'), at.replace(/\/(\d+)\./, '/1.')]) {
    assert.equal((await fetch(forged, { method: 'POST' })).status, 404);
  }
  assert.equal(await consent(), '1');
  // RFC 8058: no cookie, no referrer, a form of one member
  const done = await fetch(at, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'null' }, body: 'List-Unsubscribe=One-Click' });
  assert.equal(done.status, 200);
  assert.doesNotMatch(await done.text(), /<form/);
  assert.equal(await consent(), '0');
  assert.equal((await fetch(at, { method: 'POST' })).status, 200, 'twice is fine');
  assert.equal((await m.stack.sql(`SELECT COUNT(*) AS n FROM contact_history h JOIN contact k ON k.id = h.contact_id WHERE k.customer_id = ${c.customer}`))[0].n, '1');
  const held = await send(c);
  assert.equal(held.status, 409);
});

// -- texts ------------------------------------------------------------------------------

test('a text is checked, kept as a draft, tried on a customer, sent to oneself, and activated', async () => {
  m.fresh();
  const c = await owe({ language: 'en' });
  const whole = await admin.must(200, 'GET', '/templates/reminder_first');
  assert.ok(whole.fields.some((f) => f.name === 'number' && f.of === 'lines'));
  assert.ok(whole.fields.every((f) => f.name !== 'message'));
  const active = whole.versions.find((v) => v.language === 'en' && v.active);
  const old = await admin.must(200, 'GET', `/templates/reminder_first/versions/${active.id}`);
  const texts = { subject: 'Please pay {{total}}', body_text: 'Dear {{contact_name}},\n{{total}}\n', body_html: '<p>{{total}}</p>' };

  const wrong = { ...texts, body_text: 'a\n{{totl}}\n{{#fee}}{{fee}}{{/fee}}\n{{fee}}' };
  const checked = await admin.must(200, 'POST', '/templates/reminder_first/check', wrong);
  assert.deepEqual(checked.errors.map((e) => [e.part, e.line]), [['body_text', 2], ['body_text', 4]]);
  const refused = await admin.request('POST', '/templates/reminder_first/versions', { language: 'en', ...wrong });
  assert.equal(refused.status, 422);
  assert.deepEqual(refused.body.errors.map((e) => e.pointer), ['/body_text', '/body_text']);
  assert.match(refused.body.errors[0].message, /^line 2: there is no field \{\{totl\}\}/);

  const kept = await admin.must(201, 'POST', '/templates/reminder_first/versions', { language: 'en', ...texts, comment: 'shorter', expected_no: active.version_no });
  assert.deepEqual([kept.version_no, kept.same], [2, false]);
  assert.equal((await admin.must(201, 'POST', '/templates/reminder_first/versions', { language: 'en', ...texts })).same, true);
  assert.equal((await admin.request('POST', '/templates/reminder_first/versions', { language: 'en', ...texts, subject: 'x', expected_no: 1 })).status, 409);
  assert.match((await look(c)).subject, /Payment reminder/, 'a draft goes to nobody');

  const trial = { customer_id: String(c.customer), language: 'en', ...texts };
  const tried = await admin.must(200, 'POST', '/templates/reminder_first/preview', trial);
  assert.deepEqual([tried.subject, tried.sample, tried.fault], ['Please pay €1,000.00', false, null]);
  assert.match(tried.html, /<p>€1,000\.00<\/p>/);
  await admin.must(204, 'POST', '/templates/reminder_first/test', trial);
  await later();
  const mine = mailTo((await m.stack.sql(`SELECT email FROM user WHERE role = 'admin'`))[0].email);
  assert.equal(mine.subject, 'Please pay €1,000.00');
  assert.equal(mine.envelope.length, 1);
  assert.deepEqual(await m.activities(c), [], 'a test is no contact with the customer');
  assert.equal((await look(c)).goes, true);

  await admin.must(200, 'POST', '/templates/reminder_first/activate', { version_id: kept.id });
  assert.equal((await look(c)).subject, 'Please pay €1,000.00');
  await admin.must(200, 'POST', '/templates/reminder_first/activate', { version_id: active.id });
  assert.match((await look(c)).subject, /Payment reminder/);
  assert.equal((await admin.must(200, 'GET', `/templates/reminder_first/versions/${kept.id}`)).body_html, texts.body_html);
  assert.equal(old.active, true);
});

test('a variant goes to those it is for', async () => {
  const consumer = await owe(), business = await owe();
  await m.stack.mysql(`UPDATE customer SET kind = 'consumer' WHERE id = ${consumer.customer}`);
  assert.equal((await admin.request('POST', '/templates/reminder_first/variants', { name: 'x', purpose: 'for nobody' })).status, 422);
  const { code } = await admin.must(201, 'POST', '/templates/reminder_first/variants',
    { name: 'consumer', purpose: 'Friendlier', category: 'consumer', late_from: 1, late_to: 10 });
  assert.equal(code, 'reminder_first.consumer');
  assert.equal((await admin.request('POST', '/templates/reminder_first/variants', { name: 'consumer', purpose: 'again', category: 'consumer' })).status, 409);
  const kept = await admin.must(201, 'POST', `/templates/${code}/versions`, { language: 'en', subject: 'Dear consumer', body_text: '{{total}}', body_html: '<p>{{total}}</p>' });
  assert.match((await look(consumer)).subject, /Payment reminder/);
  await admin.must(200, 'POST', `/templates/${code}/activate`, { version_id: kept.id });
  assert.equal((await look(consumer)).subject, 'Dear consumer');
  assert.match((await look(business)).subject, /Payment reminder/);
  const rows = (await admin.must(200, 'GET', '/templates')).rows;
  assert.deepEqual(rows.find((t) => t.code === code).texts, [{ language: 'en', channel: 'email', active_no: 1, latest_no: 1 }]);
  assert.deepEqual((await staff.must(200, 'GET', '/mail-templates')).rows.map((t) => t.code), ['upcoming', 'reminder_first', 'reminder_second', 'final_notice',
    'dispute_closed', 'dispute_received', 'payment_thanks', 'promise_broken', 'promise_confirmed', 'statement']);
});

test('the letterhead stands in what goes out', async () => {
  m.fresh();
  await m.stack.mysql(['company.iban|"DE89370400440532013000"', 'company.bic|"COBADEFFXXX"', 'company.footer|"Registered in Town"', 'company.address|"High Street 1\\\\n1000 Town"']
    .map((s) => s.split('|')).map(([name, value]) => `INSERT INTO setting (name, known_from, value) VALUES ('${name}', '2026-01-01', '${value}');`).join('\n'));
  const c = await owe({ contacts: ['head@debtor.example'] });
  await send(c);
  await later();
  const mail = mailTo('head@debtor.example');
  for (const text of ['DE89 3704 0044 0532 0130 00', 'COBADEFFXXX', 'Registered in Town', 'High Street 1', '1000 Town']) {
    assert.ok(mail.text.includes(text), text);
    assert.ok(mail.html.includes(text), text);
  }
  await m.stack.mysql(`DELETE FROM setting WHERE name IN ('company.iban', 'company.bic', 'company.footer', 'company.address')`);
});

test('only who may touch scripts sees templates', async () => {
  const user = await m.stack.login(await addUser(m.stack, 'plain@seller.example', '--role', 'collector'));
  const asAdmin = Object.assign(m.stack.client('/api/admin/v1'), { cookies: user.cookies, csrf: user.csrf });
  assert.equal((await asAdmin.request('GET', '/templates')).status, 403);
  assert.equal((await m.stack.client('/api/admin/v1').request('GET', '/templates')).status, 401);
});

test('texts go to files and back on the command line; what is wrong is told with file and line', async () => {
  const dir = join(m.stack.var, 'texts'), at = join(dir, 'reminder_second/en'), body = join(at, 'body.txt');
  const cli = (...args) => m.stack.dunlin('template', ...args);
  const row = async () => (await cli('list', '--json')).json.rows.find((r) => r.code === 'reminder_second' && r.language === 'en' && r.channel === 'email');
  assert.match((await cli('--help')).out, /pull .*activate CODE LANGUAGE/s);
  assert.equal((await cli('activate', 'reminder_second')).code, 2);
  const before = await row();
  const pulled = await cli('pull', '--dir', dir, '--json');
  assert.equal(pulled.code, 0, pulled.err);
  assert.ok(pulled.json.files.includes(at));
  assert.equal((await cli('check', '--dir', dir)).code, 0, 'what is in force is right');
  const same = (await cli('push', at, '--json')).json.files[0];
  assert.equal(same.same, true, 'what was pulled is what is there');
  assert.equal(same.version_no, before.latest);

  const text = readFileSync(body, 'utf8');
  writeFileSync(body, `${text.trimEnd()}\nSee {{colour}}.\n`);
  const line = text.trimEnd().split('\n').length + 1;
  for (const verb of ['check', 'push']) {
    const bad = await cli(verb, at);
    assert.equal(bad.code, 1);
    assert.match(bad.out, new RegExp(`^${body}:${line}: .*colour`, 'm'), verb);
  }
  assert.equal((await row()).latest, before.latest, 'nothing is kept of it');
  writeFileSync(body, `${text.trimEnd()}\nFrom the command line.\n`);
  const pushed = (await cli('push', at, '--json')).json.files[0];
  assert.deepEqual([pushed.same, pushed.faults, pushed.version_no], [false, [], before.latest + 1]);
  assert.equal((await row()).active, before.active, 'a new version is a draft');
  assert.equal((await cli('activate', 'reminder_second', 'en')).code, 0);
  assert.equal((await row()).active, pushed.version_no);
  const c = await owe();
  assert.match((await look(c, { template: 'reminder_second' })).text, /From the command line\./);
  assert.equal((await cli('activate', 'reminder_second', 'en', String(before.active))).code, 0);
  assert.doesNotMatch((await look(c, { template: 'reminder_second' })).text, /From the command line/);
  const audit = await m.stack.sql("SELECT COUNT(*) AS n FROM audit_event WHERE actor_id = 'command' AND object_kind LIKE 'template%'");
  assert.ok(Number(audit[0].n) >= 3, 'each is in the audit');

  assert.match((await cli('activate', 'reminder_second', 'en', '99')).err, /no such template, language or version/);
  assert.match((await cli('push', join(dir, 'nowhere/en'))).err, /nowhere\/en\/subject\.txt: No such file/);
  mkdirSync(join(dir, 'odd/en'), { recursive: true });
  for (const f of ['subject.txt', 'body.txt', 'body.html']) writeFileSync(join(dir, 'odd/en', f), 'x');
  assert.match((await cli('check', join(dir, 'odd/en'))).err, /there is no template odd; to add it, say in odd\/template\.txt/);
});
