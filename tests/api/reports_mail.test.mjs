// Reports by mail: each due time once, to colleagues, as an Excel file whose totals are the
// ledger's, whatever happens to the worker meanwhile.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { SmtpSink } from '../harness/smtp_sink.mjs';
import { run, Stack, until } from '../harness/stack.mjs';
import { addUser, COMPANY } from './fixture.mjs';

let sink, stack, clara, bob, staff, id;

const BODY = { name: 'Überfällig', view: 'open_items', definition: { columns: ['customer_number', 'customer_name', 'due_on', 'open'] } };

before(async () => {
  sink = await SmtpSink.start();
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z', worker: true,
    conf: { smtp_url: sink.url, smtp_tls: 'none', mail_from: 'ar@seller.example' } });
  await stack.mysql(COMPANY);
  clara = await addUser(stack, 'clara@example.com', '--name', 'Clara Berg');
  bob = await addUser(stack, 'bob@example.com', '--name', 'Bob Stone', '--language', 'de');
  staff = await stack.login(clara);
});
after(async () => {
  await stack?.stop();
  await sink?.stop();
});

const runs = () => stack.sql(`SELECT due_at, state, rows_n, why FROM saved_report_run WHERE report_id = ${id} ORDER BY due_at`);
const reports = () => sink.messages.filter((m) => /Report|Bericht/.test(m.subject));

/** The file that goes with a message. */
function attached(mail) {
  const boundary = /boundary="?([^";\r\n]+)"?/i.exec(mail.headers['content-type'][0])[1];
  const part = mail.raw.split(`--${boundary}`).find((p) => /spreadsheetml/.test(p));
  assert.ok(part, 'an Excel file is attached');
  return { head: part.slice(0, part.search(/\r?\n\r?\n/)), bytes: Buffer.from(part.slice(part.search(/\r?\n\r?\n/)), 'base64') };
}

/** The first sheet as LibreOffice reads it: rows of texts. */
async function opened(bytes) {
  const dir = mkdtempSync(join(tmpdir(), 'dunlin-office-'));
  try {
    writeFileSync(join(dir, 'report.xlsx'), bytes);
    const got = await run('libreoffice', [`-env:UserInstallation=file://${dir}/profile`, '--headless', '--convert-to', 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true', '--outdir', dir, join(dir, 'report.xlsx')],
      { env: { HOME: dir } });
    assert.equal(got.code, 0, got.err);
    return readFileSync(join(dir, 'report.csv'), 'utf8').trim().split('\n').map((line) => [...line.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g)].map(([, q, p]) => q ?? p ?? '').slice(0, 5));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

test('a report that is due arrives as an Excel file that LibreOffice opens, with the totals of the ledger', async () => {
  ({ id } = await staff.must(201, 'POST', '/reports', { ...BODY, every: 'day', at_hour: 7, recipient_ids: [clara.id, bob.id] }));
  await sleep(2500);
  assert.deepEqual(await runs(), [], 'not before its time');
  stack.clock.set('2026-03-03T06:00:00Z');
  await until(() => reports().length === 2, { ms: 20000, name: 'two mails' });
  assert.deepEqual(await runs(), [{ due_at: '2026-03-03 06:00:00.000000', state: 'sent', rows_n: '5', why: null }]);
  const [mine] = reports().filter((m) => m.envelope[0] === 'clara@example.com'), [his] = reports().filter((m) => m.envelope[0] === 'bob@example.com');
  assert.equal(mine.subject, 'Report: Überfällig, 2026-03-03');
  assert.equal(his.subject, 'Bericht: Überfällig, 2026-03-03');
  assert.match(mine.text, /^Hello Clara Berg,/);
  assert.match(mine.text, /Rows: 5\./);
  assert.match(his.text, /angehängt\. Zeilen: 5\./);
  const rows = await opened(attached(mine).bytes);
  assert.deepEqual(rows[0], ['Customer number', 'Customer', 'Due', 'Open', 'Currency']);
  assert.deepEqual(rows[1], ['C10', 'Acme Works', '2026-02-20', '75.00', 'EUR']);
  const totals = Object.fromEntries(rows.filter((r) => r[0] === 'Total').map((r) => [r[4], Math.round(Number(r[3].replaceAll(',', '')) * 100)]));
  const ledger = await stack.sql("SELECT currency, SUM(open_minor) AS n FROM item WHERE side = 'debit' GROUP BY currency");
  assert.deepEqual(totals, Object.fromEntries(ledger.map((r) => [r.currency, Number(r.n)])));
  const sums = {};
  for (const r of rows.slice(1).filter((r) => /^C/.test(r[0]))) sums[r[4]] = (sums[r[4]] ?? 0) + Math.round(Number(r[3].replaceAll(',', '')) * 100);
  assert.deepEqual(sums, totals, 'and what stands above adds up to them');
  assert.deepEqual(attached(his).bytes, attached(mine).bytes);
});

test('a time is served once; what was missed comes once, for the last time it was due', async () => {
  await sleep(3000);
  assert.equal(reports().length, 2, 'nothing twice');
  await stack.kill('worker', 'SIGKILL');
  sink.messages.length = 0;
  stack.clock.set('2026-03-08T12:00:00Z');
  await stack.spawn('worker');
  await until(() => reports().length === 2, { ms: 20000, name: 'two mails' });
  await sleep(3000);
  assert.equal(reports().length, 2);
  assert.deepEqual((await runs()).map((r) => r.due_at), ['2026-03-03 06:00:00.000000', '2026-03-08 06:00:00.000000']);
  const [{ next_at: next }] = await stack.sql(`SELECT next_at FROM saved_report WHERE id = ${id}`);
  assert.equal(next, '2026-03-09 06:00:00.000000');
});

test('several workers, killed again and again, send each time once', async () => {
  sink.messages.length = 0;
  const others = [];
  for (let i = 0; i < 3; i++) {
    await stack.kill('worker', 'SIGKILL');
    stack.clock.set(`2026-03-${String(9 + i).padStart(2, '0')}T06:30:00Z`);
    await stack.spawn('worker');
    others.push(run(stack.bin, ['worker'], { env: stack.env, ms: 4000 }));
    await sleep(1000 + i * 700);
  }
  await stack.kill('worker', 'SIGKILL');
  await stack.spawn('worker');
  await Promise.all(others);
  // a claim of a worker that was killed is free again after its lease, which runs on the real clock
  await stack.mysql("UPDATE staff_mail SET lease_until = '2020-01-01' WHERE state = 'claimed'");
  await until(async () => (await stack.sql("SELECT id FROM staff_mail WHERE kind = 'report' AND state IN ('planned', 'claimed')")).length === 0, { ms: 20000, name: 'all mails' });
  const mails = await stack.sql("SELECT dedup_key AS k, COUNT(*) AS n FROM staff_mail WHERE kind = 'report' GROUP BY dedup_key");
  assert.ok(mails.every((m) => m.n === '1'));
  assert.equal(mails.length, (await runs()).length * 2, 'a mail for each time and reader');
  const seen = reports().map((m) => `${m.envelope[0]} ${m.subject}`);
  assert.equal(new Set(seen).size, seen.length, 'none arrived twice');
});

test('it is sent with the rights that its owner has now, and to who may still sign in', async () => {
  sink.messages.length = 0;
  await stack.mysql(`INSERT INTO user_division (user_id, division_id) VALUES (${clara.id}, 101); UPDATE user SET status = 'disabled' WHERE id = ${bob.id}`);
  stack.clock.set('2026-03-16T07:00:00Z');
  await until(() => reports().length === 1, { ms: 20000, name: 'a mail' });
  const rows = await opened(attached(reports()[0]).bytes);
  assert.deepEqual(rows.slice(1).filter((r) => /^C/.test(r[0])).map((r) => r[4]), ['EUR', 'EUR', 'EUR']);
  await stack.mysql(`DELETE FROM user_division WHERE user_id = ${clara.id}; UPDATE user SET status = 'active' WHERE id = ${bob.id}`);
});

test('its owner is told when it cannot be made, and when a mail with it does not arrive', async () => {
  await stack.mysql(`UPDATE saved_report SET definition = '{"columns":["gone"]}' WHERE id = ${id}`);
  stack.clock.set('2026-03-17T07:00:00Z');
  const failed = async () => (await staff.must(200, 'GET', '/notifications')).rows.filter((n) => n.kind === 'report_failed');
  await until(async () => (await failed()).length === 1, { ms: 20000, name: 'a notification' });
  assert.equal((await failed())[0].title, 'Überfällig: its definition does not fit its view any more');
  const [last] = (await runs()).slice(-1);
  assert.deepEqual([last.state, last.due_at], ['failed', '2026-03-17 06:00:00.000000']);
  await staff.must(200, 'PUT', `/reports/${id}`, { ...BODY, every: 'week', on_day: 3, at_hour: 0, recipient_ids: [clara.id] });
  sink.answer = (verb) => (verb === 'RCPT' ? '550 5.1.1 no such user' : undefined);
  stack.clock.set('2026-03-18T07:00:00Z');
  await until(async () => (await failed()).length === 2, { ms: 20000, name: 'a second notification' });
  assert.match((await failed())[0].title, /^Überfällig 2026-03-18\.xlsx: refused by the mail server$/);
  sink.answer = () => undefined;
});

test('a report that was removed is sent no more, and files are forgotten after some days', async () => {
  await staff.must(204, 'DELETE', `/reports/${id}`);
  sink.messages.length = 0;
  await stack.mysql("UPDATE staff_mail_file SET real_at = '2020-01-01'");
  stack.clock.set('2026-03-25T07:00:00Z');
  await until(async () => (await stack.sql('SELECT id FROM staff_mail_file')).length === 0, { ms: 20000, name: 'no files' });
  await sleep(2500);
  assert.equal(reports().length, 0);
});
