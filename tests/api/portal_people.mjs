// People at customers: invited by staff, or by a customer's own admin; coming in by what the
// mail holds.
import assert from 'node:assert/strict';

export const PASSWORD = 'a long password for the portal';
export const forget = (stack) => stack.mysql('DELETE FROM login_attempt');
export const slug = (got) => got.body?.type?.replace('/problems/', '');
export const deliver = async (stack) => assert.equal((await stack.dunlin('deliver')).code, 0);

/** The newest mail to somebody. */
export const mailTo = (stack, email) => stack.mails().filter((m) => m.to.includes(email)).sort((a, b) => a.name < b.name ? -1 : 1);

/** What the mails to somebody hold, each found once, the oldest first. */
const found = (stack, email, pattern) => [...new Set(mailTo(stack, email).flatMap((m) => [...m.text.matchAll(pattern)].map(([, x]) => x)))];

const seen = new WeakMap();
/** The one that was not there before. */
async function fresh(stack, email, pattern) {
  await deliver(stack);
  const known = seen.get(stack) ?? seen.set(stack, new Set()).get(stack);
  const [one, ...more] = found(stack, email, pattern).filter((x) => !known.has(`${email} ${x}`));
  assert.ok(one, `nothing new came to ${email}`);
  assert.equal(more.length, 0);
  known.add(`${email} ${one}`);
  return one;
}

const CODE = /^(\d{4} \d{4})$/gm;

export const invitationTo = (stack, email) => fresh(stack, email, /\/portal\/invitation#([\w-]{43})/g);

/** Asks for a code by mail and takes it out of it. */
export async function codeFor(stack, email) {
  await forget(stack);
  await deliver(stack);
  const known = seen.get(stack) ?? seen.set(stack, new Set()).get(stack);
  for (const old of found(stack, email, CODE)) known.add(`${email} ${old}`);
  assert.equal((await stack.client('/api/portal/v1').post('/sign-in-codes', { email })).status, 204);
  return fresh(stack, email, CODE);
}

/** Signed in: {mail_code} or {password}, with the code of a second factor. */
export async function signIn(stack, email, proof) {
  const client = stack.client('/api/portal/v1');
  client.csrf = (await client.must(200, 'POST', '/session', { email, ...proof })).csrf;
  return client;
}

export const byCode = async (stack, email) => signIn(stack, email, { mail_code: await codeFor(stack, email) });

/** Invited by staff and come in; somebody with an account signs in by a code. */
export async function member(stack, staff, customer, email, role = 'admin', more = {}) {
  await staff.must(201, 'POST', `/customers/${customer}/portal-invitations`, { email, name: email.split('@')[0], role, ...more });
  const client = stack.client('/api/portal/v1');
  const got = await client.must(200, 'POST', '/invitations/accept', { token: await invitationTo(stack, email) });
  if (!got.csrf) return byCode(stack, email);
  client.csrf = got.csrf;
  return client;
}
