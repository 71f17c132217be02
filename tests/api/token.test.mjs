// Integrators' tokens: what is accepted, and every forgery we know of.
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { jwt } from '../harness/http.mjs';
import { Stack } from '../harness/stack.mjs';

let stack, secret;
const keys = {};
const now = () => Math.floor(Date.now() / 1000);
const claims = (sub, more) => ({ sub, iss: 'dunlin', aud: 'dunlin', iat: now(), exp: now() + 600, ...more });
const b64 = (x) => Buffer.from(typeof x === 'string' ? x : JSON.stringify(x)).toString('base64url');
const ask = (token, path = '/api/v1/customers') => stack.client('', { authorization: `Bearer ${token}` }).get(path);

before(async () => {
  stack = await Stack.start({ company: 'empty' });
  secret = (await stack.dunlin('client', 'add', 'hs', '--json')).json.secret;
  for (const [id, type, options] of [['rs', 'rsa', { modulusLength: 2048 }], ['rs2', 'rsa', { modulusLength: 2048 }],
    ['es', 'ec', { namedCurve: 'P-256' }]]) {
    const pair = generateKeyPairSync(type, { ...options, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
    keys[id] = pair;
    const file = join(stack.var, `${id}.pem`);
    writeFileSync(file, pair.publicKey);
    const got = await stack.dunlin('client', 'add', id, '--algorithm', type === 'rsa' ? 'RS256' : 'ES256', '--key', file, '--json');
    assert.equal(got.code, 0, got.err);
  }
});
after(() => stack?.stop());

const key = (id) => (id === 'hs' ? secret : keys[id].privateKey);
const alg = { hs: 'HS256', rs: 'RS256', rs2: 'RS256', es: 'ES256' };
const sign = (id, more, header) => jwt(claims(id, more), key(id), alg[id], header);

for (const id of ['hs', 'rs', 'es']) {
  test(`a proper ${alg[id]} token is accepted, again and again`, async () => {
    const token = sign(id);
    for (let i = 0; i < 3; i++) assert.equal((await ask(token)).status, 200);
    assert.equal((await ask(sign(id, { aud: ['other', 'dunlin'] }))).status, 200, 'one audience of several');
    assert.equal((await ask(sign(id, { nbf: now() - 5 }))).status, 200);
  });
}

const raw = (header, body, signature) => `${b64(header)}.${b64(body)}.${signature}`;
const hmac = (header, body, k) => {
  const text = `${b64(header)}.${b64(body)}`;
  return `${text}.${createHmac('sha256', k).update(text).digest('base64url')}`;
};

// name → the token; all must be refused
const FORGED = {
  'no signature, alg none': () => raw({ alg: 'none' }, claims('hs'), ''),
  'alg None with a signature part': () => raw({ alg: 'None' }, claims('hs'), 'x'),
  'alg NONE for a public-key client': () => raw({ alg: 'NONE' }, claims('rs'), ''),
  'alg none with trailing dot kept from a good token': () => `${b64({ alg: 'none' })}.${sign('hs').split('.')[1]}.`,
  'alg none and the signature of a good token': () => `${b64({ alg: 'none' })}.${sign('hs').split('.').slice(1).join('.')}`,
  'HS256 keyed with the client\'s public PEM': () => hmac({ alg: 'HS256', typ: 'JWT' }, claims('rs'), keys.rs.publicKey),
  'HS256 keyed with the PEM without its last newline': () => hmac({ alg: 'HS256' }, claims('rs'), keys.rs.publicKey.trimEnd()),
  'HS256 keyed with the EC public PEM': () => hmac({ alg: 'HS256' }, claims('es'), keys.es.publicKey),
  'HS256 keyed with nothing': () => hmac({ alg: 'HS256' }, claims('hs'), ''),
  'HS256 with a wrong secret': () => hmac({ alg: 'HS256' }, claims('hs'), 'x'.repeat(40)),
  'HS512 of an HS256 client': () => jwt(claims('hs'), secret, 'HS512'),
  'HS384 of an HS256 client': () => jwt(claims('hs'), secret, 'HS384'),
  'RS256 signed for an ES256 client': () => jwt(claims('es'), keys.rs.privateKey, 'RS256'),
  'ES256 signed for an RS256 client': () => jwt(claims('rs'), keys.es.privateKey, 'ES256'),
  'RS256 for an HS256 client': () => jwt(claims('hs'), keys.rs.privateKey, 'RS256'),
  'another client\'s key': () => jwt(claims('rs'), keys.rs2.privateKey, 'RS256'),
  'RS512 of an RS256 client': () => jwt(claims('rs'), keys.rs.privateKey, 'RS512'),
  'header says RS256, signed HS256': () => hmac({ alg: 'RS256' }, claims('rs'), keys.rs.publicKey),
  'alg in lower case': () => hmac({ alg: 'hs256' }, claims('hs'), secret),
  'no alg': () => hmac({ typ: 'JWT' }, claims('hs'), secret),
  'alg a list': () => hmac({ alg: ['HS256'] }, claims('hs'), secret),
  'alg twice in the header': () => hmac('{"alg":"HS256","alg":"none"}', claims('hs'), secret),
  'a critical extension': () => hmac({ alg: 'HS256', crit: ['b64'], b64: false }, claims('hs'), secret),
  'unknown client': () => hmac({ alg: 'HS256' }, claims('nobody'), secret),
  'no sub': () => hmac({ alg: 'HS256' }, claims(undefined), secret),
  'sub a number': () => hmac({ alg: 'HS256' }, claims(1), secret),
  'sub of another client': () => hmac({ alg: 'HS256' }, claims('rs'), secret),
  'sub with SQL': () => hmac({ alg: 'HS256' }, claims("' OR 1=1 -- "), secret),
  'sub twice': () => hmac({ alg: 'HS256' }, `{"sub":"rs","sub":"hs","iss":"dunlin","aud":"dunlin","exp":${now() + 600}}`, secret),
  'changed body': () => { const [h, , s] = sign('hs').split('.'); return `${h}.${b64(claims('hs', { exp: now() + 9e6 }))}.${s}`; },
  'changed signature': () => { const t = sign('rs'); return t.slice(0, -4) + (t.endsWith('AAAA') ? 'BBBB' : 'AAAA'); },
  'cut signature': () => sign('rs').slice(0, -20),
  'four parts': () => `${sign('hs')}.x`,
  'two parts': () => sign('hs').split('.').slice(0, 2).join('.'),
  'padding in base64': () => sign('hs').replace('.', '=.'),
  'plain base64 letters': () => `${sign('hs')}+/`,
  'empty': () => '',
  'dots alone': () => '..',
  'body no object': () => hmac({ alg: 'HS256' }, '[]', secret),
  'body no JSON': () => hmac({ alg: 'HS256' }, 'hello', secret),
  'huge': () => hmac({ alg: 'HS256' }, claims('hs', { pad: 'x'.repeat(4000) }), secret),
};
for (const [name, make] of Object.entries(FORGED)) {
  test(`refused, and no word of why: ${name}`, async () => {
    const got = await ask(make());
    assert.equal(got.status, 401);
    assert.equal(got.body.type, '/problems/invalid-token');
    assert.equal(got.body.detail, 'The token is not one of ours.');
    assert.match(got.headers.get('www-authenticate'), /^Bearer error="invalid_token"$/);
  });
}

// signed as it should be, but not for now or not for us
const CLAIMS = [
  ['no expiry', { exp: undefined }, /no expiry/], ['expiry a text', { exp: String(now() + 600) }, /no expiry/],
  ['expiry a fraction', { exp: now() + 600.5 }, /no expiry/], ['expiry null', { exp: null }, /no expiry/],
  ['expired', { exp: now() - 60 }, /expired/], ['expired at 0', { exp: 0 }, /expired/], ['expiry negative', { exp: -1 }, /no expiry/],
  ['not yet valid', { nbf: now() + 300 }, /not valid yet/], ['nbf a text', { nbf: 'soon' }, /not valid yet/],
  ['another issuer', { iss: 'evil' }, /issuer/], ['no issuer', { iss: undefined }, /issuer/], ['issuer a list', { iss: ['dunlin'] }, /issuer/],
  ['another audience', { aud: 'other' }, /audience/], ['no audience', { aud: undefined }, /audience/], ['audience an empty list', { aud: [] }, /audience/],
  ['audience an object', { aud: { 0: 'dunlin' } }, /audience/], ['audience in capitals', { aud: 'DUNLIN' }, /audience/],
];
for (const id of ['hs', 'rs', 'es']) {
  test(`a good ${alg[id]} signature does not make up for a wrong claim, and the class of it is told`, async () => {
    for (const [name, more, why] of CLAIMS) {
      const got = await ask(sign(id, more));
      assert.equal(got.status, 401, name);
      assert.match(got.body.detail, why, name);
    }
  });
}

test('a token that was verified once is not taken after it expired', async () => {
  const token = sign('rs', { exp: now() - 28 }); // within the leeway for two seconds more
  assert.equal((await ask(token)).status, 200);
  await new Promise((ok) => setTimeout(ok, 3000));
  assert.match((await ask(token)).body.detail, /expired/);
});

test('revoking a client works on its very next call, verified tokens included', async () => {
  const token = sign('rs2');
  assert.equal((await ask(token)).status, 200);
  await stack.mysql("UPDATE api_client SET revoked_at = UTC_TIMESTAMP() WHERE id = 'rs2'");
  assert.equal((await ask(token)).body.detail, 'The token is not one of ours.');
  await stack.mysql("UPDATE api_client SET revoked_at = NULL WHERE id = 'rs2'");
  assert.equal((await ask(token)).status, 200);
});

test('with another key of the client its old verified tokens are worth nothing', async () => {
  const token = sign('rs2');
  assert.equal((await ask(token)).status, 200);
  await stack.mysql("UPDATE api_client a JOIN api_client b ON b.id = 'rs' SET a.key_sealed = b.key_sealed WHERE a.id = 'rs2'");
  assert.equal((await ask(token)).status, 401);
});

test('a client that was given a PEM or a short secret as HMAC key is refused whatever it signs', async () => {
  await stack.mysql("UPDATE api_client SET algorithm = 'HS256' WHERE id = 'rs'");
  assert.equal((await ask(hmac({ alg: 'HS256' }, claims('rs'), keys.rs.publicKey))).status, 401);
  await stack.mysql("UPDATE api_client SET algorithm = 'RS256' WHERE id = 'rs'");
  const short = join(stack.var, 'short');
  writeFileSync(short, 'only16bytes-long');
  assert.notEqual((await stack.dunlin('client', 'add', 'short', '--algorithm', 'HS256', '--key', short)).code, 0);
});

test('the header must be a bearer token', async () => {
  const with2 = (authorization) => stack.client('', authorization === undefined ? {} : { authorization }).get('/api/v1/customers');
  const none = await with2(undefined);
  assert.equal(none.status, 401);
  assert.equal(none.headers.get('www-authenticate'), 'Bearer');
  assert.equal((await with2(`Basic ${b64('hs:x')}`)).status, 401);
  assert.equal((await with2(`bearer ${sign('hs')}`)).status, 200, 'the scheme has no case');
  assert.equal((await with2(`Bearer  ${sign('hs')}`)).status, 401);
});

test('a session cookie is no token, a token no session', async () => {
  const { email, password, totp_secret: totp } = stack.logins().admin;
  const admin = await stack.login({ email, password, totp_secret: totp });
  assert.equal((await admin.get('/api/v1/customers')).status, 401);
  const client = stack.client('', { authorization: `Bearer ${sign('hs')}` });
  assert.equal((await client.get('/api/collector/v1/worklist')).status, 401);
  assert.equal((await client.get('/api/portal/v1/summary')).status, 401);
});

test('no token and no secret is in the log', () => {
  const log = stack.log('web');
  assert.ok(log.includes('token_refused'));
  assert.ok(!log.includes(secret));
  assert.ok(!/eyJ[\w-]{20}/.test(log));
});
