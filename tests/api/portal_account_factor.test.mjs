// A person's second factor and passkeys: what signs in, and every forged, replayed or copied
// answer that must not.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, test } from 'node:test';
import { totp } from '../harness/http.mjs';
import { Passkey } from '../harness/passkey.mjs';
import { Stack } from '../harness/stack.mjs';
import { addUser, COMPANY } from './fixture.mjs';
import { byCode, codeFor, deliver, forget, mailTo, member, PASSWORD, signIn, slug } from './portal_people.mjs';

let stack, staff, anna, key;
const email = 'anna@example.org';

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  await stack.mysql(COMPANY);
  staff = await stack.login(await addUser(stack, 'clara@example.com'));
  anna = await member(stack, staff, 10, email);
  await anna.must(204, 'PUT', '/account/password', { password: PASSWORD });
});
after(() => stack?.stop());

const nobody = () => stack.client('/api/portal/v1');
const freshCode = async (secret) => {
  await stack.mysql('UPDATE person SET totp_step = 0');
  return totp(secret, Date.now());
};
const ask = async () => (await nobody().must(200, 'POST', '/passkeys/challenge')).challenge;
const begin = async (client = anna) => (await client.must(200, 'POST', '/account/passkeys/challenge')).challenge;
const answer = (body) => nobody().post('/session/passkey', body);
const mailsAbout = async (subject) => {
  await deliver(stack);
  return mailTo(stack, email).filter((m) => m.subject === subject).length;
};

test('a second factor counts once its code was shown; it is asked for with a password and with a code by mail', async () => {
  const other = await signIn(stack, email, { password: PASSWORD });
  const { totp_secret: secret, qr } = await anna.must(200, 'POST', '/account/second-factor', {});
  assert.ok(qr.length > 20);
  await signIn(stack, email, { password: PASSWORD });
  assert.equal((await anna.post('/account/second-factor/confirm', { code: '000000' })).status, 403);
  const { codes } = await anna.must(200, 'POST', '/account/second-factor/confirm', { code: await freshCode(secret) });
  assert.equal(codes.length, 10);
  assert.equal((await other.get('/session')).status, 401, 'a changed factor ends other sessions');
  assert.equal(await mailsAbout('Your second factor was changed'), 1);
  const need = await nobody().post('/session', { email, password: PASSWORD });
  assert.equal(slug(need), 'second-factor-required');
  assert.equal(slug(await nobody().post('/session', { email, password: PASSWORD, code: '000000' })), 'invalid-code');
  assert.equal(slug(await nobody().post('/session', { email, password: 'wrong', code: '000000' })), 'invalid-credentials', 'the code says nothing of the password');
  const code = await freshCode(secret);
  await signIn(stack, email, { password: PASSWORD, code });
  assert.equal(slug(await nobody().post('/session', { email, password: PASSWORD, code })), 'invalid-code', 'once');
  const mail_code = await codeFor(stack, email);
  assert.equal(slug(await nobody().post('/session', { email, mail_code })), 'second-factor-required', 'a mailbox alone is not enough');
  await signIn(stack, email, { mail_code, code: codes[0] });
  assert.equal(slug(await nobody().post('/session', { email, password: PASSWORD, code: codes[0] })), 'invalid-code', 'a recovery code works once');
  anna = await signIn(stack, email, { password: PASSWORD, code: codes[1] });
  assert.equal((await anna.post('/account/second-factor/remove', { code: codes[2] })).status, 403, 'the password, too');
  await anna.must(204, 'POST', '/account/second-factor/remove', { password: PASSWORD, code: codes[3] });
  await signIn(stack, email, { password: PASSWORD });
  await forget(stack);
});

test('a passkey is registered and signs in, as a second factor too', async () => {
  key = new Passkey(stack.url);
  const other = await signIn(stack, email, { password: PASSWORD });
  const { id } = await anna.must(201, 'POST', '/account/passkeys', { name: 'Telephone', ...key.create(await begin()) });
  assert.equal((await other.get('/session')).status, 401, 'other sessions end');
  assert.equal(await mailsAbout('Your passkeys were changed'), 1);
  const got = await anna.must(200, 'GET', '/account');
  assert.deepEqual(got.passkeys.map((k) => [k.id, k.name, k.used_at]), [[id, 'Telephone', null]]);
  const client = nobody();
  client.csrf = (await client.must(200, 'POST', '/session/passkey', key.get(await ask()))).csrf;
  assert.equal((await client.must(200, 'GET', '/session')).contact.name, 'anna');
  assert.equal((await client.must(200, 'GET', '/account')).sessions.find((s) => s.this).mfa, true);
});

test('what is forged, replayed, late, of another site or copied signs nobody in', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const sites = [{ origin: 'https://evil.example' }, { origin: `${stack.url}.evil.example` }, { origin: stack.url.replace('http:', 'https:') }];
  const bad = {
    'another site': sites.map((client) => ({ client })),
    'in a frame of another site': [{ client: { crossOrigin: true } }],
    'an answer to a registration': [{ client: { type: 'webauthn.create' } }],
    'a challenge of one’s own': [{ client: { challenge: 'A'.repeat(43) } }],
    'made for another site': [{ rpId: 'evil.example' }],
    'nobody was there': [{ flags: 4 }],
    'not asked who it is': [{ flags: 1 }],
    'another key': [{ key: privateKey }],
  };
  for (const [why, forgeries] of Object.entries(bad)) {
    for (const forgery of forgeries) {
      await forget(stack);
      const got = await answer(key.get(await ask(), forgery));
      assert.equal(got.status, 401, why);
      assert.equal(slug(got), 'invalid-passkey', why);
    }
  }
  await forget(stack);
  const good = key.get(await ask());
  const flip = (text) => { const b = Buffer.from(text, 'base64url'); b[b.length - 1] ^= 1; return b.toString('base64url'); };
  for (const part of ['id', 'authenticator_data', 'signature']) {
    const question = await ask();
    const one = key.get(question);
    assert.equal((await answer({ ...one, [part]: flip(one[part]) })).status, 401, part);
  }
  assert.equal((await answer({ ...good, client_data: Buffer.from('{}').toString('base64url') })).status, 401);
  assert.equal((await answer({ ...good, client_data: Buffer.from('no').toString('base64url') })).status, 401);
  assert.equal((await answer({ ...good, signature: '***' })).status, 422);
});

test('an answer works once, and only for minutes', async () => {
  await forget(stack);
  key.counter += 100;
  const once = key.get(await ask());
  assert.equal((await answer(once)).status, 200);
  assert.equal((await answer(once)).status, 401, 'replayed');
  const late = key.get(await ask());
  await stack.mysql('UPDATE passkey_challenge SET expires_at = expires_at - INTERVAL 1 HOUR');
  assert.equal((await answer(late)).status, 401, 'late');
  const copied = key.get(await ask(), { counter: key.counter - 1 });
  assert.equal((await answer(copied)).status, 401, 'a counter that goes back is a copy');
  assert.equal((await answer(key.get(await ask()))).status, 200);
  const still = new Passkey(stack.url, { counts: false });
  await anna.must(201, 'POST', '/account/passkeys', { name: 'Synchronised', ...still.create(await begin()) });
  for (let i = 0; i < 2; i++) assert.equal((await answer(still.get(await ask()))).status, 200, 'one that does not count');
  assert.equal((await answer(new Passkey(stack.url).get(await ask()))).status, 401, 'a key that nobody registered');
});

test('registering: forged and foreign answers, a known key and another’s question are refused', async () => {
  const add = (client, body) => client.post('/account/passkeys', { name: 'x', ...body });
  const fresh = () => new Passkey(stack.url);
  for (const forgery of [{ client: { origin: 'https://evil.example' } }, { client: { type: 'webauthn.get' } }, { rpId: 'evil.example' },
    { flags: 0x41 }, { flags: 0x44 }, { flags: 5 }, { client: { challenge: 'A'.repeat(43) } }]) {
    const got = await add(anna, fresh().create(await begin(), forgery));
    assert.equal(got.status, 403, JSON.stringify(forgery));
  }
  const short = fresh().create(await begin());
  short.authenticator_data = Buffer.from(short.authenticator_data, 'base64url').subarray(0, 80).toString('base64url');
  assert.equal((await add(anna, short)).status, 403);
  assert.equal((await add(anna, fresh().create(await ask()))).status, 403, 'a question of a sign-in');
  const ben = await member(stack, staff, 10, 'ben@example.org', 'viewer');
  assert.equal((await add(ben, fresh().create(await begin(anna)))).status, 403, 'a question of somebody else');
  const known = await add(ben, key.create(await begin(ben)));
  assert.equal(slug(known), 'passkey-known');
  const mine = (await anna.must(200, 'GET', '/account')).passkeys;
  assert.equal((await ben.delete(`/account/passkeys/${mine[0].id}`)).status, 404, 'another person’s');
});

test('a passkey may be demanded: then a password or a code alone is not enough', async () => {
  const ben = await byCode(stack, 'ben@example.org');
  assert.equal(slug(await ben.put('/account/passkey-needed', { needed: true })), 'no-passkey');
  await anna.must(204, 'PUT', '/account/passkey-needed', { needed: true });
  await forget(stack);
  assert.equal(slug(await nobody().post('/session', { email, password: PASSWORD })), 'passkey-required');
  assert.equal(slug(await nobody().post('/session', { email, mail_code: await codeFor(stack, email) })), 'passkey-required');
  const client = nobody();
  client.csrf = (await client.must(200, 'POST', '/session/passkey', key.get(await ask()))).csrf;
  for (const { id } of (await client.must(200, 'GET', '/account')).passkeys) await client.must(204, 'DELETE', `/account/passkeys/${id}`);
  assert.equal((await client.must(200, 'GET', '/account')).passkey_needed, false, 'without a passkey none is demanded');
  assert.equal((await answer(key.get(await ask()))).status, 401, 'a removed key opens nothing');
  await signIn(stack, email, { password: PASSWORD });
});

test('who belongs to no customer any more has no passkey that opens something', async () => {
  const fred = await member(stack, staff, 20, 'fred@example.org', 'viewer');
  const own = new Passkey(stack.url);
  await fred.must(201, 'POST', '/account/passkeys', { name: 'x', ...own.create(await begin(fred)) });
  const { people } = await staff.must(200, 'GET', '/customers/20/portal-people');
  await staff.must(204, 'DELETE', `/customers/20/portal-people/${people.find((p) => p.email === 'fred@example.org').id}`);
  await forget(stack);
  assert.equal((await answer(own.get(await ask()))).status, 401);
});
