// The contract of people at customers: their way in, who they are, who looks.
import assert from 'node:assert/strict';
import { totp } from '../harness/http.mjs';
import { Passkey } from '../harness/passkey.mjs';
import { codeFor, invitationTo, PASSWORD } from './portal_people.mjs';

/** Invited, come in, and with a session of one's own. */
async function comeIn({ stack, contract, staff, customer, email }) {
  const nobody = contract.watch(stack.client('/api/portal/v1'));
  await staff.must(201, 'POST', `/customers/${customer}/portal-invitations`, { email, name: 'Ann Example', role: 'admin' });
  const token = await invitationTo(stack, email);
  await nobody.must(200, 'POST', '/invitations/look', { token });
  nobody.csrf = (await nobody.must(200, 'POST', '/invitations/accept', { token })).csrf;
  return nobody;
}

async function ownWayIn({ stack, contract, me, email, customer }) {
  await me.must(204, 'PUT', '/account', { name: 'Ann', phone: '1', language: 'de' });
  await me.must(204, 'PUT', '/account/notices', { gets: ['billing', 'statement'] });
  await me.must(200, 'GET', '/account/notices');
  await me.must(204, 'PUT', '/account/password', { password: PASSWORD });
  const { totp_secret: secret } = await me.must(200, 'POST', '/account/second-factor', {});
  const { codes } = await me.must(200, 'POST', '/account/second-factor/confirm', { code: totp(secret, Date.now()) });
  const { codes: next } = await me.must(200, 'POST', '/account/recovery-codes', { code: codes[0] });
  await me.must(204, 'POST', '/account/second-factor/remove', { password: PASSWORD, code: next[0] });
  const key = new Passkey(stack.url);
  const { challenge } = await me.must(200, 'POST', '/account/passkeys/challenge');
  const made = await me.must(201, 'POST', '/account/passkeys', { name: 'Key', ...key.create(challenge) });
  await me.must(204, 'PUT', '/account/passkey-needed', { needed: true });
  const other = contract.watch(stack.client('/api/portal/v1'));
  const asked = await other.must(200, 'POST', '/passkeys/challenge');
  other.csrf = (await other.must(200, 'POST', '/session/passkey', key.get(asked.challenge))).csrf;
  await me.must(204, 'PUT', '/account/passkey-needed', { needed: false });
  await me.must(204, 'DELETE', `/account/passkeys/${made.id}`);
  await other.must(401, 'GET', '/account');
  await other.must(200, 'POST', '/session', { email, mail_code: await codeFor(stack, email) });
  const { sessions } = await me.must(200, 'GET', '/account');
  await me.must(204, 'DELETE', `/account/sessions/${sessions.find((s) => !s.this).session}`);
  await me.must(204, 'DELETE', '/account/sessions');
  await me.must(204, 'POST', '/session/customer', { customer_id: customer });
}

export async function people({ stack, contract, staff, customer }) {
  const email = 'ann.portal@example.org', at = `/customers/${customer}`;
  const me = await comeIn({ stack, contract, staff, customer, email });
  const asked = contract.watch(stack.client('/api/portal/v1'));
  await asked.must(204, 'POST', '/sign-in-codes', { email: 'nobody@example.org' });
  await me.must(200, 'GET', '/session');
  await ownWayIn({ stack, contract, me, email, customer });
  const waiting = await me.must(201, 'POST', '/people/invitations', { email: 'bob.portal@example.org', name: 'Bob', role: 'viewer' });
  const bob = contract.watch(stack.client('/api/portal/v1'));
  await bob.must(200, 'POST', '/invitations/accept', { token: await invitationTo(stack, 'bob.portal@example.org'), name: 'Bob' });
  const { people: all } = await me.must(200, 'GET', '/people');
  const { id } = all.find((p) => !p.you);
  await me.must(204, 'PUT', `/people/${id}`, { role: 'payer' });
  await staff.must(200, 'GET', `${at}/portal-people`);
  await staff.must(204, 'PUT', `${at}/portal-people/${id}`, { role: 'admin' });
  const view = contract.watch(stack.client('/api/portal/v1'));
  await staff.must(200, 'POST', `${at}/portal-view`, { person_id: id });
  view.cookies.set('dunlin_portal', staff.cookies.get('dunlin_portal'));
  staff.cookies.delete('dunlin_portal');
  await view.must(200, 'GET', '/session');
  await me.must(200, 'GET', '/session');
  const [invoice] = (await me.must(200, 'GET', '/invoices')).rows;
  const note = await me.must(201, 'POST', `/invoices/${invoice.id}/notes`, { body: 'With Ms Lee', client_key: 'n1' });
  assert.equal((await me.must(200, 'GET', `/invoices/${invoice.id}/notes`)).rows.length, 1);
  assert.equal((await staff.must(200, 'GET', `${at}/invoice-notes`)).rows.length, 1);
  await me.must(204, 'DELETE', `/invoices/${invoice.id}/notes/${note.id}`);
  await me.must(200, 'GET', '/support');
  await me.must(204, 'DELETE', `/people/${id}`);
  await me.must(404, 'DELETE', `/people/invitations/${waiting.id}`);
  const more = async (name) => (await me.must(201, 'POST', '/people/invitations', { email: `${name}@example.org`, name, role: 'viewer' })).id;
  await me.must(204, 'DELETE', `/people/invitations/${await more('cleo.portal')}`);
  await staff.must(204, 'DELETE', `${at}/portal-invitations/${await more('dan.portal')}`);
  const [contact] = (await me.must(200, 'GET', '/contacts')).rows;
  await me.must(201, 'POST', '/contacts', { name: 'Books', email: 'books.portal@example.org', roles: ['billing'] });
  await me.must(200, 'PUT', `/contacts/${contact.id}`, { name: contact.name, email: contact.email, roles: contact.roles });
  const mine = all.find((p) => p.you).id;
  await staff.must(204, 'DELETE', `${at}/portal-people/${mine}`);
  await me.must(401, 'GET', '/session');
}
