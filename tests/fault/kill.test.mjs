// Whatever is killed whenever: each message that is due goes out exactly once, or is held
// as uncertain with a task for a person. KILLS is how often (200 for a long run), SEED
// repeats a run.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../harness/stack.mjs';
import { Mailing } from '../api/mailing.mjs';

const KILLS = Number(process.env.KILLS ?? 9);
const SEED = Number(process.env.SEED ?? Date.now() % 1e6);
const VICTIMS = ['worker', 'worker', 'mariadb', 'web'];
let post;

/** Small and repeatable. */
function random(seed) {
  let x = seed >>> 0 || 1;
  return (below) => {
    x ^= x << 13; x >>>= 0; x ^= x >>> 17; x ^= x << 5; x >>>= 0;
    return x % below;
  };
}

before(async () => { post = await Mailing.start(); });
after(() => post?.stop());
beforeEach(() => post.fresh());

const states = async () => Object.fromEntries((await post.stack.sql('SELECT state, COUNT(*) AS n FROM outbox GROUP BY state')).map((r) => [r.state, Number(r.n)]));

/** The leases of the dead run out, without waiting for the clock on the wall; nobody is at work. */
async function runOut() {
  assert.ok(!post.stack.children.has('worker'));
  await post.stack.mysql(`UPDATE outbox SET lease_until = '2020-01-01' WHERE state IN ('claimed', 'sending');
    UPDATE outbox SET retry_at = NULL WHERE state = 'planned';`);
}

/** A worker at work until nothing is due any more. */
async function settle() {
  await post.stack.kill('worker', 'SIGKILL');
  await runOut();
  await post.stack.spawn('worker');
  await until(async () => {
    const [left] = await post.stack.sql(`SELECT (SELECT COUNT(*) FROM case_state WHERE next_at < '2026-03-04 09:00:01') +
      (SELECT COUNT(*) FROM outbox WHERE state IN ('planned', 'claimed', 'sending')) AS n`);
    return left.n === '0';
  }, { ms: 60000, every: 100, name: 'nothing left to do' });
  await post.stack.kill('worker');
}

const seenBy = (n) => post.sink.seen.filter((m) => m.envelope[0] === `pay${n}@debtor.example`);
const kept = (n) => post.sink.messages.filter((m) => m.envelope[0] === `pay${n}@debtor.example`);

test('uncertain_is_never_sent_again', async () => {
  const c = await post.owe(1);
  let died;
  const dying = new Promise((ok) => { died = ok; });
  post.sink.answer = (verb) => {
    if (verb !== '.') return undefined;
    died(post.stack.kill('worker', 'SIGKILL'));
    return dying.then(() => null);
  };
  await post.stack.spawn('worker');
  await dying;
  assert.equal((await post.outbox(c))[0].state, 'sending');
  post.sink.answer = () => undefined;
  await settle();
  const [m] = await post.outbox(c);
  assert.equal(m.state, 'uncertain');
  assert.deepEqual((await post.tasks(c)).map((t) => [t.kind, t.dedup_key, t.state]), [['uncertain_mail', `uncertain:${m.id}`, 'open']]);
  for (let day = 0; day < 3; day++) {
    post.stack.clock.advance({ days: 1 });
    await post.touch(c);
    await post.evaluate();
    await post.deliver();
  }
  post.stack.clock.set('2026-03-04T09:00:00Z');
  assert.equal(seenBy(1).length, 1);
  assert.equal((await post.outbox(c)).length, 1);
});

test('a_claim_that_died_is_taken_again', async () => {
  const cases = [await post.owe(2), await post.owe(3)];
  await post.evaluate();
  let reached;
  const first = new Promise((ok) => { reached = ok; });
  post.sink.answer = (verb) => {
    if (verb !== 'MAIL') return undefined;
    reached();
    return new Promise(() => {});
  };
  await post.stack.spawn('worker');
  await first;
  await post.stack.kill('worker', 'SIGKILL');
  const before = await Promise.all(cases.map(async (c) => (await post.outbox(c))[0].state));
  assert.deepEqual([...before].sort(), ['claimed', 'sending']);
  post.sink.answer = () => undefined;
  await settle();
  const afterwards = await Promise.all(cases.map(async (c) => (await post.outbox(c))[0].state));
  assert.equal(afterwards[before.indexOf('claimed')], 'handed_over');
  assert.equal(afterwards[before.indexOf('sending')], 'uncertain', 'what was on its way may be there');
  assert.equal(post.sink.seen.length, 1);
});

/** The mails of customers from that number on; a hand is who claimed one. */
const mailsFrom = (n) => post.stack.sql(`SELECT case_id, id, state, claimed_by FROM outbox WHERE case_id > ${n * 100}`);
const byHand = (mails, state) => {
  const hands = new Map();
  for (const m of mails) if (m.state === state) hands.set(m.claimed_by, (hands.get(m.claimed_by) ?? 0) + 1);
  return [...hands.values()];
};

test('several hands send a backlog, each message once', async () => {
  const count = 150, from = 3000, { connections } = post.sink;
  await post.oweMany(from, count);
  await post.evaluate();
  const got = await post.deliver();
  assert.deepEqual([got.handed_over, got.cancelled, got.later, got.uncertain], [count, 0, 0, 0]);
  const hands = byHand(await mailsFrom(from), 'handed_over').length;
  assert.ok(hands >= 2 && hands <= 4, `${hands} hands`);
  assert.deepEqual(post.sink.messages.map((m) => m.envelope.join()).sort(), Array.from({ length: count }, (_, i) => `pay${from + i}@debtor.example`));
  assert.equal(post.sink.connections - connections, 1, 'over one connection');
});

test('killed in a backlog, each hand leaves at most one message in doubt', async () => {
  const count = 150, from = 4000;
  await post.oweMany(from, count);
  await post.evaluate();
  let died, data = 0;
  const dying = new Promise((ok) => { died = ok; });
  post.sink.answer = (verb) => {
    if (verb !== '.' || ++data < 70) return undefined;
    died(post.stack.kill('worker', 'SIGKILL'));
    return dying.then(() => null);
  };
  await post.stack.spawn('worker');
  await dying;
  const left = await mailsFrom(from), sending = byHand(left, 'sending');
  assert.ok(byHand(left, 'claimed').length >= 2, 'several hands were at work');
  assert.ok(sending.length >= 1 && sending.length <= 4 && sending.every((n) => n === 1), `${sending}`);
  post.sink.answer = () => undefined;
  await settle();
  const mails = await mailsFrom(from);
  assert.equal(mails.length, count);
  const asked = new Set((await post.stack.sql("SELECT dedup_key FROM follow_up WHERE state = 'open'")).map((t) => t.dedup_key));
  for (const m of mails) {
    const n = Math.floor(m.case_id / 100);
    if (m.state === 'handed_over') {
      assert.deepEqual([seenBy(n).length, kept(n).length], [1, 1], `${n}: handed over`);
    } else {
      assert.equal(m.state, 'uncertain');
      assert.ok(seenBy(n).length <= 1, `${n} was sent twice`);
      assert.ok(asked.has(`uncertain:${m.id}`), `${n}: nobody is asked`);
    }
  }
  assert.equal(byHand(mails, 'uncertain').reduce((sum, n) => sum + n, 0), sending.length);
});

test(`each due message once, or uncertain with a task, through ${KILLS} kills (seed ${SEED})`, async () => {
  const pick = random(SEED);
  const customers = new Map();
  let next = 1000;
  // a server that takes its time, and now and then refuses or hangs up
  post.sink.answer = async (verb) => {
    if (pick(3) === 0) await sleep(pick(30));
    const fate = pick(400);
    if (fate === 0) return null;
    if (fate === 1 && verb !== 'EHLO') return '451 4.3.0 busy';
    return undefined;
  };
  const pay = async (n) => {
    const c = customers.get(n);
    try {
      await post.pay(c, 5000000 + n * 10, 100000);
      c.paid = true;
    } catch (e) {
      if (!/ERROR (2002|2013|2006)|Lost connection|server has gone/.test(e.message)) throw e;
      c.perhaps = true; // the server died in it
    }
  };
  await post.stack.spawn('worker');
  for (let k = 0; k < KILLS; k++) {
    for (let i = 0; i < 6; i++) {
      const n = next++;
      customers.set(n, await post.owe(n));
    }
    const victim = VICTIMS[pick(VICTIMS.length)];
    const paying = sleep(pick(600)).then(() => pay(next - 1 - pick(6)));
    await sleep(pick(700));
    await post.stack.kill(victim, 'SIGKILL');
    if (pick(2)) await sleep(pick(300));
    await paying;
    await post.stack.spawn(victim);
    if (victim === 'web') await post.stack.ready();
    if (pick(3) === 0) {
      await post.stack.kill('worker', 'SIGKILL');
      await runOut();
      await post.stack.spawn('worker');
    }
  }
  post.sink.answer = () => undefined;
  await settle();
  await settle();

  const count = { handed_over: 0, uncertain: 0, cancelled: 0, none: 0 };
  for (const [n, c] of customers) {
    const rows = await post.outbox(c);
    const standing = rows.filter((r) => r.state !== 'cancelled');
    assert.ok(standing.length <= 1, `${n}: two messages for one step`);
    for (const r of rows.filter((x) => x.state === 'cancelled')) {
      assert.ok(c.paid || c.perhaps, `${n}: ${r.reason} without a payment`);
      assert.equal(r.reason, 'settled');
    }
    const [m] = standing;
    if (!m) {
      assert.ok(c.paid || c.perhaps, `${n}: never written to`);
      assert.equal(seenBy(n).length, 0, `${n}: sent and cancelled`);
      count[rows.length ? 'cancelled' : 'none']++;
      continue;
    }
    count[m.state]++;
    if (m.state === 'handed_over') {
      assert.equal(kept(n).length, 1, `${n}: handed over, and ${kept(n).length} arrived`);
      const ids = new Set(seenBy(n).map((s) => s.messageId));
      assert.deepEqual([...ids], [m.message_id]);
      assert.equal((await post.lines(c)).filter((l) => l.void_id === '0' && l.handed_on).length, 1);
    } else {
      assert.equal(m.state, 'uncertain', `${n}: ${m.state} ${m.reason}`);
      assert.ok(kept(n).length <= 1);
      assert.ok((await post.tasks(c)).some((t) => t.dedup_key === `uncertain:${m.id}` && t.state === 'open'), `${n}: nobody is asked`);
    }
  }
  assert.ok(count.handed_over > customers.size / 3, JSON.stringify(count));
  const checks = await post.stack.dunlin('check-sql', '--data');
  assert.equal(checks.code, 0, checks.out + checks.err);
  assert.deepEqual(await states().then((s) => ['planned', 'claimed', 'sending', 'failed'].filter((x) => s[x])), []);
});
