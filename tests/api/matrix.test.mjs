// Every route × everybody who may ask, or might once × ids that are not theirs: in the path, in the
// query, in the body, repeated, as an array and in other forms. What is another's is answered exactly
// as what is not there, and takes as long.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { findOut, delivered } from '../e2e/pages.mjs';
import { furnish } from '../e2e/dialogs.mjs';
import { Stack } from '../harness/stack.mjs';
import { Contract } from './contract.mjs';
import { forget } from './portal_people.mjs';
import { AUDIENCE, BESIDES, COMPANYS, MAY, OF_NAME, OF_PATH, OWN, UNKNOWN, example, gone, isId, more, people } from './matrix_world.mjs';

let stack, contract, who, foreign, theirs;

before(async () => {
  stack = await Stack.start({ company: 'demo', worker: true, now: '2026-03-04T08:00:00Z' });
  await delivered(stack);
  const { known, contact } = await findOut(stack);
  const admin = await stack.admin();
  await furnish(stack, { staff: admin, contact }, known);
  await stack.kill('worker'); // mail is delivered as it is asked for
  await more(stack, admin);
  contract = await Contract.of(stack);
  who = await people(stack, admin);
  foreign = Object.fromEntries(await Promise.all(Object.entries(OF_PATH).map(async ([name, sql]) =>
    [name, (await stack.sql(`${sql} ORDER BY id DESC LIMIT 2`)).map((row) => row.id)])));
  theirs = (await stack.sql(`SELECT name FROM customer WHERE id <> ${OWN.customer}`)).map(({ name }) => name);
});
after(() => stack?.stop());

// -- asking -----------------------------------------------------------------------------

const routes = () => contract.routes.filter(({ path }) => path.startsWith('/api/') && path !== '/api/openapi.json');
const audienceOf = (path) => AUDIENCE.find(([base]) => path.startsWith(base))[1];
const isOpen = ({ op }) => !op.security?.length;
const bodySchema = ({ op }) => op.requestBody?.content?.['application/json']?.schema;
const bodyOf = (route) => {
  if (bodySchema(route)) return example(contract.doc, bodySchema(route));
  return route.op.requestBody ? 'x' : undefined;
};
let asked = 0;
/** Asks with what the route needs: its required parameters, the version, a key of its own. */
function ask(client, { method, path, op }, at, body) {
  const query = new URLSearchParams((op.parameters ?? []).filter((p) => p.in === 'query' && p.required)
    .map((p) => [p.name, example(contract.doc, p.schema, p.name)]));
  for (const [name, value] of at.query ?? []) query[at.repeat ? 'append' : 'set'](name, value);
  const url = `${path.replace(/\{(\w+)\}/g, (_, name) => at.path?.[name] ?? '1')}${query.size ? `?${query}` : ''}`;
  const headers = { ...(method === 'GET' ? {} : { 'if-match': '"1"' }), 'idempotency-key': `matrix-${asked++}`, ...(at.json ? { 'content-type': 'application/json' } : {}) };
  return client.request(method, url, body, headers);
}
/** What tells one answer from another: not the ids that were asked for, nor what was made, nor an order by ids. */
function told(got, ids) {
  const plain = (v) => {
    if (Array.isArray(v)) return v.map(plain).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    if (v && typeof v === 'object') return Object.fromEntries(Object.entries(v).filter(([key]) => key !== 'request_id' && key !== 'made_id').map(([key, x]) => [key, plain(x)]));
    return ids.includes(v) ? '…' : v;
  };
  return { status: got.status, type: got.type, text: got.body ? JSON.stringify(plain(got.body)) : got.text };
}
const name = ({ method, path }) => `${method} ${path}`;

const LIMITED = ['viewer', 'collector', 'manager', 'account', 'invoice', 'head', 'clerk', 'payer', 'support'];

/** Nothing of another customer may be in an answer for a limited one. */
function leaks(got) { return theirs.filter((customer) => got.text.includes(JSON.stringify(customer).slice(1, -1))); }

// -- who ----------------------------------------------------------------------------------

test('a route is for its own audience, and answers all others as nobody', async () => {
  const faults = [];
  for (const route of routes().filter((r) => !isOpen(r))) {
    const nobody = told(await ask(who.nobody, route, {}, bodyOf(route)), []);
    if (nobody.status !== 401) faults.push(`${name(route)}: ${nobody.status} for nobody`);
    for (const other of Object.keys(who).filter((key) => key !== 'nobody' && !audienceOf(route.path).includes(key))) {
      const got = told(await ask(who[other], route, {}, bodyOf(route)), []);
      try { assert.deepEqual(got, nobody); } catch { faults.push(`${name(route)} for ${other}: ${got.status} ${got.text.slice(0, 200)}`); }
    }
  }
  assert.deepEqual(faults, []);
});

test('what a role may not, it may not whatever it asks about', async () => {
  const faults = [];
  const allowed = new Set();
  for (const route of routes().filter(({ path }) => path.startsWith('/api/admin/v1/'))) {
    for (const role of ['viewer', 'collector', 'manager']) {
      const got = await ask(who[role], route, {}, bodyOf(route));
      if (got.status === 403) continue;
      allowed.add(`${role} ${name(route)}`);
    }
  }
  for (const route of routes().filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/v1/'))) {
    const got = await ask(who.reader, route, {}, bodyOf(route));
    if (got.status !== 403) faults.push(`${name(route)} for a client that may read: ${got.status}`);
  }
  assert.deepEqual(faults, []);
  assert.deepEqual([...allowed].sort(), []);
});

// what a person does to his own way in would end the session that asks
const OWN_WAY_IN = /\/(session|account)(\/|$)/;

for (const person of Object.keys(MAY)) {
  test(`what ${person} may write is what the table says, whatever it asks about`, async () => {
    const may = [], base = AUDIENCE.find(([, all]) => all.includes(person))[0];
    for (const route of routes().filter((r) => r.method !== 'GET' && !isOpen(r) && r.path.startsWith(base) && !OWN_WAY_IN.test(r.path))) {
      const got = await ask(who[person], route, {}, bodyOf(route));
      assert.notEqual(got.status, 401, name(route));
      if (got.status !== 403) may.push(name(route).replace(base, ''));
    }
    assert.deepEqual(may.sort(), MAY[person]);
  });
}

test('who is no longer let in is nobody to every route', async () => {
  const faults = [];
  for (const [what, client, kind, stranger = who.nobody] of await gone(stack, who.admin)) {
    for (const route of routes().filter((r) => !isOpen(r) && audienceOf(r.path).includes(kind))) {
      const [got, nobody] = [told(await ask(client, route, {}, bodyOf(route)), []), told(await ask(stranger, route, {}, bodyOf(route)), [])];
      if (got.status !== 401 || JSON.stringify(got) !== JSON.stringify(nobody)) faults.push(`${name(route)} for ${what}: ${got.status} ${got.text.slice(0, 200)}`);
    }
  }
  assert.deepEqual(faults, []);
});

// -- what ---------------------------------------------------------------------------------

/** The ways to fill the path's ids with another's, each beside an unknown one. */
function foreignPaths(route) {
  const parts = route.path.split('/');
  const params = parts.flatMap((part, at) => (/^\{\w*id\}$/.test(part) ? [{ param: part.slice(1, -1), kind: parts[at - 1] }] : []));
  return params.flatMap(({ param, kind }, at) => (foreign[kind] ?? []).map((id) => {
    // what stands before it is one's own where there is such a thing, and another's besides
    const before = Object.fromEntries(params.slice(0, at).map((p) => [p.param, p.kind === 'customers' ? OWN.customer : foreign[p.kind]?.[0]]));
    const behind = Object.fromEntries(params.slice(at + 1).map((p) => [p.param, foreign[p.kind]?.[0] ?? UNKNOWN]));
    return { kind, id, path: { ...before, ...behind, [param]: id }, unknown: { ...before, ...behind, [param]: UNKNOWN } };
  }));
}

const SHARED = {
  users: 'for admins alone', divisions: 'for admins alone', runs: 'for admins alone',
  team: 'colleagues are known to those who divide the work', 'note-templates': 'the company\'s own texts',
};

describe('ids in the path', () => {
  test('each is of a kind that this table knows, and there are some of each', () => {
    for (const { path } of routes()) {
      const parts = path.split('/');
      parts.forEach((part, at) => {
        if (/^\{\w*id\}$/.test(part) && !(parts[at - 1] in SHARED) && part !== '{version_id}') assert.ok(parts[at - 1] in OF_PATH, path);
      });
    }
    for (const [kind, ids] of Object.entries(foreign)) assert.ok(ids.length > 0, `there is no ${kind} of another's to ask for`);
  });

  for (const person of LIMITED) {
    test(`another's is not there for ${person}`, async () => {
      const faults = [];
      for (const route of routes().filter((r) => !isOpen(r) && audienceOf(r.path).includes(person))) {
        for (const { id, path, unknown } of foreignPaths(route)) {
          const body = bodyOf(route);
          const got = await ask(who[person], route, { path }, body);
          const nothing = await ask(who[person], route, { path: unknown }, body);
          const [one, other] = [told(got, [id]), told(nothing, [UNKNOWN])];
          if (![403, 404, 409, 412, 422].includes(one.status) || JSON.stringify(one) !== JSON.stringify(other)) {
            faults.push(`${name(route)} ${id}: ${one.status} ${one.text.slice(0, 160)} | unknown: ${other.status} ${other.text.slice(0, 160)}`);
          }
          if (leaks(got).length) faults.push(`${name(route)} ${id} tells of ${leaks(got)[0]}`);
        }
      }
      assert.deepEqual(faults, []);
    });
  }
});

// One of each audience: how an id is read is the same for all of it.
const READERS = ['manager', 'account', 'head'];

const readersOf = (route) => READERS.filter((person) => audienceOf(route.path).includes(person));

describe('an id in the path that is written in another way', () => {
  const forms = (id, own) => [`${own},${id}`, `${own}%2C${id}`, `[${id}]`, `${id}%20`, `%20${id}`, `0${id}`, `%2B${id}`, `${id}.0`, `${id}%00`, `${id};id=${own}`,
    `${own}%2F..%2F${id}`, `${id}%2F`, `${id}e0`, `0x${BigInt(id).toString(16)}`, `${id}?id=${own}`, `${own}?id=${id}`, `${own}?id[]=${id}`];
  for (const person of READERS) {
    test(`is none for ${person}`, async () => {
      const faults = [];
      for (const route of routes().filter((r) => !isOpen(r) && readersOf(r).includes(person))) {
        const [first] = foreignPaths(route);
        if (!first) continue;
        const param = Object.keys(first.path).find((key) => first.path[key] === first.id);
        const [theirs_, nothing] = [first.id, UNKNOWN].map((id) => forms(id, OWN.customer));
        for (const [at, form] of theirs_.entries()) {
          const got = await ask(who[person], route, { path: { ...first.path, [param]: form } }, bodyOf(route));
          const unknown = await ask(who[person], route, { path: { ...first.unknown, [param]: nothing[at] } }, bodyOf(route));
          if (![400, 403, 404, 405, 409, 412, 422].includes(got.status) || got.status !== unknown.status) faults.push(`${name(route)} ${form}: ${got.status} ${got.text.slice(0, 160)} | ${unknown.status}`);
          if (leaks(got).length) faults.push(`${name(route)} ${form} tells of ${leaks(got)[0]}`);
        }
      }
      assert.deepEqual(faults, []);
    });
  }
});

/** Medians of two that are asked in turn, each first every other time. */
async function pace(n, both, ready) {
  const took = [[], []];
  for (let i = 0; i < n; i++) {
    for (const at of [i % 2, 1 - (i % 2)]) {
      await ready?.();
      const start = performance.now();
      await both[at]();
      took[at].push(performance.now() - start);
    }
  }
  return took.map((all) => all.sort((a, b) => a - b)[all.length >> 1]);
}
/** How much longer the one takes than the other, in ms; 0: about as long. What one look suspects, longer looks have to confirm. */
async function slower(one_, other_, ready) {
  let by = 0;
  for (const n of [7, 21, 63]) {
    const [one, other] = await pace(n, [one_, other_], ready);
    const more_ = one - other;
    if (Math.abs(more_) < Math.max(2, Math.min(one, other) / 2) || by * more_ < 0) return 0;
    by = more_;
  }
  return by;
}

describe('how long an answer takes', () => {
  test('tells what takes longer', async () => {
    const wait = (ms) => () => new Promise((ok) => setTimeout(ok, ms));
    assert.ok(await slower(wait(60), wait(20)) > 20);
    assert.equal(await slower(wait(20), wait(20)), 0);
  });
  test('tells nobody who has a way in', async () => {
    const faults = [];
    for (const [path, email, proof] of [
      ['/api/portal/v1/session', 'head@own.example', { password: 'not the password' }],
      ['/api/portal/v1/session', 'head@own.example', { mail_code: '1234 5678' }],
      ['/api/portal/v1/sign-in-codes', 'head@own.example', {}],
      ['/api/collector/v1/session', 'collector@own.example', { password: 'not the password' }],
      ['/api/collector/v1/password-resets', 'collector@own.example', {}],
    ]) {
      const [known, unknown] = [email, 'nobody@own.example'].map((one) => () => who.nobody.request('POST', path, { email: one, ...proof }));
      await forget(stack);
      assert.equal((await known()).status, (await unknown()).status);
      const by = await slower(known, unknown, () => forget(stack));
      if (by) faults.push(`POST ${path} ${Object.keys(proof)}: ${by} ms`);
    }
    assert.deepEqual(faults, []);
  });
  for (const person of READERS) {
    test(`does not tell ${person} what is there`, async () => {
      const faults = [];
      for (const route of routes().filter((r) => !isOpen(r) && readersOf(r).includes(person))) {
        const [first] = foreignPaths(route);
        if (!first) continue;
        const [theirs_, nothing] = [first.path, first.unknown].map((path) => () => ask(who[person], route, { path }, bodyOf(route)));
        const by = await slower(theirs_, nothing);
        if (by) faults.push(`${name(route)} ${first.id}: ${by} ms`);
      }
      assert.deepEqual(faults, []);
    });
  }
});

describe('ids in the query', () => {
  for (const person of LIMITED) {
    test(`another's narrows nothing and widens nothing for ${person}`, async () => {
      const faults = [];
      for (const route of routes().filter((r) => r.method === 'GET' && !isOpen(r) && audienceOf(r.path).includes(person))) {
        const path = { id: OWN.customer };
        const plain = await ask(who[person], route, { path });
        if (leaks(plain).length) faults.push(`${name(route)} tells of ${leaks(plain)[0]}`);
        for (const param of (route.op.parameters ?? []).filter((p) => p.in === 'query' && isId(p.name)).map((p) => p.name)) {
          if (param in COMPANYS) continue;
          const [kind, own] = OF_NAME[param] ?? assert.fail(`${name(route)}: ${param} is unknown to this table`);
          for (const id of foreign[kind]) {
            const got = await ask(who[person], route, { path, query: [[param, id]] });
            const nothing = await ask(who[person], route, { path, query: [[param, UNKNOWN]] });
            const [one, other] = [told(got, [id]), told(nothing, [UNKNOWN])];
            if (JSON.stringify(one) !== JSON.stringify(other)) faults.push(`${name(route)} ${param}=${id}: ${one.status} ${one.text.slice(0, 200)} | ${other.status} ${other.text.slice(0, 200)}`);
            for (const query of [[[param, own], [param, id]], [[`${param}[]`, id]], [[`${param}[0]`, id]]]) {
              const odd = await ask(who[person], route, { path, query, repeat: true });
              if (odd.status !== 400 && odd.status !== 403) faults.push(`${name(route)} ${query.join('&')}: ${odd.status}`);
            }
          }
        }
      }
      assert.deepEqual(faults, []);
    });
  }
});

/** Every place of an id in a body: how to set it, and its name. */
function placesOf(value, at = []) {
  if (!value || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, v]) => {
    const here = [...at, key];
    if (!Array.isArray(value) && isId(key)) return [{ key, at: here, list: Array.isArray(v) }];
    return placesOf(v, here);
  });
}
function withId(body, { at, list }, id, own) {
  const copy = structuredClone(body);
  const last = at.slice(0, -1).reduce((o, k) => o[k], copy);
  last[at.at(-1)] = list ? [...own, id] : id;
  return copy;
}

describe('ids in the body', () => {
  const taken = new Set();

  for (const person of LIMITED) {
    test(`another's is not there for ${person}`, async () => {
      const faults = [];
      for (const route of routes().filter((r) => r.method !== 'GET' && !isOpen(r) && bodySchema(r) && audienceOf(r.path).includes(person))) {
        const body = { ...example(contract.doc, bodySchema(route)), ...BESIDES[name(route)] };
        const path = { id: /\/(items|invoices)\/\{id\}/.test(route.path) ? OWN.asked : OWN.customer };
        for (const place of placesOf(body)) {
          if (place.key in COMPANYS || (place.key === 'owner_id' && /dispute/.test(route.path))) continue;
          const [kind, own] = OF_NAME[place.key] ?? assert.fail(`${name(route)}: ${place.key} is unknown to this table`);
          const alone = { ...body };
          for (const other of placesOf(body)) if (other.at.length === 1 && other.key !== place.key && !required(route, other.key)) delete alone[other.key];
          for (const before of place.list && own !== UNKNOWN ? [[], [own]] : [[]]) {
            for (const id of foreign[kind]) {
              const got = await ask(who[person], route, { path }, withId(alone, place, id, before));
              const nothing = await ask(who[person], route, { path }, withId(alone, place, UNKNOWN, before));
              const [one, other] = [told(got, [id]), told(nothing, [UNKNOWN])];
              if (JSON.stringify(one) !== JSON.stringify(other)) faults.push(`${name(route)} ${place.at.join('/')}=${id}: ${one.status} ${one.text.slice(0, 200)} | ${other.status} ${other.text.slice(0, 200)}`);
              if (leaks(got).length) faults.push(`${name(route)} ${place.key}=${id} tells of ${leaks(got)[0]}`);
            }
          }
          if (own !== UNKNOWN && (await ask(who[person], route, { path }, withId(alone, place, own, []))).status < 300) taken.add(name(route));
        }
      }
      assert.deepEqual(faults, []);
    });
  }

  // else the answers above might be alike for another reason
  test('one\'s own is taken in the same place', () => assert.ok(taken.size >= 18, [...taken].join('\n')));
});

/** The same body with an id of another's where and how none is expected; as text, for a member twice is no object. */
function oddly(body, place, id, own) {
  const set = (value) => {
    const copy = structuredClone(body);
    place.at.slice(0, -1).reduce((o, k) => o[k], copy)[place.at.at(-1)] = value;
    return copy;
  };
  const forms = place.list ? [id, [[id]], [own, [id]], { 0: id }, [{ id }], [Number(id)], `${own},${id}`]
    : [[id], [own, id], { id }, { $ne: id }, Number(id), ` ${id}`, `0${id}`, `${own},${id}`, true];
  const twice = JSON.stringify(set('@@')).replace(`"${place.key}":"@@"`, `"${place.key}":${JSON.stringify(place.list ? [own] : own)},"${place.key}":${JSON.stringify(place.list ? [id] : id)}`);
  return [...forms.map((value) => JSON.stringify(set(value))), twice];
}

describe('an id in the body in another form', () => {
  for (const person of READERS) {
    test(`is none for ${person}`, async () => {
      const faults = [];
      for (const route of routes().filter((r) => r.method !== 'GET' && !isOpen(r) && bodySchema(r) && readersOf(r).includes(person))) {
        const body = { ...example(contract.doc, bodySchema(route)), ...BESIDES[name(route)] };
        const path = { id: /\/(items|invoices)\/\{id\}/.test(route.path) ? OWN.asked : OWN.customer };
        for (const place of placesOf(body).filter(({ key }) => key in OF_NAME)) {
          const [kind, own] = OF_NAME[place.key];
          const [theirs_, nothing] = [foreign[kind][0], UNKNOWN].map((id) => oddly(body, place, id, own));
          for (const [at, text] of theirs_.entries()) {
            const got = await ask(who[person], route, { path, json: true }, text);
            const unknown = await ask(who[person], route, { path, json: true }, nothing[at]);
            if (got.status < 400 || got.status >= 500 || got.status !== unknown.status) faults.push(`${name(route)} ${text.slice(0, 200)}: ${got.status} ${got.text.slice(0, 160)} | ${unknown.status}`);
            if (leaks(got).length) faults.push(`${name(route)} ${text.slice(0, 200)} tells of ${leaks(got)[0]}`);
          }
        }
      }
      assert.deepEqual(faults, []);
    });
  }
});

function required(route, member) {
  const schema = bodySchema(route);
  const whole = schema.$ref ? schema.$ref.slice(2).split('/').reduce((o, k) => o[k], contract.doc) : schema;
  return (whole.required ?? []).includes(member);
}

test('nothing was changed by all that asking', async () => {
  const rows = await stack.sql(`SELECT action, object_kind, object_id, customer_id FROM audit_event
    WHERE actor_kind = 'user' AND customer_id <> ${OWN.customer} AND actor_id IN (SELECT id FROM user WHERE email LIKE '%@own.example')`);
  assert.deepEqual(rows, []);
});
