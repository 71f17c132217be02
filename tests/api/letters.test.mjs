// Letters for post: a strategy's or a person's, put into batches, printed as one file, and
// handed over when a person says that they were posted.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pdf as foreign } from '../harness/pdf.mjs';
import { until } from '../harness/stack.mjs';
import { insert } from './fixture.mjs';
import { Mailing } from './mailing.mjs';

const BY_POST = `return strategy {
  name = "By post", segment = "post", rank = 200, send_at = "08:00", send_days = "all", min_gap = 5,
  steps = {
    step { id = "first", at = after_due(3), send = "reminder_first", channel = "letter" },
    step { id = "second", at = after_due(10), send = "reminder_second" },
  },
}`;
const PAGE_MM = 25.4 / 72;

let post;
let script;

async function activate(name, body) {
  const at = `/api/admin/v1/scripts/strategy/${name}`;
  const { version_no: version } = await post.admin.must(201, 'POST', `${at}/versions`, { body, comment: 'test' });
  await post.admin.must(200, 'POST', `${at}/activate`, { version_no: version });
  return (await post.stack.sql(`SELECT id FROM script WHERE name = '${name}'`))[0].id;
}

before(async () => {
  post = await Mailing.start();
  script = await activate('by-post', BY_POST);
});
after(() => post?.stop());

const street = (n) => `${n} Mill Lane`;
const pin = (c) => insert('strategy_pin', { id: c.case, case_id: c.case, script_id: script, reason: 'test', known_from: '2026-01-01' });
const address = (c, n) => insert('address', {
  id: c.customer, customer_id: c.customer, kind: 'billing', line1: street(n), postcode: `${10000 + n}`, city: 'Berlin', country: 'DE', known_from: '2026-01-01',
});

/** Customers who owe and are written to by letter. */
async function debtors(from, count, { where = address } = {}) {
  const all = [];
  const sql = [];
  for (let n = from; n < from + count; n++) {
    const c = { n, customer: n * 100, case: n * 100 + 1, invoice: n * 100 + 2, amount: `€${(1000 + n).toLocaleString('en')}.00` };
    all.push(c);
    sql.push(post.debt(n, { name: `Debtor ${n}`, contacts: [], amount: (1000 + n) * 100 }), where(c, n), pin(c));
  }
  await post.stack.mysql(['START TRANSACTION;', ...sql, 'COMMIT;'].join('\n'));
  return all;
}

const get = (path) => post.admin.must(200, 'GET', path);

/** Long work is done call by call. */
async function whole(batch) {
  while (batch.interrupted) batch = await post.admin.must(200, 'POST', `/letter-batches/${batch.id}/go-on`);
  return batch;
}
const make = async (body = {}) => whole(await post.admin.must(201, 'POST', '/letter-batches', body));
const markPosted = async (batch, on = '2026-03-04') => whole(await post.admin.must(200, 'POST', `/letter-batches/${batch.id}/posted`, { on }));
async function preview() {
  const sum = { count: 0, pages: 0, left_out: [] };
  for (let skip = 0; skip !== null;) {
    const look = await post.admin.must(200, 'POST', '/letter-batches/preview', { skip });
    sum.count += look.count;
    sum.pages += look.pages;
    sum.left_out.push(...look.left_out);
    skip = look.next;
  }
  return sum;
}
const waiting = async () => (await get('/letters/waiting')).total;

async function file(batch) {
  const cookie = [...post.admin.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
  const got = await fetch(`${post.admin.base}/letter-batches/${batch.id}/letters.pdf`, { headers: { cookie } });
  assert.equal(got.status, 200);
  return Buffer.from(await got.arrayBuffer());
}
const text = (pdf, ...more) => execFileSync('pdftotext', [...more, '-', '-'], { input: pdf, maxBuffer: 1 << 28 }).toString().replaceAll('\u00a0', ' ');
const pagesOf = (pdf) => text(pdf, '-layout').split('\f').slice(0, -1);

/** Somebody else has the lock of that case, until what this returns is called. */
async function hold(c) {
  const held = post.stack.mysql(`START TRANSACTION; SELECT id FROM case_state WHERE id = ${c.case} FOR UPDATE; SELECT SLEEP(60)`).catch(() => null);
  const sleeper = () => post.stack.sql("SELECT id FROM information_schema.processlist WHERE info = 'SELECT SLEEP(60)'").then(([row]) => row?.id);
  const id = await until(sleeper, { every: 20, name: 'the lock is held' });
  return async () => {
    await post.stack.mysql(`KILL ${id}`);
    await held;
  };
}

/** The web process again, after it was killed. */
async function back() {
  await post.stack.spawn('web');
  await until(async () => (await post.admin.get('/letters/waiting')).status === 200, { name: 'web answers again' });
}

/** Everything that is there is posted, so that each test begins with nothing. */
async function clear() {
  for (const batch of (await get('/letter-batches')).rows) {
    if (batch.state === 'ready' && batch.letters) await markPosted(batch);
  }
}

test('500 letters become one file: each on its own page, its address in the window', async () => {
  const all = await debtors(1000, 500);
  await post.evaluate();
  assert.equal(await waiting(), 500);
  assert.deepEqual(await post.deliver().then(({ handed_over, cancelled }) => [handed_over, cancelled]), [0, 0], 'no mail server ever sees a letter');
  const batch = await make();
  assert.deepEqual([batch.state, batch.letters, batch.pages, batch.opened, batch.rows.length], ['ready', 500, 500, 0, 500]);
  assert.equal(await waiting(), 0);
  const pdf = await file(batch);
  const pages = pagesOf(pdf);
  assert.equal(pages.length, 500);
  const place = new Map(batch.rows.map((row) => [Number(row.customer.id) / 100, row.place]));
  for (const c of all) {
    const page = pages[place.get(c.n) - 1];
    for (const part of [`Debtor ${c.n}`, street(c.n), `${10000 + c.n} Berlin`, c.amount, `Page 1 of 1`]) assert.ok(page.includes(part), `${part} on its page:\n${page}`);
    assert.equal(page.match(/Mill Lane/g).length, 1);
  }

  // DIN 5008 form B: the window is 20 to 110 mm from the left, 45 to 90 mm from the top
  const words = [...text(pdf, '-bbox', '-f', '7', '-l', '7').matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g)];
  const [street7] = words.filter((w) => w[5] === 'Mill');
  const mm = street7.slice(1, 5).map((v) => Number(v) * PAGE_MM);
  assert.ok(mm[0] >= 20 && mm[2] <= 110 && mm[1] >= 45 + 17.7 && mm[3] <= 90, `in the window: ${mm}`);

  // printed again it is the same, and that it was fetched twice can be seen
  assert.equal(text(await file(batch)), text(pdf));
  assert.equal((await get(`/letter-batches/${batch.id}`)).opened, 2);
  assert.equal((await post.outbox(all[0]))[0].state, 'sending');

  const posted = await markPosted(batch);
  assert.deepEqual([posted.state, posted.posted, posted.posted_on], ['posted', 500, '2026-03-04']);
  const [m] = await post.outbox(all[0]);
  assert.deepEqual([m.state, m.handed_on], ['handed_over', '2026-03-04']);
  assert.deepEqual((await post.lines(all[0])).map((l) => l.handed_on), ['2026-03-04']);
  assert.deepEqual((await post.activities(all[0])).sort(), ['letter_printed', 'mail_sent']);
  const again = await post.admin.request('POST', `/letter-batches/${batch.id}/posted`, { on: '2026-03-04' });
  assert.equal(again.status, 409);
});

test('what was paid, disputed or held meanwhile is left out, and said with its reason', async () => {
  const [paid, held, stays] = await debtors(1600, 3);
  await post.evaluate();
  await post.pay(paid, 160090, 260000);
  await post.stack.mysql(insert('hold', { id: 160190, customer_id: held.customer, kind: 'manual', reason: 'test', known_from: '2026-03-04', user_id: 1 }));
  const look = await preview();
  const reasons = [[`Debtor ${paid.n}`, 'settled'], [`Debtor ${held.n}`, 'held']];
  assert.deepEqual([look.count, look.pages, look.left_out.map((l) => [l.customer.name, l.reason])], [1, 1, reasons]);
  assert.equal(await waiting(), 3, 'a look changes nothing');
  const batch = await make();
  assert.deepEqual([batch.letters, batch.left_out], [1, 2]);
  assert.deepEqual(batch.rows.filter((r) => r.state === 'left_out').map((r) => [r.customer.name, r.reason]), reasons);
  assert.equal(pagesOf(await file(batch)).length, 1);
  assert.deepEqual([(await post.outbox(paid))[0].state, (await post.outbox(held))[0].state, (await post.outbox(stays))[0].state], ['cancelled', 'cancelled', 'sending']);
  await post.pay(stays, 160290, 260200);
  assert.deepEqual((await get(`/letter-batches/${batch.id}`)).rows.filter((r) => r.settled).map((r) => r.customer.name), [`Debtor ${stays.n}`], 'paid after it was printed: to be taken out by hand');
  await clear();
});

test('two batches made at once never share a letter', async () => {
  await debtors(1700, 40);
  await post.evaluate();
  const both = await Promise.all([0, 1].map(() => post.admin.request('POST', '/letter-batches', {})));
  const made = await Promise.all(both.filter((r) => r.status === 201).map((r) => whole(r.body)));
  const ids = made.flatMap((b) => b.rows.filter((r) => r.state === 'in').map((r) => r.id));
  assert.equal(ids.length, 40);
  assert.equal(new Set(ids).size, 40);
  await clear();
});

test('a letter that is taken out waits again, and its next print says that there was one', async () => {
  const [c] = await debtors(1800, 2);
  await post.evaluate();
  const first = await make({ duplex: true });
  assert.equal(pagesOf(await file(first)).length, 4, 'each letter begins on a front page');
  const [m] = await post.outbox(c);
  const left = await post.admin.must(200, 'POST', `/letter-batches/${first.id}/take-out`, { outbox_id: String(m.id), reason: 'torn' });
  assert.deepEqual([left.letters, left.taken_out], [1, 1]);
  assert.ok(!text(await file(first)).includes(street(1800)));
  assert.deepEqual([(await post.outbox(c))[0].state, await waiting()], ['planned', 1]);
  const second = await make();
  assert.deepEqual(second.rows.map((r) => [r.id, r.printed_before]), [[String(m.id), first.id]]);
  await clear();
  assert.equal((await post.outbox(c))[0].state, 'handed_over');
  const late = await post.admin.request('POST', `/letter-batches/${second.id}/take-out`, { outbox_id: String(m.id), reason: 'late' });
  assert.equal(late.status, 409);
});

test('without an address that the post can deliver to nothing is planned, and a person is told why', async () => {
  const [none] = await debtors(1900, 1, { where: () => '' });
  await post.evaluate();
  assert.deepEqual(await post.outbox(none), []);
  const [row] = await post.stack.sql(`SELECT exception, reason, next_action FROM worklist_row WHERE case_id = ${none.case}`);
  assert.equal(Number(row.exception), 1);
  assert.match(row.reason, /no postal address/);
  const body = { case_id: String(none.case), item_ids: [String(none.invoice)], template: 'reminder_first', channel: 'letter' };
  const refused = await post.admin.request('POST', `/customers/${none.customer}/mail`, body);
  assert.equal(refused.status, 409);
  assert.match(refused.body.detail, /no postal address/);
  // it is gone when the letter is looked at
  const [c] = await debtors(1910, 1);
  await post.evaluate();
  await post.stack.mysql(`UPDATE address SET known_to = '2026-03-04' WHERE customer_id = ${c.customer}`);
  const batch = await make();
  assert.deepEqual([batch.letters, batch.rows.map((r) => r.reason)], [0, ['no postal address']]);
  const tasks = await post.tasks(c);
  assert.deepEqual(tasks.map((t) => t.title), ['Nowhere to post a letter to: no postal address']);
});

test('a person sends a letter through the same guards', async () => {
  const c = await post.owe(1950, { name: 'Debtor 1950' });
  await post.stack.mysql(address(c, 1950));
  const body = { case_id: String(c.case), item_ids: [String(c.invoice)], subject: 'About {{total}}', body: 'We ask for {{total}}.', channel: 'letter' };
  const look = await post.admin.must(200, 'POST', `/customers/${c.customer}/mail/preview`, body);
  assert.deepEqual([look.goes, look.channel, look.address, look.to], [true, 'letter', ['Debtor 1950', street(1950), '11950 Berlin'], []]);
  await post.admin.must(201, 'POST', `/customers/${c.customer}/mail`, body);
  assert.equal(await waiting(), 0, 'there is time to take it back');
  post.stack.clock.set(new Date(post.stack.clock.now().getTime() + 11000));
  const batch = await make({ outbox_ids: [String((await post.outbox(c))[0].id)] });
  const [page] = pagesOf(await file(batch));
  assert.match(page, /About €1,000\.00[^]*We ask for €1,000\.00/);
  assert.deepEqual([await post.deliver().then((d) => d.handed_over), post.sink.messages.length], [0, 0]);
  await clear();
  assert.deepEqual((await post.activities(c)).sort(), ['letter_printed', 'mail_planned', 'mail_sent']);
});

/** A person's letter about the invoice, with these files in the envelope; it waits. */
async function write(c, attach) {
  const body = { case_id: String(c.case), item_ids: [String(c.invoice)], template: 'reminder_first', channel: 'letter', attach };
  await post.admin.must(201, 'POST', `/customers/${c.customer}/mail`, body);
  return (await post.outbox(c)).at(-1).id;
}
const later = () => post.stack.clock.set(new Date(post.stack.clock.now().getTime() + 11000));
const original = (c, bytes) => post.admin.must(201, 'POST', `/attachments?owner_kind=item&owner_id=${c.invoice}&file_name=original.pdf&visible=true`, bytes, { 'content-type': 'application/pdf' });
async function owing(n) {
  const c = await post.owe(n, { name: `Debtor ${n}` });
  await post.stack.mysql(address(c, n));
  return c;
}

test('what is enclosed follows its letter in the file; on both sides each begins on a front', async () => {
  const [copy, across, plain] = [await owing(2500), await owing(2501), await owing(2502)];
  await original(across, foreign(['ORIGINAL ONE', 'ORIGINAL TWO', 'ORIGINAL THREE'], { width: 1224, height: 792 }));
  const ids = [await write(copy, ['invoice', 'statement']), await write(across, ['invoice']), await write(plain, [])];
  later();
  for (const [duplex, sheets, counts] of [[true, 14, [5, 5, 1]], [false, 8, [3, 4, 1]]]) {
    const look = await post.admin.must(200, 'POST', '/letter-batches/preview', { outbox_ids: ids.map(String), duplex });
    assert.deepEqual([look.count, look.pages, look.left_out], [3, sheets, []]);
    const batch = await make({ outbox_ids: ids.map(String), duplex });
    assert.deepEqual([batch.pages, batch.rows.map((r) => r.pages), batch.rows.map((r) => r.enclosures)], [sheets, counts, [2, 1, 0]]);
    const bytes = await file(batch);
    if (process.env.SHOTS) writeFileSync(join(process.env.SHOTS, `letters-${duplex ? 'two' : 'one'}.pdf`), bytes);
    const info = execFileSync('pdfinfo', ['-l', '99', '-'], { input: bytes }).toString();
    assert.match(info, new RegExp(`Pages: +${sheets}\\b`));
    assert.equal(info.match(/size: +595\.\d+ x 841\.\d+ pts \(A4\)/g).length, sheets, 'whatever size its original has, it is printed on A4');
    const pages = pagesOf(bytes);
    const front = pages.map((page) => page.trim()).filter(Boolean);
    const order = [/Debtor 2500[^]*Enclosed: Invoice R2500, Statement of account/, /R2500[^]*Copy|Copy[^]*R2500/, /Statement of account[^]*Closing balance/,
      /Debtor 2501[^]*Enclosed: Invoice R2501/, /ORIGINAL ONE/, /ORIGINAL TWO/, /ORIGINAL THREE/, /Debtor 2502/];
    assert.equal(front.length, order.length);
    for (const [i, words] of order.entries()) assert.match(front[i], words);
    assert.ok(!front[7].includes('Enclosed'));
    if (duplex) for (const [i, page] of pages.entries()) if (/Page 1 of|ORIGINAL ONE/.test(page)) assert.equal(i % 2, 0, `a front: page ${i + 1}`);
    const one = await fetch(`${post.admin.base}/outbox/${ids[1]}/documents/1`, { headers: { cookie: [...post.admin.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } });
    assert.deepEqual(Buffer.from(await one.arrayBuffer()), foreign(['ORIGINAL ONE', 'ORIGINAL TWO', 'ORIGINAL THREE'], { width: 1224, height: 792 }), 'kept as it is');
    if (duplex) for (const id of ids) await post.admin.must(200, 'POST', `/letter-batches/${batch.id}/take-out`, { outbox_id: String(id), reason: 'once more, on one side' });
  }
  await clear();
});

test('a file that is drawn in parts is one file', async () => {
  const n = 51; // two files each: more than one part takes
  const all = Array.from({ length: n }, (_, i) => ({ n: 2600 + i, customer: (2600 + i) * 100, case: (2600 + i) * 100 + 1, invoice: (2600 + i) * 100 + 2 }));
  await post.stack.mysql(['START TRANSACTION;', ...all.map((c) => post.debt(c.n, { name: `Αθηνά ${c.n}` }) + address(c, c.n)), 'COMMIT;'].join('\n'));
  for (const c of all) await write(c, ['invoice', 'statement']);
  later();
  const batch = await make({ outbox_ids: await Promise.all(all.map(async (c) => String((await post.outbox(c))[0].id))) });
  assert.deepEqual([batch.letters, batch.pages], [n, n * 3]);
  const bytes = await file(batch);
  const pages = pagesOf(bytes);
  assert.equal(pages.length, n * 3);
  for (const row of batch.rows) {
    const number = Number(row.customer.id) / 100;
    for (const [k, words] of [['Payment reminder'], ['Copy', `R${number}`], ['Statement of account', `R${number}`]].entries()) {
      for (const word of [...words, `Αθηνά ${number}`]) assert.ok(pages[(row.place - batch.rows[0].place) * 3 + k].includes(word), `${word} of ${number}`);
    }
  }
  const info = execFileSync('pdfinfo', ['-'], { input: bytes, stdio: ['pipe', 'pipe', 'pipe'] }).toString();
  assert.match(info, /Title: +Letters \d+/);
  const seen = spawnSync('pdftoppm', ['-r', '10', '-l', '200', '-', join(post.stack.var, 'seen')], { input: bytes });
  assert.deepEqual([seen.status, seen.stderr.toString()], [0, '']);
  await clear();
});

test('a step encloses what it says, too', async () => {
  const own = await activate('with-files', BY_POST.replace('By post', 'With files').replace('"post", rank = 200', '"files", rank = 201').replace('channel = "letter" }', 'channel = "letter", attach = { "invoice" } }'));
  const c = await owing(2510);
  await post.stack.mysql(insert('strategy_pin', { id: c.case, case_id: c.case, script_id: own, reason: 'test', known_from: '2026-01-01' }));
  await post.evaluate();
  const batch = await make({ outbox_ids: [String((await post.outbox(c))[0].id)] });
  assert.deepEqual([batch.pages, batch.rows[0].enclosures], [2, 1]);
  assert.match(pagesOf(await file(batch))[1], /R2510/);
  await clear();
});

test('an original that cannot be printed keeps its letter back, with cause and remedy, and no other', async () => {
  const [broken, locked, long, sound] = [await owing(2520), await owing(2521), await owing(2522), await owing(2523)];
  await original(broken, Buffer.concat([foreign(['BROKEN']).subarray(0, 60), Buffer.from('\n%%EOF\n')]));
  await original(locked, foreign(['SECRET'], { locked: true }));
  await original(long, foreign(Array.from({ length: 101 }, (_, i) => `page ${i}`)));
  await original(sound, foreign(['SOUND']));
  const ids = [];
  for (const c of [broken, locked, long, sound]) ids.push(await write(c, ['invoice']));
  later();
  const look = await post.admin.must(200, 'POST', '/letter-batches/preview', { outbox_ids: ids.map(String) });
  assert.deepEqual([look.count, look.left_out.map((l) => l.cause)], [1, ['file_broken', 'file_broken', 'files_too_large']]);
  assert.deepEqual(await post.stack.sql(`SELECT seq FROM outbox_document WHERE outbox_id IN (${ids})`), [], 'a look keeps nothing');
  const batch = await make({ outbox_ids: ids.map(String) });
  assert.deepEqual(batch.rows.map((r) => [r.state, r.cause]), [['left_out', 'file_broken'], ['left_out', 'file_broken'], ['left_out', 'files_too_large'], ['in', null]]);
  assert.deepEqual(batch.rows.map((r) => r.reason), ['invoice R2520 cannot be enclosed: its file is broken', 'invoice R2521 cannot be enclosed: its file is locked with a password',
    'the files are too large for a letter: at most 100 pages and 10 MB in 50 files', null]);
  assert.match(pagesOf(await file(batch))[1], /SOUND/);
  const seen = await get(`/outbox/${ids[0]}`);
  assert.deepEqual([seen.state, seen.cause, seen.remedy, seen.may_retry], ['failed', 'file_broken', 'replace_file', true]);
  assert.equal((await post.tasks(broken)).length, 1);
  later();
  await original(broken, foreign(['MENDED']));
  await post.admin.must(200, 'POST', `/outbox/${ids[0]}/retry`, { confirm: true, reason: 'a sound copy is there' });
  const again = await make({ outbox_ids: [String(ids[0])] });
  assert.match(pagesOf(await file(again))[1], /MENDED/);
  await clear();
});

test('without an address the cause says so; entered, a person sends the letter again', async () => {
  const c = await owing(2530);
  const id = await write(c, []);
  later();
  await post.stack.mysql(`UPDATE address SET line1 = '' WHERE customer_id = ${c.customer}`);
  assert.equal((await make({ outbox_ids: [String(id)] })).rows[0].cause, 'no_address');
  const seen = await get(`/outbox/${id}`);
  assert.deepEqual([seen.state, seen.cause, seen.remedy, seen.may_retry], ['cancelled', 'no_address', 'edit_address', true]);
  const told = (await get('/outbox?cause=no_address&limit=100')).rows;
  assert.ok(told.some((row) => row.id === String(id)) && told.every((row) => row.cause === 'no_address'));
  const where = `/customers/${c.customer}/address`;
  const half = await post.admin.request('PUT', where, { line1: ' ', country: 'Germany' });
  assert.equal(half.status, 422);
  assert.deepEqual(half.body.errors.map((e) => e.pointer).sort(), ['/city', '/country', '/line1']);
  await post.admin.must(200, 'PUT', where, { line1: '7 New Lane', postcode: '20001', city: 'Hamburg', country: 'DE' });
  const [audit] = await post.stack.sql(`SELECT before_json, after_json FROM audit_event WHERE action = 'address.change' AND customer_id = ${c.customer}`);
  assert.match(audit.before_json, /12530/);
  assert.match(audit.after_json, /7 New Lane/);
  await post.admin.must(200, 'POST', `/outbox/${id}/retry`, { confirm: true, reason: 'the address is there' });
  const [page] = pagesOf(await file(await make({ outbox_ids: [String(id)] })));
  assert.match(page, /7 New Lane[^]*20001 Hamburg[^]*€1,000\.00/);
  await clear();
});

test('every cause has words and a remedy with words in each language, a filter, and its place in the contract', async () => {
  const [{ type }] = await post.stack.sql("SELECT column_type AS type FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'outbox' AND column_name = 'cause'");
  const causes = type.match(/'(\w+)'/g).map((one) => one.slice(1, -1));
  assert.ok(causes.length >= 14);
  const { components } = (await post.admin.request('GET', `${post.stack.url}/api/openapi.json`)).body;
  const contract = components.schemas.outbox_row.properties;
  assert.deepEqual([...contract.cause.anyOf[0].enum].sort(), [...causes].sort());
  const c = await post.owe(2540);
  const id = 254099;
  await post.stack.mysql(insert('outbox', { id, case_id: c.case, customer_id: c.customer, kind: 'system', channel: 'email', template: 'x', state: 'failed', cause: 'refused',
    reason: 'x', not_before: '2026-03-04', actor_kind: 'system', actor_id: 'x', created_at: '2026-03-04' }) + insert('follow_up', { id, customer_id: c.customer, outbox_id: id, kind: 'undeliverable',
    title: 'x', due_on: '2026-03-04', origin: 'system', origin_id: 'deliver', created_at: '2026-03-04' }));
  const words = Object.fromEntries(['en', 'de', 'fr'].map((l) => [l, readFileSync(new URL(`../../www/src/i18n/remedy.${l}.ts`, import.meta.url), 'utf8')]));
  for (const cause of causes) {
    await post.stack.mysql(`UPDATE outbox SET cause = '${cause}' WHERE id = ${id}`);
    const { rows } = await get(`/outbox?cause=${cause}&customer_id=${c.customer}`);
    assert.deepEqual(rows.map((row) => [row.id, row.cause]), [[String(id), cause]]);
    assert.ok(contract.remedy.anyOf[0].enum.includes(rows[0].remedy), `${cause} has a remedy`);
    for (const [language, text] of Object.entries(words)) {
      for (const key of [`cause.${cause}`, `remedy.${rows[0].remedy}`]) assert.match(text, new RegExp(`'${key}':\\s+'.{8,}'`), `${key} in ${language}`);
    }
  }
});

test('killed half way, a batch has what it has, and goes on without losing or doubling a letter', async () => {
  await clear();
  const all = await debtors(2000, 60);
  await post.evaluate();
  let letGo = await hold(all[20]);
  const asked = post.admin.request('POST', '/letter-batches', {}).catch(() => null);
  await until(async () => Number((await post.stack.sql("SELECT COUNT(*) AS n FROM letter WHERE state = 'in'"))[0].n) === 20, { every: 20, name: 'all before the held one are in' });
  await post.stack.kill('web', 'SIGKILL');
  await letGo();
  await asked;
  await back();
  const batch = (await get('/letter-batches')).rows.find((one) => one.state === 'making');
  assert.equal(batch.interrupted, true);
  assert.deepEqual([batch.letters, await waiting()], [20, 40]);
  assert.equal((await post.admin.get(`/letter-batches/${batch.id}/letters.pdf`)).status, 409, 'not printed before it is whole');
  const done = await whole(await post.admin.must(200, 'POST', `/letter-batches/${batch.id}/go-on`));
  assert.deepEqual([done.state, done.letters, await waiting()], ['ready', 60, 0]);
  assert.equal(new Set(pagesOf(await file(done)).map((p) => /(\d+) Mill Lane/.exec(p)[1])).size, 60);

  letGo = await hold(all[20]);
  const posting = post.admin.request('POST', `/letter-batches/${batch.id}/posted`, { on: '2026-03-04' }).catch(() => null);
  await until(async () => Number((await post.stack.sql(`SELECT COUNT(*) AS n FROM letter l JOIN outbox o ON o.id = l.outbox_id
    WHERE l.batch_id = ${batch.id} AND o.state = 'handed_over'`))[0].n) === 20, { every: 20, name: 'all before the held one are posted' });
  await post.stack.kill('web', 'SIGKILL');
  await letGo();
  await posting;
  await back();
  const half = await get(`/letter-batches/${batch.id}`);
  assert.deepEqual([half.state, half.interrupted, half.posted_on], ['posting', true, '2026-03-04']);
  const ended = await whole(await post.admin.must(200, 'POST', `/letter-batches/${batch.id}/go-on`));
  assert.deepEqual([ended.state, ended.posted], ['posted', 60]);
  const sums = await post.stack.sql(`SELECT COUNT(*) AS n, SUM(attempts) AS tries FROM outbox o JOIN letter l ON l.outbox_id = o.id WHERE l.batch_id = ${batch.id} AND o.state = 'handed_over'`);
  assert.deepEqual({ ...sums[0] }, { n: '60', tries: '60' });
});

test('the command line makes, prints and posts a batch', async () => {
  await clear();
  const letters = (...args) => post.stack.dunlin('letters', ...args);
  const out = join(post.stack.var, 'letters.pdf');
  const none = await letters('batch', '--out', out);
  assert.deepEqual([none.code, none.err.includes('no letter waits'), existsSync(out)], [1, true, false]);
  const [c] = await debtors(2100, 2);
  await post.evaluate();
  assert.deepEqual(JSON.parse((await letters('list', '--json')).out).waiting.map((w) => w.letters), [2]);
  const made = await letters('batch', '--out', out, '--duplex', '--json');
  assert.equal(made.code, 0, made.err);
  const batch = JSON.parse(made.out);
  assert.deepEqual([batch.letters, batch.pages, batch.opened, pagesOf(readFileSync(out)).length], [2, 4, 1, 4]);
  assert.match((await letters('print', batch.id, '--out', out)).err, /File exists/);
  assert.equal((await letters('posted', batch.id, '--on', '2027-01-01')).code, 1);
  const posted = JSON.parse((await letters('posted', batch.id, '--json')).out);
  assert.deepEqual([posted.state, posted.posted_on], ['posted', '2026-03-04']);
  assert.equal((await post.outbox(c))[0].state, 'handed_over');
  assert.equal((await letters('posted', batch.id)).code, 1);
  assert.equal((await letters('post')).code, 2);
});

test('the database is whole after all of that', async () => {
  const got = await post.stack.dunlin('check-sql', '--data');
  assert.equal(got.code, 0, got.err + got.out);
});
