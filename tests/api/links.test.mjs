// Every secret that goes out in a mail, as one table: what looks at it uses nothing up (HEAD, GET,
// twice, by a scanner of mail), altered, expired, revoked or somebody else's it opens nothing, it
// leaves neither by a referrer nor into a log, and no page that it opens asks anybody else.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { comeIn } from '../e2e/pages.mjs';
import { Browser } from '../harness/browser.mjs';
import { Stack } from '../harness/stack.mjs';
import { addUser, COMPANY } from './fixture.mjs';
import { codeFor, forget, invitationTo, mailTo, member } from './portal_people.mjs';

let stack, staff, clara, known = [];

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z', worker: true });
  await stack.mysql(COMPANY);
  clara = await addUser(stack, 'clara@example.com');
  staff = await stack.login(clara);
  await addUser(stack, 'bob@example.com');
  await member(stack, staff, 10, 'anna@example.org');
});
after(() => stack?.stop());

const nobody = (base = '/api/portal/v1') => stack.client(base);
const last = (url) => new URL(url).pathname.split('/').pop();
const strip = (got) => ({ status: got.status, ...got.body, request_id: null });
/** What any use of a secret leaves behind; reminders of the morning leave meanwhile. */
const traces = async () => (await stack.sql(`SELECT
  (SELECT COUNT(*) FROM portal_session) AS sessions, (SELECT COUNT(*) FROM session) AS staff,
  (SELECT COUNT(confirmed_at) FROM access_link) AS confirmed, (SELECT COUNT(*) FROM portal_membership) AS members,
  (SELECT GROUP_CONCAT(email_consent ORDER BY id) FROM contact) AS consent, (SELECT COUNT(*) FROM suppression) AS suppressed,
  (SELECT COUNT(*) FROM audit_event) AS audit, (SELECT COUNT(*) FROM activity WHERE kind <> 'mail_sent') AS activities,
  (SELECT GROUP_CONCAT(COALESCE(password_hash, '') ORDER BY id) FROM user) AS passwords,
  (SELECT COUNT(used_at) FROM mail_code) AS codes`))[0];

const portalLink = async (customer = 10, more = {}) => {
  const made = await staff.must(201, 'POST', `/customers/${customer}/portal-links`, { scope: 'account', ...more });
  return { token: last(made.url), revoke: () => staff.must(204, 'DELETE', `/customers/${customer}/portal-links/${made.id}`) };
};
let nr = 0;
const invitation = async () => {
  const email = `i${nr++}@example.org`;
  const { id } = await staff.must(201, 'POST', '/customers/10/portal-invitations', { email, name: 'I', role: 'viewer' });
  return { token: await invitationTo(stack, email), email, revoke: () => staff.must(204, 'DELETE', `/customers/10/portal-invitations/${id}`) };
};
const reset = async (email = 'bob@example.com') => {
  await forget(stack);
  await nobody('/api/collector/v1').must(204, 'POST', '/password-resets', { email });
  await stack.dunlin('deliver');
  const [{ h }] = await stack.sql('SELECT HEX(token_hash) AS h FROM password_reset ORDER BY created_at DESC, id DESC LIMIT 1');
  const all = () => mailTo(stack, email).flatMap((m) => [...m.text.matchAll(/\/app\/reset#([\w-]{43})/g)].map(([, token]) => token));
  for (;;) {
    const token = all().find((t) => createHash('sha256').update(t).digest('hex').toUpperCase() === h);
    if (token) return { token, revoke: () => reset(email).then(({ token: next }) => nobody('/api/collector/v1').must(204, 'POST', '/password-resets/use', { token: next, password: 'a passphrase that is long' })) };
    await new Promise((ok) => setTimeout(ok, 100));
  }
};
const shift = (days) => stack.clock.advance({ days });

// what it is → how it is made, the pages that a mail program opens, what looks, what uses, how time ends it
const SECRETS = {
  'a link to the account': {
    make: portalLink,
    pages: (t) => [`/p/${t}`, `/api/portal/v1/access/${t}`],
    look: (t) => nobody().get(`/access/${t}`),
    use: (t, who = nobody()) => who.post('/access', { token: t }),
    late: { by: 31, code: 410 }, again: 200,
  },
  'an invitation': {
    make: invitation,
    pages: () => ['/portal/invitation'],
    look: (t) => nobody().post('/invitations/look', { token: t }),
    use: (t, who = nobody()) => who.post('/invitations/accept', { token: t }),
    late: { by: 15, code: 410 }, again: 404,
  },
  'a way to a new password': {
    make: reset,
    pages: () => ['/app/reset'],
    look: (t) => nobody('/api/collector/v1').post('/password-resets/look', { token: t }),
    use: (t) => nobody('/api/collector/v1').post('/password-resets/use', { token: t, password: 'a passphrase that is long' }),
    late: { sql: 'UPDATE password_reset SET expires_at = expires_at - INTERVAL 2 HOUR', code: 404 }, again: 404,
  },
};

for (const [name, s] of Object.entries(SECRETS)) {
  describe(name, () => {
    test('is looked at as often as one likes: HEAD, GET, twice, in parallel; nothing is used up, and then it works', async () => {
      await forget(stack);
      const { token } = await s.make();
      known.push(token);
      const was = await traces();
      for (const page of s.pages(token)) {
        for (const method of ['HEAD', 'GET', 'GET', 'HEAD', 'OPTIONS']) {
          const got = await fetch(stack.url + page, { method, redirect: 'manual', headers: { 'user-agent': 'Mail scanner', referer: 'https://webmail.example/' } });
          assert.ok(got.status < 500, `${method} ${page}: ${got.status}`);
          assert.equal(got.headers.get('set-cookie'), null, 'nobody comes in by looking');
        }
      }
      const looks = await Promise.all([...Array(4)].map(() => s.look(token)));
      assert.deepEqual(looks.map((x) => x.status), [200, 200, 200, 200]);
      assert.deepEqual(await traces(), was);
      const used = await s.use(token);
      assert.ok([200, 204].includes(used.status), used.text);
      assert.notDeepEqual(await traces(), was);
      await forget(stack);
      const second = await s.use(token);
      assert.equal(second.status, s.again === 200 ? used.status : s.again, 'a second use');
    });

    test('altered by a sign, cut short, prolonged or made up it opens nothing, all alike', async () => {
      await forget(stack);
      const { token } = await s.make();
      known.push(token);
      const other = (c) => (c === 'A' ? 'B' : 'A');
      const bad = [other(token[0]) + token.slice(1), token.slice(0, -1) + other(token.at(-1)), token.slice(0, -1), `${token}A`,
        token.toUpperCase() === token ? token.toLowerCase() : token.toUpperCase(), 'a'.repeat(token.length)];
      const was = await traces();
      const unknown = strip(await s.use(bad.at(-1)));
      assert.equal(unknown.status, 404);
      for (const one of bad) {
        await forget(stack);
        assert.deepEqual(strip(await s.use(one)), unknown, one.slice(0, 4));
        assert.equal((await s.look(one)).status, 404);
      }
      const now = await traces();
      assert.deepEqual({ ...now, audit: 0 }, { ...was, audit: 0 });
    });

    test('revoked or late it opens nothing', async () => {
      await forget(stack);
      const gone = await s.make();
      known.push(gone.token);
      await gone.revoke();
      await forget(stack);
      assert.deepEqual([(await s.look(gone.token)).status, (await s.use(gone.token)).status], [404, 404]);
      const late = await s.make();
      known.push(late.token);
      if (s.late.sql) await stack.mysql(s.late.sql);
      else shift(s.late.by);
      assert.deepEqual([(await s.look(late.token)).status, (await s.use(late.token)).status], [s.late.code, s.late.code]);
      if (!s.late.sql) shift(-s.late.by);
    });
  });
}

test('a link is for its contact and customer alone, whoever opens it', async () => {
  await forget(stack);
  const mine = await portalLink(10, { contact_id: '101' }), theirs = await portalLink(20, { contact_id: '201' });
  known.push(mine.token, theirs.token);
  const who = await stack.portal(`${stack.url}/p/${mine.token}`);
  assert.equal((await who.must(200, 'GET', '/session')).customer.name, 'Acme Works');
  const before_ = who.csrf;
  who.csrf = (await who.must(200, 'POST', '/access', { token: theirs.token })).csrf;
  assert.notEqual(who.csrf, before_);
  const session = await who.must(200, 'GET', '/session');
  assert.deepEqual([session.customer.number, session.contact.name.includes('Acme')], [(await stack.sql('SELECT number FROM customer WHERE id = 20'))[0].number, false], 'the second link is its own customer\'s, not both');
  assert.equal((await who.get('/invoices/11')).status, 404);
  await stack.mysql('UPDATE contact SET active = 0 WHERE id = 201');
  assert.equal((await nobody().get(`/access/${theirs.token}`)).status, 404, 'a contact who left takes the link along');
  assert.equal((await who.get('/session')).status, 401);
  await stack.mysql('UPDATE contact SET active = 1 WHERE id = 201');
});

test('a code by mail is its person\'s alone', async () => {
  const code = await codeFor(stack, 'anna@example.org');
  known.push(code, code.replace(' ', ''));
  await member(stack, staff, 20, 'gerd@example.org');
  await forget(stack);
  for (const email of ['gerd@example.org', 'nobody@example.org']) {
    assert.equal((await nobody().post('/session', { email, mail_code: code })).status, 401, email);
  }
  assert.equal((await nobody().post('/session', { email: 'anna@example.org', mail_code: code })).status, 200);
  assert.equal((await nobody().post('/session', { email: 'anna@example.org', mail_code: code })).status, 401, 'once');
});

test('no page that a secret leads to sends it on: no referrer, nothing of others, nothing kept by proxies', async () => {
  const { token } = await portalLink();
  known.push(token);
  for (const path of [`/p/${token}`, '/portal', '/portal/invitation', '/portal/messages', '/app/reset', `/api/portal/v1/access/${token}`]) {
    const got = await fetch(stack.url + path);
    const text = await got.text();
    assert.equal(got.headers.get('referrer-policy'), 'no-referrer', path);
    const policy = got.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/, path);
    assert.doesNotMatch(policy, /https?:|\*/, `${path} may ask nobody else`);
    assert.match(got.headers.get('cache-control') ?? '', /no-store|no-cache/, path);
    assert.ok(!text.includes(token), `${path} does not repeat it`);
    if (/html/.test(got.headers.get('content-type'))) {
      const away = [...text.matchAll(/\b(?:src|href|action|content)="((?:https?:)?\/\/[^"]+)"/g)].map(([, url]) => url);
      assert.deepEqual(away, [], path);
    }
  }
});

test('in a browser: every request goes to us, none carries a referrer, and the address forgets the link', async () => {
  const { token } = await portalLink();
  known.push(token);
  const browser = await Browser.start(stack);
  try {
    const page = await browser.page({ width: 390 });
    const asked = [];
    page.on('request', (one) => asked.push(one));
    await comeIn(page, `${stack.url}/p/${token}`);
    await page.getByRole('link', { name: 'Messages' }).click();
    await page.waitForURL(/messages/);
    assert.ok(asked.length > 5);
    for (const one of asked) {
      assert.ok(one.url().startsWith(stack.url) || /^(data|blob):/.test(one.url()), one.url());
      assert.equal((await one.allHeaders()).referer || undefined, undefined, one.url());
    }
    assert.ok(!page.url().includes(token));
    assert.ok(!(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML]))).includes(token));
  } finally {
    await browser.stop();
  }
});

test('no secret stands in a log of nginx, web or worker, nor in a table', async () => {
  const { token } = await portalLink();
  known.push(token);
  await nobody().get(`/access/${token}?token=${token}`);
  await nobody().get(`/session?token=${token}`);
  await fetch(`${stack.url}/portal?token=${token}`);
  await fetch(`${stack.url}/api/portal/v1/access/${token}`, { headers: { referer: `${stack.url}/p/${token}` } });
  await nobody().post('/access', `{"token":"${token}"`, { 'content-type': 'application/json' });
  await stack.kill('web');
  await fetch(`${stack.url}/api/portal/v1/access/${token}`);
  await fetch(`${stack.url}/p/${token}`, { headers: { referer: `${stack.url}/p/${token}` } });
  await stack.spawn('web');
  await stack.ready();
  const portal = await stack.portal(`${stack.url}/p/${token}`);
  known.push(...portal.cookies.values(), portal.csrf);
  known = [...new Set(known)];
  assert.ok(known.length > 12);
  const dir = join(stack.var, 'log');
  const logs = readdirSync(dir).filter((name) => name.endsWith('.log'));
  for (const part of ['access.log', 'nginx.log', 'web.log', 'worker.log']) assert.ok(logs.includes(part), part);
  for (const name of logs) {
    const text = readFileSync(join(dir, name), 'utf8');
    for (const secret of known) assert.ok(!text.includes(secret), `${name} holds ${secret.slice(0, 6)}…`);
  }
  for (const { name } of await stack.sql("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'dunlin' AND table_type = 'BASE TABLE'")) {
    const rows = await stack.mysql(`SELECT * FROM \`${name}\``);
    for (const secret of known) assert.ok(!rows.includes(secret), `the table ${name} holds ${secret.slice(0, 6)}…`);
  }
});
