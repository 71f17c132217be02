// A member of staff's own way in: a forgotten password, a second factor, sessions; and the
// mail that goes to staff.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { totp } from '../harness/http.mjs';
import { Stack, until } from '../harness/stack.mjs';
import { addUser, COMPANY } from './fixture.mjs';

let stack, clara, adam;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  await stack.mysql(COMPANY);
  clara = await addUser(stack, 'clara@example.com');
  adam = await addUser(stack, 'adam@example.com', '--role', 'admin');
});
after(() => stack?.stop());

const forget = () => stack.mysql('DELETE FROM login_attempt');
const slug = (got) => got.body?.type?.replace('/problems/', '');
const deliver = async () => assert.equal((await stack.dunlin('deliver')).code, 0);
const resets = (path, body, headers) => stack.client().post(`/password-resets${path}`, body, headers);
const signIn = ({ email, password, code }) => stack.client().post('/session', { email, password, code });
const mailsTo = (email) => stack.mails().filter((m) => m.to.includes(email));
/** A code that was not used before: codes work once, and tests are quicker than 30 s. */
const fresh = async (user, secret) => {
  await stack.mysql(`UPDATE user SET totp_step = 0 WHERE email = '${user.email}'`);
  return totp(secret, Date.now());
};

/** Asks for a link, lets the mail leave, and takes the token out of it. */
async function link(email) {
  await forget();
  assert.equal((await resets('', { email })).status, 204);
  await deliver();
  const known = new Set();
  for (const m of mailsTo(email)) for (const [, token] of m.text.matchAll(/\/app\/reset#([\w-]{43})/g)) known.add(token);
  const rows = await stack.sql('SELECT HEX(token_hash) AS h FROM password_reset ORDER BY created_at DESC LIMIT 1');
  return [...known].find((t) => createHash('sha256').update(t).digest('hex').toUpperCase() === rows[0].h);
}

test('E3 with Host evil.example on a password reset the link uses the configured URL', async () => {
  const status = await new Promise((ok, no) => {
    const body = JSON.stringify({ email: clara.email });
    const rq = request(`${stack.url}/api/collector/v1/password-resets`, {
      method: 'POST',
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'content-type': 'application/json', 'content-length': body.length },
    }, (answer) => { answer.resume(); ok(answer.statusCode); });
    rq.on('error', no);
    rq.end(body);
  });
  assert.equal(status, 204);
  await deliver();
  const [mail] = mailsTo(clara.email);
  assert.match(mail.text, new RegExp(`^${stack.conf.public_url}/app/reset#[\\w-]{43}$`, 'm'));
  assert.ok(!mail.raw.includes('evil.example'));
  await forget();
});

test('asking for a link answers the same whether or not somebody has the address', async () => {
  const strip = (got) => ({ status: got.status, text: got.text, type: got.type });
  assert.deepEqual(strip(await resets('', { email: clara.email })), strip(await resets('', { email: 'nobody@example.com' })));
  await addUser(stack, 'gone@example.com');
  await stack.mysql("UPDATE user SET status = 'disabled' WHERE email = 'gone@example.com'");
  assert.equal((await resets('', { email: 'gone@example.com' })).status, 204);
  assert.equal((await stack.sql("SELECT COUNT(*) AS n FROM staff_mail m JOIN user u ON u.id = m.user_id WHERE u.email = 'gone@example.com'"))[0].n, '0');
  await forget();
  for (const email of [clara.email, 'nobody@example.com']) {
    const seen = [];
    for (let i = 0; i < 5; i++) seen.push((await resets('', { email: i % 2 ? email : email.toUpperCase() })).status);
    assert.deepEqual(seen, [204, 204, 204, 204, 429]);
  }
  await forget();
});

test('a link is good once, looking does not use it up, and nothing but the mail holds it', async () => {
  const token = await link(clara.email);
  const client = await stack.login(clara);
  for (let i = 0; i < 3; i++) {
    assert.equal((await fetch(`${stack.url}/app/reset?x=${i}`)).status, 200);
    assert.deepEqual((await resets('/look', { token })).body, { email: clara.email });
  }
  assert.equal((await resets('/use', { token, password: 'short' })).status, 422);
  const password = 'quite another passphrase';
  assert.equal((await resets('/use', { token, password })).status, 204);
  const again = await resets('/use', { token, password: 'yet another passphrase' });
  assert.equal(again.status, 404);
  assert.equal(slug(again), 'link-not-good');
  assert.equal((await client.get('/session')).status, 401, 'sessions end');
  assert.equal(slug(await signIn({ email: clara.email, password: clara.password })), 'invalid-credentials');
  clara.password = password;
  assert.equal((await signIn(clara)).status, 200);
  const dump = await stack.mysql('SELECT body_text, HEX(token_hash) FROM staff_mail LEFT JOIN password_reset r ON r.id = reset_id');
  assert.ok(!dump.includes(token));
  assert.ok(!stack.log('web').includes(token));
  const [row] = await stack.sql("SELECT action, actor_id FROM audit_event WHERE action = 'user.reset_password'");
  assert.equal(row.actor_id, clara.id);
  await deliver();
  assert.ok(mailsTo(clara.email).some((m) => m.subject === 'Your password was changed'));
  await forget();
});

test('a new password uses up every other link, and time does, too', async () => {
  const [first, second] = [await link(clara.email), await link(clara.email)];
  assert.equal((await resets('/use', { token: second, password: clara.password })).status, 204);
  assert.equal((await resets('/use', { token: first, password: clara.password })).status, 404);
  const third = await link(clara.email);
  await stack.mysql('UPDATE password_reset SET expires_at = expires_at - INTERVAL 61 MINUTE');
  assert.equal((await resets('/look', { token: third })).status, 404);
  assert.equal((await resets('/use', { token: third, password: clara.password })).status, 404);
  assert.equal((await resets('/look', { token: 'A'.repeat(43) })).status, 404);
  await forget();
});

test('two uses of one link at the same instant give one new password', async () => {
  const token = await link(clara.email);
  const all = await Promise.all(['one passphrase of it', 'another passphrase of it'].map((password) => resets('/use', { token, password })));
  assert.deepEqual(all.map((got) => got.status).sort(), [204, 404]);
  clara.password = all[0].status === 204 ? 'one passphrase of it' : 'another passphrase of it';
  assert.equal((await signIn(clara)).status, 200);
  await forget();
});

test('a link that is over by the time the mail would leave is not sent', async () => {
  await deliver();
  await resets('', { email: clara.email });
  await stack.mysql('UPDATE password_reset SET expires_at = created_at WHERE used_at IS NULL');
  const before = mailsTo(clara.email).length;
  await deliver();
  assert.equal(mailsTo(clara.email).length, before);
  assert.deepEqual((await stack.sql('SELECT state, reason FROM staff_mail ORDER BY real_at DESC LIMIT 1')).map((r) => ({ ...r })),
    [{ state: 'cancelled', reason: 'the link is no longer good' }]);
  await forget();
});

test('my password changes for the old one only, and my other sessions end', async () => {
  const [one, other] = [await stack.login(clara), await stack.login(clara)];
  const change = (old, password) => one.put('/account/password', { old_password: old, password });
  assert.equal(slug(await change('not the old one', 'a new long passphrase')), 'wrong-secret');
  assert.equal((await change(clara.password, 'short')).status, 422);
  assert.equal((await change(clara.password, 'a new long passphrase')).status, 204);
  clara.password = 'a new long passphrase';
  assert.equal((await one.get('/session')).status, 200);
  assert.equal((await other.get('/session')).status, 401);
  await forget();
  for (let i = 0; i < 10; i++) await change('guess', 'a new long passphrase');
  assert.equal((await change(clara.password, 'a new long passphrase')).status, 429, 'guesses are counted');
  await forget();
});

test('a second factor counts when a code of it was shown, and recovery codes stand for it once', async () => {
  const me = await stack.login(clara);
  const other = await stack.login(clara);
  const begun = await me.must(200, 'POST', '/account/second-factor', {});
  assert.equal(begun.qr.length, begun.qr[0].length);
  assert.ok(begun.qr.every((row) => /^[01]+$/.test(row) && row.length === begun.qr.length));
  assert.match(begun.totp_uri, /^otpauth:\/\/totp\/Dunlin:clara/);
  assert.equal((await signIn(clara)).status, 200, 'it does not count yet');
  assert.equal(slug(await me.post('/account/second-factor/confirm', { code: '000000' })), 'wrong-secret');
  const { codes } = await me.must(200, 'POST', '/account/second-factor/confirm', { code: totp(begun.totp_secret, Date.now()) });
  assert.equal(new Set(codes).size, 10);
  assert.equal((await other.get('/session')).status, 401, 'a session without it ends');
  const account = await me.must(200, 'GET', '/account');
  assert.equal(account.second_factor, true);
  assert.equal(account.recovery_codes, 10);
  assert.equal((await me.must(200, 'GET', '/session')).user.mfa, true);

  assert.equal(slug(await signIn(clara)), 'second-factor-required');
  assert.equal((await signIn({ ...clara, code: codes[3].toUpperCase().replace('-', ' ') })).status, 200);
  assert.equal(slug(await signIn({ ...clara, code: codes[3] })), 'invalid-code', 'used before');
  assert.equal((await me.must(200, 'GET', '/account')).recovery_codes, 9);
  const dump = await stack.mysql('SELECT HEX(code_hash) FROM recovery_code');
  assert.ok(codes.every((c) => !dump.toLowerCase().includes(Buffer.from(c.replace('-', '')).toString('hex'))));

  const renewed = (await me.must(200, 'POST', '/account/recovery-codes', { code: await fresh(clara, begun.totp_secret) })).codes;
  assert.equal(slug(await signIn({ ...clara, code: codes[4] })), 'invalid-code', 'the older ones are void');
  assert.equal(slug(await me.post('/account/second-factor', {})), 'wrong-secret', 'a new one needs a code of the old');
  assert.equal(slug(await me.post('/account/second-factor/remove', { password: 'wrong', code: renewed[0] })), 'wrong-secret');
  await me.must(204, 'POST', '/account/second-factor/remove', { password: clara.password, code: renewed[1] });
  assert.equal((await signIn(clara)).status, 200);
  assert.equal((await stack.sql(`SELECT COUNT(*) AS n FROM recovery_code WHERE user_id = ${clara.id}`))[0].n, '0');
  await deliver();
  assert.ok(mailsTo(clara.email).some((m) => m.subject === 'Your second factor was changed'));
  await forget();
});

test('an admin without a second factor can set one up and do nothing else', async () => {
  const anna = await addUser(stack, 'anna@example.com');
  await stack.mysql("UPDATE user SET role = 'admin', totp_sealed = NULL WHERE email = 'anna@example.com'");
  const me = await stack.login(anna);
  assert.deepEqual((await me.must(200, 'GET', '/session')).user.rights, []);
  for (const path of ['/worklist', '/customers', '/outbox', '/api/admin/v1/users', '/api/admin/v1/scripts']) {
    const got = await me.get(path);
    assert.equal(got.status, 403, path);
    assert.equal(slug(got), 'second-factor-needed', path);
  }
  const { totp_secret: secret } = await me.must(200, 'POST', '/account/second-factor', {});
  await me.must(200, 'POST', '/account/second-factor/confirm', { code: totp(secret, Date.now()) });
  assert.ok((await me.must(200, 'GET', '/session')).user.rights.includes('users'));
  assert.equal((await me.get('/api/admin/v1/users')).status, 200);
  const got = await me.post('/account/second-factor/remove', { password: anna.password, code: '123456' });
  assert.equal(got.status, 409);
  assert.equal(slug(got), 'second-factor-needed');
  await forget();
});

test('I see my sessions and end them; nobody ends another\'s', async () => {
  const [one, two] = [await stack.login(clara), await stack.login(clara)];
  const { sessions } = await one.must(200, 'GET', '/account');
  assert.equal(sessions.filter((s) => s.this).length, 1);
  const root = await stack.login(adam);
  const foreign = (await root.must(200, 'GET', '/account')).sessions[0];
  assert.equal((await one.delete(`/account/sessions/${foreign.session}`)).status, 404);
  assert.equal((await one.delete('/account/sessions/zz')).status, 404);
  const other = (await two.must(200, 'GET', '/account')).sessions.find((s) => s.this);
  await one.must(204, 'DELETE', `/account/sessions/${other.session}`);
  assert.equal((await two.get('/session')).status, 401);
  const three = await stack.login(clara);
  await one.must(204, 'DELETE', '/account/sessions');
  assert.equal((await three.get('/session')).status, 401);
  assert.equal((await one.get('/session')).status, 200);
});

test('mail to staff speaks the reader\'s language, once for one cause, and a dead worker loses none', async () => {
  const me = await stack.login(clara);
  await me.must(204, 'PUT', '/account/language', { language: 'de' });
  assert.equal((await me.put('/account/language', { language: 'xx' })).status, 422);
  await resets('', { email: clara.email });
  const [row] = await stack.sql('SELECT id FROM staff_mail ORDER BY real_at DESC LIMIT 1');
  const lapsed = "claimed_by = 'folder lost:1', lease_until = '2020-01-01'";
  await stack.mysql(`UPDATE staff_mail SET state = 'claimed', ${lapsed} WHERE id = ${row.id}`);
  const worker = await stack.spawn('worker');
  await until(async () => (await stack.sql(`SELECT state FROM staff_mail WHERE id = ${row.id}`))[0].state === 'handed_over', { name: 'the claim is taken again' });
  assert.ok(worker.pid);
  const mine = () => mailsTo(clara.email).filter((m) => m.subject === 'Ein neues Passwort für Dunlin').length;
  assert.equal(mine(), 1);
  // in the folder it is known whether it had left: not twice
  await stack.mysql(`UPDATE staff_mail SET state = 'sending', ${lapsed} WHERE id = ${row.id}`);
  await until(async () => (await stack.sql(`SELECT state FROM staff_mail WHERE id = ${row.id}`))[0].state === 'handed_over', { name: 'it is known to be there' });
  assert.equal(mine(), 1);
  await stack.kill('worker');
});
