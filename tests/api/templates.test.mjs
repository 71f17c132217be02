// Templates that a company adds, and the notices that ship beside the reminders.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Contract } from './contract.mjs';
import { Mailing } from './mailing.mjs';

let m, staff, admin, serial = 100;
before(async () => {
  m = await Mailing.start();
  const contract = await Contract.of(m.stack);
  staff = contract.watch(m.admin);
  admin = contract.watch(Object.assign(m.stack.client('/api/admin/v1'), { cookies: staff.cookies, csrf: staff.csrf }));
});
after(() => m?.stop());

const look = (c, more) => staff.must(200, 'POST', `/customers/${c.customer}/mail/preview`, { case_id: String(c.case), item_ids: [], ...more });
const strategy = (template) => `return strategy { name = 'Own', rank = 1, segment = 'own', steps = {
  step { id = 'first', at = after_due(1), send = 'reminder_first' },
  step { id = 'fourth',
    at = after_due(40), send = '${template}' },
} }`;
const check = (body) => admin.must(200, 'POST', '/scripts/check', { kind: 'strategy', name: 'own', body });

test('a template of the company is there for scripts and by hand at once', async () => {
  const before = await check(strategy('reminder_fourth'));
  assert.deepEqual(before.errors.map((e) => [e.line, e.column]), [[4, 32]]);
  assert.match(before.errors[0].message, /there is no template 'reminder_fourth'; there are upcoming, reminder_first, /);

  const add = (more) => admin.request('POST', '/templates', { code: 'reminder_fourth', purpose: 'Once more', topic: 'reminder', stage: 4, from: 'reminder_second', ...more });
  for (const wrong of [{ code: 'Reminder 4' }, { topic: 'message' }, { stage: 100 }, { from: 'nowhere' }, { purpose: '' }]) {
    assert.equal((await add(wrong)).status, 422, JSON.stringify(wrong));
  }
  assert.deepEqual([(await add()).status, (await add()).status], [201, 409]);
  assert.match((await add()).body.detail, /choose another code/);
  const made = await admin.must(200, 'GET', '/templates/reminder_fourth');
  assert.deepEqual([made.topic, made.stage, made.versions.map((v) => [v.language, v.channel, v.active])],
    ['reminder', 4, ['de', 'en', 'fr'].map((l) => [l, 'email', false])]);
  assert.deepEqual((await check(strategy('reminder_fourth'))).errors, [], 'a strategy may name it');
  const letter = await add({ code: 'by_post', channel: 'letter' });
  assert.equal(letter.status, 201);
  assert.ok((await admin.must(200, 'GET', '/templates/by_post')).versions.every((v) => v.channel === 'letter'));

  const c = await m.owe(serial++);
  const item_ids = [String(c.invoice)];
  assert.match((await look(c, { template: 'reminder_fourth', item_ids })).fault, /no text/, 'its texts are drafts');
  const en = made.versions.find((v) => v.language === 'en');
  await admin.must(200, 'POST', '/templates/reminder_fourth/activate', { version_id: en.id });
  assert.equal((await look(c, { template: 'reminder_fourth', item_ids })).goes, true);
  assert.equal((await look(c, { template: 'reminder_fourth' })).held[0].guard, 'no_item', 'it is a reminder');
  assert.ok((await staff.must(200, 'GET', '/mail-templates')).rows.some((t) => t.code === 'reminder_fourth' && t.stage === 4));
});

test('a folder that is pushed adds its template, as its file says', async () => {
  const dir = join(m.stack.var, 'own'), at = join(dir, 'season/en'), about = join(dir, 'season/template.txt');
  const cli = (...args) => m.stack.dunlin('template', ...args);
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'subject.txt'), 'Season – {{company_name}}\n');
  writeFileSync(join(at, 'body.txt'), 'Dear {{contact_name}},\nall the best.\n');
  writeFileSync(join(at, 'body.html'), '<p>Dear {{contact_name}}, all the best.</p>\n');
  assert.match((await cli('push', at)).err, /there is no template season; to add it, say in season\/template\.txt/);
  writeFileSync(about, 'purpose: Wishes\ncolour: red\n');
  assert.match((await cli('push', at)).err, /season\/template\.txt:2: must be purpose/);
  writeFileSync(about, 'purpose: Wishes\ntopic: message\n');
  assert.match((await cli('push', at)).err, /topic reminder or notice/);
  writeFileSync(about, 'purpose: Wishes\ntopic: notice\n');
  assert.equal((await cli('check', at)).code, 0);
  assert.equal((await m.stack.sql("SELECT COUNT(*) AS n FROM template WHERE code = 'season'"))[0].n, '0', 'a check adds nothing');
  assert.equal((await cli('push', at)).code, 0);
  assert.equal((await cli('activate', 'season', 'en')).code, 0);
  const c = await m.owe(serial++);
  assert.match((await look(c, { template: 'season' })).text, /all the best/);
  const pulled = join(m.stack.var, 'pulled');
  assert.equal((await cli('pull', '--dir', pulled)).code, 0);
  assert.equal((await cli('push', '--dir', pulled)).code, 0, 'what was pulled goes back');
});

test('notices go without an invoice, in each language, and say what stands', async () => {
  for (const [language, words] of [['en', /We have noted €1,000\.00 by (10|March).*?\. Until then/], ['de', /Wir haben 1\.000,00\u00a0€ bis zum 10\. März 2026 vorgemerkt/], ['fr', /Nous avons noté 1\u202f000,00\u00a0€ d'ici le 10 mars 2026/]]) {
    const c = await m.owe(serial++, { language });
    for (const template of ['statement', 'promise_confirmed', 'promise_broken', 'dispute_received', 'dispute_closed', 'payment_thanks']) {
      for (const item_ids of [[], [String(c.invoice)]]) {
        const seen = await look(c, { template, item_ids });
        assert.deepEqual([seen.fault, seen.goes], [null, true], `${template} ${language}`);
        assert.doesNotMatch(`${seen.subject}${seen.text}`, /\{\{|\}\}/);
        assert.equal(/R\d{3}/.test(seen.text), item_ids.length > 0, `${template} ${language}`);
        assert.equal(/<table>/.test(seen.html), item_ids.length > 0);
      }
    }
    await staff.must(201, 'POST', `/customers/${c.customer}/promises`, { case_id: String(c.case), item_ids: [String(c.invoice)], amount: '1000.00', promised_on: '2026-03-10' });
    assert.match((await look(c, { template: 'promise_confirmed' })).text.replace(/\s*\n\s*/g, ' '), words);
  }
  const c = await m.owe(serial++);
  await staff.must(201, 'POST', `/items/${c.invoice}/disputes`, { reason_code: 'price', amount: '300.00' });
  assert.match((await look(c, { template: 'dispute_received' })).text, /noted €300\.00 as disputed/);
});
