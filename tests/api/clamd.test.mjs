// Files are scanned by clamd where the configuration names one: from the portal, from staff and
// from mail. The server here speaks its protocol, knows one virus, the EICAR test file, and misbehaves;
// clamd_real.test.mjs has ClamAV's own.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { join } from 'node:path';
import { Clamd, EICAR } from '../harness/clamd.mjs';
import { MailServer, PASSWORD } from '../harness/mailserver.mjs';
import { Stack } from '../harness/stack.mjs';
import { Mailing } from './mailing.mjs';

const AR = 'ar@seller.example', ANNA = 'anna@debtor.example';
const CLEAN = Buffer.from('a delivery note, signed');
const RAW = { 'content-type': 'application/octet-stream' };
let servers, clamd, post, customer, portal;

before(async () => {
  servers = await MailServer.start({ boxes: [AR, ANNA] });
  clamd = await Clamd.start();
  post = await Mailing.start({
    conf: {
      clamd: clamd.at, smtp_url: servers.smtp, smtp_tls: 'none', mail_from: 'billing@seller.example', mail_reply: AR,
      imap_url: servers.imap, imap_tls: 'none', imap_user: AR, imap_password: PASSWORD, imap_poll_seconds: 1,
    },
  });
  customer = await post.owe(1, { contacts: [ANNA] });
  portal = await post.stack.portal((await post.admin.must(201, 'POST', `/customers/${customer.customer}/portal-links`, { scope: 'account', contact_id: '150' })).url);
});
beforeEach(() => { clamd.answer = Clamd.judge; });
after(async () => {
  await post?.stop();
  await clamd?.stop();
  await servers?.stop();
});

const upload = (who, bytes, name = 'note.txt', more = '') => who.request('POST', `/attachments/unsent?file_name=${name}${more}`, bytes, RAW);
const kept = async () => Number((await post.stack.sql('SELECT COUNT(*) AS n FROM attachment'))[0].n);
const infected = () => post.stack.sql("SELECT actor_kind, actor_id, customer_id, after_json FROM audit_event WHERE action = 'attachment.infected' ORDER BY id");

test('what is clean is kept; what holds a virus is refused with its name, kept nowhere, and stands in the audit', async () => {
  const before_ = await kept();
  assert.equal((await upload(portal, CLEAN)).status, 201);
  assert.deepEqual(clamd.seen.at(-1), CLEAN, 'it saw the bytes themselves');
  for (const [who, more] of [[portal, ''], [post.admin, `&customer_id=${customer.customer}`]]) {
    const got = await upload(who, EICAR, 'invoice.txt', more);
    assert.deepEqual([got.status, got.body.type, got.body.detail],
      [422, '/problems/file-infected', 'A virus was found in the file: Eicar-Signature.']);
  }
  assert.equal((await post.admin.request('POST', `/attachments?owner_kind=customer&owner_id=${customer.customer}&file_name=x.txt`, EICAR, RAW)).status, 422);
  assert.equal(await kept(), before_ + 1);
  const trail = await infected();
  assert.deepEqual(trail.map((t) => [t.actor_kind, t.customer_id]), [['contact', '100'], ['user', '100'], ['user', '100']]);
  assert.deepEqual(JSON.parse(trail[0].after_json), { file_name: 'invoice.txt', found: 'Eicar-Signature.' });
});

test('a file of many chunks goes through whole, and a virus at its end is found', async () => {
  const large = Buffer.concat([Buffer.alloc(3 << 20, 'a line of a long list\n'), EICAR]);
  assert.equal((await upload(portal, large, 'list.txt')).status, 422);
  assert.deepEqual(clamd.seen.at(-1), large);
});

test('a scanner that refuses, breaks off, talks nonsense or is gone lets no file in, and says what to do', async () => {
  const before_ = await kept();
  const told = async (answer) => {
    clamd.answer = () => answer;
    const got = await upload(portal, CLEAN);
    return [got.status, got.body.type.split('/').at(-1)];
  };
  assert.deepEqual(await told('INSTREAM size limit exceeded. ERROR'), [422, 'file-refused']);
  for (const odd of [null, '', 'hello', 'stream: OK\nstream: OK FOUNDx', 'OK', `${'x'.repeat(5000)}: OK`]) {
    assert.deepEqual(await told(odd), [503, 'not-scanned'], String(odd).slice(0, 20));
  }
  assert.deepEqual(await told('stream: OK FOUND'), [422, 'file-infected']);
  await clamd.stop();
  const got = await upload(portal, CLEAN);
  assert.deepEqual([got.status, got.body.detail], [503, 'The virus scanner does not answer, so no file is taken now. Try again in a few minutes.']);
  assert.equal(await kept(), before_);
});

test('mail with a file waits in its mailbox while the scanner is away; then it is taken, the infected file left out', async () => {
  await post.evaluate();
  assert.equal((await post.deliver()).handed_over, 1);
  const [row] = await post.outbox(customer);
  const part = (name, bytes) => `--zz\nContent-Type: text/plain; name="${name}"\nContent-Disposition: attachment; filename="${name}"\nContent-Transfer-Encoding: base64\n\n${bytes.toString('base64')}\n`;
  servers.put(AR, `From: Anna <${ANNA}>\nTo: ${AR}\nSubject: Re: Reminder\nMessage-ID: <v1@debtor.example>\nIn-Reply-To: ${row.message_id}\nMIME-Version: 1.0
Content-Type: multipart/mixed; boundary=zz\n\n--zz\nContent-Type: text/plain\n\nSee the files.\n\n${part('good.txt', CLEAN)}${part('bad.txt', EICAR)}--zz--\n`);
  const away = await post.stack.dunlin('fetch', '--json');
  assert.notEqual(away.code, 0);
  assert.deepEqual(await post.stack.sql('SELECT id FROM inbound_mail'), []);
  assert.ok(servers.mails(AR).every((m) => !m.seen), 'it waits, unread');

  clamd = await Clamd.start({ path: join(post.stack.var, 'clamd.ctl') });
  const again = await post.stack.dunlin('fetch', '--json');
  assert.notEqual(again.code, 0, 'the configuration names another');
  post.stack.env.DUNLIN_CLAMD = clamd.at;
  const got = await post.stack.dunlin('fetch', '--json');
  assert.equal(got.code, 0, got.err);
  assert.equal(got.json.tied, 1);
  const files = await post.stack.sql('SELECT file_name, refused FROM inbound_file ORDER BY no');
  assert.deepEqual(files, [{ file_name: 'good.txt', refused: null }, { file_name: 'bad.txt', refused: 'A virus was found in the file: Eicar-Signature.' }]);
  assert.deepEqual((await post.stack.sql(`SELECT f.file_name FROM attachment f JOIN attachment_link l ON l.attachment_id = f.id WHERE l.owner_kind = 'message'`)).map((f) => f.file_name), ['good.txt']);
  const last = (await infected()).at(-1);
  assert.deepEqual([last.actor_kind, last.customer_id, JSON.parse(last.after_json).file_name], ['contact', '100', 'bad.txt']);
});

test('without a scanner in the configuration nothing is scanned', async () => {
  const plain = await Stack.start({ now: '2026-03-02T09:00:00Z' });
  try {
    await plain.mysql("INSERT INTO customer (id, source_system, source_id, number, name, country, language, known_from, recorded_at) VALUES (10, 't', '1', 'C1', 'C', 'DE', 'en', '2026-01-01', '2026-01-01')");
    const admin = await plain.admin();
    assert.equal((await admin.request('POST', '/attachments?owner_kind=customer&owner_id=10&file_name=x.txt', EICAR, RAW)).status, 201);
  } finally {
    await plain.stop();
  }
});

test('an address that is none is refused at the start', async () => {
  post.stack.env.DUNLIN_CLAMD = 'clamd';
  const { code, err } = await post.stack.dunlin('deliver');
  assert.notEqual(code, 0);
  assert.match(err, /'clamd' must be the path of a socket, or host:port/);
});
