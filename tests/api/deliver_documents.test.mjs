// What goes with a message: the invoice's copy, the statement, as of the last look.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { Mailing } from './mailing.mjs';

let post;

before(async () => { post = await Mailing.start(); });
after(() => post?.stop());
beforeEach(() => post.fresh());

/** [{name, type, bytes}] of a message's attached files. */
function files(mail) {
  const boundary = /multipart\/mixed; boundary="([^"]+)"/.exec(mail.raw)?.[1];
  if (!boundary) return [];
  return mail.raw.split(`--${boundary}`).slice(2, -1).map((part) => {
    const [head, body] = part.split(/\r\n\r\n/);
    return { name: /filename\*?=(?:"([^"]+)"|UTF-8''([^\r;]+))/i.exec(head)?.slice(1).find(Boolean), type: /content-type: ([^;\r]+)/i.exec(head)[1], bytes: Buffer.from(body, 'base64') };
  });
}

const read = (bytes) => execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes }).toString().replaceAll('\u00a0', ' ');

/** A person's message with these files, planned; it may leave after later(). */
async function write(c, attach) {
  await post.admin.must(201, 'POST', `/customers/${c.customer}/mail`, { case_id: String(c.case), item_ids: [String(c.invoice)], template: 'reminder_first', attach });
  post.stack.clock.set(new Date(post.stack.clock.now().getTime() + 11000));
  return (await post.outbox(c))[0];
}

test('a message carries what its step or a person attached, with the amounts of its last look', async () => {
  const c = await post.owe(1);
  const planned = await write(c, ['invoice', 'statement']);
  await post.pay(c, 190, 30000);
  await post.deliver();
  const [mail] = post.sink.messages;
  const [invoice, statement, ...rest] = files(mail);
  assert.deepEqual(rest, []);
  assert.deepEqual([invoice.name, invoice.type], ['Invoice-R1.pdf', 'application/pdf']);
  assert.match(read(invoice.bytes), /Still open .*€700\.00/);
  assert.match(read(statement.bytes), /Closing balance .*€1,000\.00 +€300\.00 +€700\.00/);
  const kept = (await post.admin.must(200, 'GET', `/outbox/${planned.id}/documents`)).rows;
  assert.deepEqual(kept.map((d) => [d.seq, d.kind, d.file_name, d.bytes, d.pages]), [[1, 'invoice', 'Invoice-R1.pdf', invoice.bytes.length, 1],
    [2, 'statement', statement.name, statement.bytes.length, 1]]);
  const got = await fetch(`${post.admin.base}/outbox/${planned.id}/documents/2`, { headers: { cookie: [...post.admin.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } });
  assert.deepEqual(Buffer.from(await got.arrayBuffer()), statement.bytes);
});

test('a mail carries its own words as a letter on the letterhead, with the amounts of its last look', async () => {
  const c = await post.owe(9);
  const planned = await write(c, ['letter']);
  await post.pay(c, 990, 30000);
  await post.deliver();
  const [mail] = post.sink.messages;
  const [letter, ...rest] = files(mail);
  assert.deepEqual(rest, []);
  assert.equal(letter.type, 'application/pdf');
  const text = read(letter.bytes).replace(/\s+/g, ' ');
  assert.match(text, /700\.00/);
  assert.ok(text.includes('R9'), text);
  const kept = (await post.admin.must(200, 'GET', `/outbox/${planned.id}/documents`)).rows;
  assert.deepEqual(kept.map((d) => [d.kind, d.bytes]), [['letter', letter.bytes.length]]);
  const paper = await post.admin.post(`/customers/${c.customer}/mail/preview`, { case_id: String(c.case), item_ids: [String(c.invoice)], template: 'reminder_first', channel: 'letter', attach: ['letter'] });
  assert.equal(paper.status, 422, 'a letter is not attached to itself');
});

test('tried again, it carries what holds then, and its files once', async () => {
  const c = await post.owe(2);
  const planned = await write(c, ['statement']);
  post.sink.answer = (verb) => (verb === 'DATA' ? '451 later' : undefined);
  await post.deliver();
  post.sink.answer = () => undefined;
  await post.pay(c, 290, 40000);
  await post.hurry(planned);
  await post.deliver();
  const [mail] = post.sink.messages;
  assert.equal(files(mail).length, 1);
  assert.match(read(files(mail)[0].bytes), /€600\.00/);
  assert.equal((await post.stack.sql(`SELECT seq FROM outbox_document WHERE outbox_id = ${planned.id}`)).length, 1);
});

test('a file that cannot be attached keeps the message back, with reason and task', async () => {
  const c = await post.owe(3);
  const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
  await post.admin.must(201, 'POST', `/attachments?owner_kind=item&owner_id=${c.invoice}&file_name=r3.pdf&visible=true`, pdf, { 'content-type': 'application/pdf' });
  rmSync(join(post.stack.var, 'files'), { recursive: true });
  const planned = await write(c, ['invoice']);
  assert.equal((await post.deliver()).failed, 1);
  assert.equal(post.sink.messages.length, 0);
  const [m] = await post.outbox(c);
  assert.equal(m.state, 'failed');
  assert.match(m.reason, /invoice R3 cannot be attached: a font or a file is missing/);
  assert.equal((await post.tasks(c)).length, 1);
});

test('files that are too large for a mail keep it back, too', async () => {
  const c = await post.owe(4);
  const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(11 << 20, 32), Buffer.from('\n%%EOF\n')]);
  await post.admin.must(201, 'POST', `/attachments?owner_kind=item&owner_id=${c.invoice}&file_name=big.pdf&visible=true`, pdf, { 'content-type': 'application/pdf' });
  await write(c, ['invoice']);
  await post.deliver();
  assert.equal(post.sink.messages.length, 0);
  assert.match((await post.outbox(c))[0].reason, /too large for a mail: at most 10 MB/);
});

test('what a strategy attaches goes without anybody asking', async () => {
  const body = `return strategy {
    name = "With statement", segment = "with", rank = 200, send_at = "08:00", send_days = "all",
    steps = { step { id = "first", at = after_due(3), send = "reminder_first", attach = { "invoice", "statement" } } },
  }`;
  const c = await post.owe(5);
  const at = '/api/admin/v1/scripts/strategy/with-files';
  const { version_no: version } = await post.admin.must(201, 'POST', `${at}/versions`, { body, comment: 'test' });
  await post.admin.must(200, 'POST', `${at}/activate`, { version_no: version });
  const [script] = await post.stack.sql("SELECT id FROM script WHERE name = 'with-files'");
  await post.stack.mysql(`INSERT INTO strategy_pin (id, case_id, script_id, reason, known_from) VALUES (9901, ${c.case}, ${script.id}, 'test', '2026-01-01')`);
  await post.touch(c);
  await post.evaluate();
  await post.deliver();
  const mail = post.sink.messages.find((x) => x.envelope.includes('pay5@debtor.example'));
  assert.deepEqual(files(mail).map((f) => decodeURIComponent(f.name)), ['Invoice-R5.pdf', 'Statement of account-C5-EUR-2026-03-04.pdf']);
});

test('a message that has its text is a letter, too', async () => {
  await post.stack.mysql("INSERT INTO setting (name, known_from, value) VALUES ('company.iban', '2026-01-01', '\"DE89370400440532013000\"')");
  const c = await post.owe(6);
  await post.stack.mysql(`INSERT INTO address (id, customer_id, kind, line1, postcode, city, country, known_from) VALUES (9906, ${c.customer}, 'billing', 'Mill Lane 4', '10115', 'Berlin', 'DE', '2026-01-01')`);
  const planned = await write(c, []);
  assert.equal((await post.admin.get(`/outbox/${planned.id}/letter.pdf`)).status, 409);
  await post.deliver();
  const got = await fetch(`${post.admin.base}/outbox/${planned.id}/letter.pdf`, { headers: { cookie: [...post.admin.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } });
  assert.equal(got.status, 200);
  const text = read(Buffer.from(await got.arrayBuffer()));
  for (const part of [/Mill Lane 4/, /10115 Berlin/, /Payment reminder/, /Invoice R6 of .*€1,000\.00/, /DE89 3704 0044 0532 0130 00/, /RF\d\d C6/]) assert.match(text, part);
});
