// A collector's whole day by keys alone: signing in, twenty accounts of the queue, two hundred
// invoices at once; then what the timelines, the audit and the engine's next runs say of it.
// What has the focus is looked at, never set: no mouse, no click(), no fill().
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { once, totp } from '../harness/http.mjs';
import { Browser } from '../harness/browser.mjs';
import { Stack } from '../harness/stack.mjs';
import { settled } from './pages.mjs';

const SHOTS = process.env.SHOTS;
const WORKED = 20;
/** Each owes two invoices whose first reminder comes tomorrow. */
const QUAY = ['Quay Promise', 'Quay Dispute', 'Quay Message', 'Quay Snooze', 'Quay Plain'];
const MANY = 'Quay Many';

let stack, browser, page, staff, admin, colleague;
const did = {};

before(async () => {
  if (SHOTS) mkdirSync(SHOTS, { recursive: true });
  stack = await Stack.start({ company: 'demo', now: '2026-03-04T08:00:00Z' });
  const { json } = await stack.dunlin('client', 'add', 'quay', '--source-system', 'quay', '--json');
  const erp = stack.integrator(stack.token('quay', json.secret));
  const put = (kind, id, row) => erp.must(201, 'PUT', `/${kind}/quay/${id}`, row);
  const bill = (customer, number, due_on, amount) => ({
    customer: { source_id: customer }, division: 'DE', number, issued_on: '2026-02-01', due_on, amount, currency: 'EUR',
  });
  for (const [k, name] of [...QUAY, MANY].entries()) {
    await put('customers', k, { number: `Q${k}`, name, country: 'DE' });
    await put('contacts', k, { customer: { source_id: String(k) }, name: `Ann ${k}`, email: `ann${k}@quay.example`, roles: ['billing'] });
    if (name !== MANY) for (const half of ['A', 'B']) await put('invoices', `${k}${half}`, bill(String(k), `Q${k}${half}`, '2026-03-02', '1000.00'));
  }
  const rows = Array.from({ length: 200 }, (_, k) => ({ source_id: `M${k}`, ...bill(String(QUAY.length), `M${k}`, '2026-03-02', '10.00') }));
  await erp.must(200, 'POST', '/invoices/batch', { rows }, once());
  assert.equal((await stack.dunlin('evaluate')).code, 0);
  staff = await stack.collector();
  admin = await stack.admin();
  colleague = (await staff.must(200, 'GET', '/colleagues')).rows.find((one) => one.name !== stack.logins().collector.name && one.name.includes(' '));
  browser = await Browser.start(stack);
  page = await browser.page({ expected: ['status of 401'] });
  page.on('filechooser', () => {}); // from the first on, not only while one is waited for
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

// -- a person at the keyboard: what has the focus is read, never set ---------------------------

const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
const type = (text) => page.keyboard.type(text);
const shot = async (name) => SHOTS && page.screenshot({ path: `${SHOTS}/day-${name}.png` });

/** The name of what has the focus, and where it is. */
const here = () => page.evaluate(() => {
  const e = document.activeElement;
  const name = e?.getAttribute('aria-label') ?? e?.labels?.[0]?.textContent ?? e?.textContent ?? '';
  return { name: name.replace(/\s+/g, ' ').trim().slice(0, 80), tag: e?.tagName ?? '', dialog: Boolean(e?.closest('dialog')) };
});

async function focusIs(name, why) {
  let at;
  for (let k = 0; k < 100; k++) {
    at = await here();
    if (name.test(at.name)) return;
    await page.waitForTimeout(30);
  }
  assert.fail(`${why ?? 'the focus'} should be on ${name}, it is on ${JSON.stringify(at)}`);
}

/** By Tab (or back) to the control of that name, in no more steps than a person bears. */
async function tabTo(name, { most = 14, back = false } = {}) {
  const met = [];
  for (let k = 0; k < most; k++) {
    const { name: at } = await here();
    if (name.test(at)) return;
    met.push(at);
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
  }
  assert.fail(`no way in ${most} steps to ${name}: ${met.join(' > ')}`);
}

/** The dialog of that name is there, with the focus in its first field. */
async function asked(name) {
  await page.getByRole('dialog', { name }).waitFor();
  for (let k = 0; k < 100; k++) {
    const at = await here();
    if (at.dialog && ['INPUT', 'SELECT', 'TEXTAREA'].includes(at.tag)) return;
    await page.waitForTimeout(30);
  }
  assert.fail(`the focus is not in a field of ${name}: ${JSON.stringify(await here())}`);
}

/** It is gone, and the keys act on what was there before it. */
async function answered() {
  await page.waitForFunction(() => !document.querySelector('dialog[open]'));
  await settled(page);
}

/** A file by the system's own dialog, which the space bar opens. */
async function choose(label, file) {
  await tabTo(label);
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press('Space')]);
  await chooser.setFiles(file);
}

const anew = async (text) => { await press('Control+a'); await type(text); };
/** As Chromium's field takes it: month, day, year. */
const day = (iso) => iso.replace(/(\d+)-(\d+)-(\d+)/, '$2$3$1');
const file = (name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(`${name}: six came, eight were billed\n`) });
const account = () => page.getByRole('region', { name: 'Session' }).getByRole('heading', { level: 2 }).first().innerText();

/** To a page by its name. */
async function go(name) {
  await press('Control+k');
  await focusIs(/^Search and commands|^Search/, 'the palette');
  await type(name);
  await page.getByRole('option', { selected: true }).filter({ hasText: name }).waitFor();
  await page.locator('[role=listbox][aria-busy=false]').waitFor();
  await press('Enter');
}

// -- the acts -----------------------------------------------------------------------------------

const ACTS = {
  async note(name) {
    await press('n');
    await asked(/^Note/);
    await type(`Spoke to nobody at ${name}`);
    await press('Control+Enter');
    await answered();
  },
  async call() {
    await press('c');
    await asked(/^Call with/);
    await press('End');
    await tabTo(/^What was said/);
    await type('in a meeting, jkn');
    await tabTo(/^(They hear from us again|Call back|.*again.*|.*back.*)/i);
    await type(day('2026-03-06'));
    await press('Enter');
    await answered();
  },
  async mention() {
    await press('n');
    await asked(/^Note/);
    await type(`Ask @${colleague.name.slice(0, 3)}`);
    await page.getByRole('option', { name: colleague.name }).waitFor();
    await press('Enter');
    await type('about the delivery');
    await choose(/^Files/, file('delivery.txt'));
    await tabTo(/^Add note/);
    await press('Enter');
    await answered();
  },
  async done() {
    await press('e');
    await page.getByRole('status').filter({ hasText: /Done: / }).waitFor();
    await settled(page);
  },
  async snooze() {
    await press('s');
    await asked(/^Put off/);
    await type(day('2026-03-06'));
    await press('Enter');
    await answered();
  },
};

async function promise() {
  await press('p');
  await asked(/^Promise/);
  await anew('2000.00');
  await press('Tab');
  await type(day('2026-03-20'));
  await tabTo(/^(Paid in|Instalments|In how many|.*part.*)/i);
  await press('ArrowDown');
  await page.getByRole('dialog').getByRole('list', { name: /instalments|plan/i }).waitFor();
  await choose(/^Files/, file('promise.txt'));
  await tabTo(/^Record promise|^Log promise|^Add promise|promise$/i);
  await press('Enter');
  await answered();
}

async function dispute() {
  await press('d');
  await asked(/^Dispute/);
  await tabTo(/^Disputed amount|^Amount/);
  await anew('400.00');
  await tabTo(/^(What they say|Details?|.*say.*)/i);
  await type('Four were broken');
  await choose(/^Evidence/, file('broken.txt'));
  await tabTo(/^Open dispute/);
  await press('Enter');
  await answered();
}

async function message() {
  await press('m');
  await asked(/^Message|^Write/);
  await tabTo(/statement/i);
  await press('Space');
  await tabTo(/^(Look|Preview)/i);
  await press('Enter');
  await focusIs(/^Send/, 'after the look the focus');
  await press('Enter');
  await focusIs(/^Close/, 'after sending the focus');
  await press('Enter');
  await answered();
}

async function later() {
  await press('s');
  await asked(/^Follow-up for/);
  await type('Ring them on Friday');
  await press('Tab');
  await type(day('2026-03-06'));
  await press('Enter');
  await answered();
}

/** The customer's page has what one account has many of; the session keeps its place meanwhile. */
async function many() {
  await press('o');
  await page.getByRole('heading', { level: 1, name: MANY }).waitFor();
  await settled(page);
  await tabTo(/^Select all loaded rows/, { most: 24 });
  await press('Space');
  await page.getByRole('button', { name: /^Select the rest/ }).waitFor();
  await tabTo(/^Select the rest/, { back: true, most: 8 });
  await press('Enter');
  await page.getByRole('group', { name: 'Selected rows' }).getByText(/^200/).waitFor();
  await tabTo(/^Follow-up$/);
  await press('Enter');
  await asked(/^Follow-up for/);
  await type('Ask for the purchase order');
  await press('Enter');
  await answered();
  await go('Start session');
  await focusIs(/^Session/);
  await settled(page);
  assert.equal(await account(), MANY, 'the session goes on where it was');
}

const QUAY_ACTS = { 'Quay Promise': promise, 'Quay Dispute': dispute, 'Quay Message': message, 'Quay Snooze': later, [MANY]: many };

// -- the day --------------------------------------------------------------------------------------

test('signing in leads into the queue, by the palette and by one key', async () => {
  const me = stack.logins().collector;
  await page.goto('/');
  await focusIs(/^E-mail/);
  await type(me.email);
  await press('Tab');
  await type(me.password);
  await press('Enter');
  await page.getByRole('grid', { name: 'Worklist' }).waitFor();
  await settled(page);
  await focusIs(/^Worklist/, 'after signing in');
  await go('Start session');
  await page.getByRole('region', { name: 'Session' }).waitFor();
  await focusIs(/^Session/);
  await press('Escape');
  await page.getByRole('grid', { name: 'Worklist' }).waitFor();
  await settled(page);
  await focusIs(/^Worklist/, 'back on the worklist');
  await tabTo(/^My queue/, { back: true, most: 12 });
  for (let k = 0; k < 8 && !/^By value/.test((await here()).name); k++) await press('ArrowRight');
  await focusIs(/^By value/);
  await settled(page);
  await tabTo(/^Worklist/);
  await press('g');
  await focusIs(/^Session/);
  await settled(page);
});

test('twenty accounts are worked through, each act by its key', async () => {
  const { cases } = await staff.must(200, 'GET', '/worklist/summary?view=overdue');
  const all = Number(/of (\d+)/.exec(await page.getByRole('status').filter({ hasText: / of / }).innerText())[1]);
  assert.equal(all, cases);
  const turns = ['call', 'done', 'note', 'snooze'];
  let worked = 0;
  for (let k = 0; k < all && (worked < WORKED || Object.keys(QUAY_ACTS).some((name) => !did[name])); k++) {
    await settled(page);
    const name = await account();
    if (QUAY_ACTS[name]) {
      await QUAY_ACTS[name]();
      did[name] = name;
      worked++;
    } else if (worked < WORKED - 5 || (worked < WORKED && Object.keys(QUAY_ACTS).every((one) => did[one]))) {
      const due = await page.getByRole('region', { name: 'Session' }).getByRole('button', { name: /^Done: / }).count();
      let act = worked === 0 ? 'mention' : turns[worked % 4];
      if (!due && (act === 'done' || act === 'snooze')) act = 'call';
      await ACTS[act](name);
      (did[act] ??= []).push(name);
      worked++;
    }
    await focusIs(/^Session/, `after ${name}`);
    await press('j');
  }
  assert.ok(worked >= WORKED, `${worked} worked`);
  for (const name of Object.keys(QUAY_ACTS)) assert.ok(did[name], `${name} was met`);
  for (const act of ['mention', ...turns]) assert.ok(did[act]?.length, `${act} was done`);
  const [{ n }] = await stack.sql("SELECT COUNT(*) AS n FROM follow_up_item i JOIN follow_up f ON f.id = i.follow_up_id WHERE f.title = 'Ask for the purchase order'");
  assert.equal(n, '200');
});

test('what was done last is taken back by one key, and the way back goes by one, too', async () => {
  await press('k');
  await settled(page);
  const name = await account();
  await press('p');
  await asked(/^Promise/);
  await press('Enter');
  await answered();
  await page.getByRole('status').filter({ hasText: `Promise of ${name} recorded` }).waitFor();
  await press('u');
  await page.getByRole('status').filter({ hasText: `Taken back: Promise of ${name} recorded` }).waitFor();
  const week = (await staff.all('/promises?view=all')).filter((one) => one.customer.name === name && one.promised_on === '2026-03-11');
  assert.deepEqual(week.map((one) => one.state), ['cancelled']);
  await press('Escape');
  await page.getByRole('grid', { name: 'Worklist' }).waitFor();
});

const TOLD = {
  'Quay Promise': [/^Promised 1000\.00 EUR by 2026-03-20/, /^Promised 1000\.00 EUR by 2026-04-20/, /^File attached: promise\.txt/],
  'Quay Dispute': [/^Disputed 400\.00 EUR of Q1[AB]/, /^File attached: broken\.txt/],
  'Quay Message': [/^Message planned/],
  'Quay Snooze': [/^Ring them on Friday/],
  [MANY]: [/^Ask for the purchase order/],
};

/** Who did it, what, and what it was before and is now, of one customer. */
async function audited(id) {
  const { rows } = await admin.must(200, 'GET', `/../../admin/v1/audit?customer_id=${id}&limit=100`);
  return rows.filter((one) => one.action !== 'viewed').map(({ actor, action, before, after }) => ({ by: actor.name, action, before, after }));
}

test('all of it stands on the timelines, each entry with its own address', async () => {
  const customers = Object.fromEntries((await stack.sql('SELECT id, name FROM customer')).map((one) => [one.name, one.id]));
  const told = { ...TOLD,
    [did.mention[0]]: [new RegExp(`^Ask @${colleague.name} about the delivery`), /^File attached: delivery\.txt/],
    [did.call[0]]: [/^Call: call back\. in a meeting, jkn/, /^Call back: in a meeting, jkn/],
    [did.snooze[0]]: [/^Put off to 2026-03-06: /],
    [did.note[0]]: [/^Spoke to nobody at /] };
  for (const [name, texts] of Object.entries(told)) {
    const titles = (await staff.all(`/customers/${customers[name]}/timeline`)).map((one) => one.title);
    for (const text of texts) assert.ok(titles.some((one) => text.test(one)), `${name}: ${text} among ${titles.slice(0, 8).join(' | ')}`);
  }
  await focusIs(/^Worklist/, 'back on the worklist');
  await press('/');
  await type('Quay Dispute');
  await press('Enter');
  await settled(page);
  await focusIs(/^Worklist/, 'after searching');
  await press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Quay Dispute' }).waitFor();
  await settled(page);
  const entries = page.locator('[id^="activity-"]');
  await entries.filter({ hasText: 'Disputed €400.00' }).waitFor();
  for (const entry of await entries.all()) {
    assert.equal(await entry.locator(`a[href$="#${await entry.getAttribute('id')}"]`).count(), 1, await entry.innerText());
  }
  await shot('timeline');
});

test('all of it stands in the audit: who, what, before and after', async () => {
  const customers = Object.fromEntries((await stack.sql('SELECT id, name FROM customer')).map((one) => [one.name, one.id]));
  const [{ name: mara }] = await stack.sql(`SELECT name FROM user WHERE email = '${stack.logins().collector.email}'`);
  const of = async (name, action) => {
    const rows = (await audited(customers[name])).filter((one) => one.action === action);
    assert.ok(rows.length, `${name} has ${action}`);
    for (const one of rows) assert.equal(one.by, mara);
    return rows;
  };
  assert.deepEqual((await of('Quay Promise', 'promise.record')).filter((one) => one.after.promised_on !== '2026-03-11').map((one) => [one.before, one.after.amount, one.after.promised_on]).sort(),
    [[null, '1000.00', '2026-03-20'], [null, '1000.00', '2026-04-20']]);
  assert.equal((await of('Quay Dispute', 'dispute.opened'))[0].after.amount, '400.00');
  assert.equal((await of('Quay Dispute', 'attachment.add'))[0].after.owner_kind, 'dispute');
  assert.equal((await of('Quay Message', 'message.send'))[0].after.template, 'reminder_first');
  assert.equal((await of('Quay Snooze', 'follow_up.add'))[0].after.due_on, '2026-03-06');
  assert.equal((await of(did.call[0], 'call.add'))[0].after.call_back_on, '2026-03-06');
  assert.match((await of(did.mention[0], 'note.add'))[0].after.body, /^Ask @/);
  const [snooze] = await of(did.snooze[0], 'follow_up.snooze');
  assert.deepEqual([snooze.before?.snoozed_to ?? null, snooze.after.snoozed_to], [null, '2026-03-06']);
  const [done] = await of(did.done[0], 'follow_up.done');
  assert.deepEqual([done.before.state, done.after.state], ['open', 'done']);
});

test('an admin finds it in the audit by keys', async () => {
  const worked = page;
  page = await browser.page({ expected: ['status of 401'] });
  const me = stack.logins().admin;
  await page.goto('/');
  await focusIs(/^E-mail/);
  await type(me.email);
  await press('Tab');
  await type(me.password);
  await press('Enter');
  await focusIs(/^Code/, 'after the password');
  await type(totp(me.totp_secret, Date.now() + 30000));
  await press('Enter');
  await page.getByRole('grid', { name: 'Worklist' }).waitFor();
  await settled(page);
  await go('Audit');
  await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor();
  await settled(page);
  await tabTo(/^Action/);
  await type('promise.record');
  await press('Enter');
  await settled(page);
  await tabTo(/Promise recorded.*promise \d/i, { most: 20 });
  await press('Enter');
  await page.getByRole('row', { name: /^amount/ }).getByRole('cell', { name: /^[12]000\.00$/ }).waitFor();
  await page.context().close();
  page = worked;
});

test('the engine respects each of it on the days that follow, and says why', async () => {
  const evaluate = async () => {
    const got = await stack.dunlin('evaluate', '--json');
    assert.equal(got.code, 0, got.err);
    assert.equal(got.json.failed, 0);
  };
  const cases = Object.fromEntries((await staff.all('/worklist?view=all&q=Quay')).map((one) => [one.name, one]));
  const row = async (name) => (await staff.all(`/worklist?view=all&q=${encodeURIComponent(name)}`)).find((one) => one.case_id === cases[name]?.case_id || one.name === name);
  const first = async (name) => {
    const { customer_id: id, case_id: at } = cases[name];
    const why = await staff.must(200, 'GET', `/customers/${id}/why?case_id=${at}`);
    return why.steps.find((one) => one.step === 'first').instalments;
  };
  const asks = async (name, kind) => stack.sql(`SELECT o.state, o.kind FROM outbox o WHERE o.customer_id = ${cases[name].customer_id} AND o.kind = '${kind}'`);

  stack.clock.advance({ minutes: 5 });
  assert.equal((await stack.dunlin('deliver')).code, 0);
  const mail = stack.mails().find((one) => /ann2@quay/.test(JSON.stringify(one.headers ?? one)));
  assert.ok(mail, 'the message left');
  assert.match(mail.raw ?? JSON.stringify(mail), /application\/pdf/, 'with the statement');

  stack.clock.advance({ days: 1 });
  await evaluate();
  assert.deepEqual(await asks('Quay Promise', 'overdue'), [], 'nothing asks for what is promised');
  for (const one of await first('Quay Promise')) assert.deepEqual([one.outcome, one.guard, /is promised until/.test(one.detail)], ['held', 'promise', true]);
  assert.deepEqual(await asks('Quay Message', 'overdue'), [], 'written to yesterday');
  for (const one of await first('Quay Message')) assert.deepEqual([one.outcome, one.guard], ['held', 'gap']);
  assert.equal((await asks('Quay Plain', 'overdue')).length, 1, 'who was left alone is reminded');
  assert.equal((await asks('Quay Dispute', 'overdue')).length, 1, 'the undisputed rest is reminded');
  assert.match((await row('Quay Dispute')).reason, /400\.00 EUR disputed/);
  assert.equal((await stack.dunlin('deliver')).code, 0);
  const rest = stack.mails().find((one) => /ann1@quay/.test(JSON.stringify(one.headers ?? one)));
  assert.match(rest.text ?? rest.raw, /1,600\.00/, 'for what is not disputed');
  assert.ok(!(await row('Quay Snooze')).causes.includes('task'), 'not before its day');
  const put = (await staff.all(`/worklist?view=all&q=${encodeURIComponent(did.snooze[0])}`))[0];
  const tasks = async (on) => (await staff.all(`/follow-ups?due=${on}`)).filter((one) => one.customer.name === did.snooze[0] && one.snoozed_to);
  assert.deepEqual(await tasks('2026-03-05'), []);

  stack.clock.advance({ days: 1 });
  await evaluate();
  assert.ok((await row('Quay Snooze')).causes.includes('task'), 'on its day it is back');
  assert.equal((await tasks('2026-03-06')).length, 1, `what was put off at ${put.name} is due`);
});

test('nothing went wrong in the console, and no policy was broken', () => {
  assert.deepEqual(browser.problems, []);
});
