// What users and settings answer, for the contract.
import assert from 'node:assert/strict';
import { totp } from '../harness/http.mjs';

export async function ownWayIn({ stack, contract, admin }) {
  const email = 'own@example.com';
  const made = await admin.must(201, 'POST', '/api/admin/v1/users', { email, name: 'Own', role: 'collector' });
  const nobody = contract.watch(stack.client());
  await nobody.must(204, 'POST', '/password-resets', { email });
  assert.equal((await stack.dunlin('deliver')).code, 0);
  const [, token] = /\/app\/reset#([\w-]{43})/.exec(stack.mails().find((m) => m.to.includes(email)).text);
  await nobody.must(200, 'POST', '/password-resets/look', { token });
  await nobody.must(404, 'POST', '/password-resets/look', { token: 'x' });
  await nobody.must(204, 'POST', '/password-resets/use', { token, password: 'a passphrase for now' });
  const me = contract.watch(await stack.login({ email, password: 'a passphrase for now' }));
  const { sessions } = await me.must(200, 'GET', '/account');
  await me.must(204, 'PUT', '/account/password', { old_password: 'a passphrase for now', password: made.password });
  await me.must(204, 'PUT', '/account/language', { language: 'fr' });
  const { totp_secret: secret } = await me.must(200, 'POST', '/account/second-factor', {});
  await me.must(403, 'POST', '/account/second-factor/confirm', { code: '000000' });
  const { codes } = await me.must(200, 'POST', '/account/second-factor/confirm', { code: totp(secret, Date.now()) });
  const { codes: next } = await me.must(200, 'POST', '/account/recovery-codes', { code: codes[0] });
  await me.must(204, 'POST', '/account/second-factor/remove', { password: made.password, code: next[0] });
  await me.must(204, 'DELETE', '/account/sessions');
  await me.must(204, 'DELETE', `/account/sessions/${sessions[0].session}`);
}

const admin1 = '/api/admin/v1';

export async function company({ stack, admin }) {
  await admin.must(200, 'GET', `${admin1}/overview`);
  const { role } = await admin.must(201, 'POST', `${admin1}/roles`, { name: 'Night shift', rights: ['work'] });
  await admin.must(204, 'PUT', `${admin1}/roles/${role}`, { name: 'Night shift', rights: ['work', 'send'] });
  await admin.must(200, 'GET', `${admin1}/roles`);
  await admin.must(204, 'DELETE', `${admin1}/roles/${role}`);
  const { rows } = await admin.must(200, 'GET', `${admin1}/users`);
  const user = rows.find((u) => u.email === 'own@example.com');
  const renewed = await admin.must(200, 'POST', `${admin1}/users/${user.id}/password`);
  await stack.login({ email: user.email, password: renewed.password });
  const { sessions: [open] } = await admin.must(200, 'GET', `${admin1}/users/${user.id}/sessions`);
  await admin.must(204, 'DELETE', `${admin1}/users/${user.id}/sessions/${open.session}`);
  await admin.must(404, 'DELETE', `${admin1}/users/${user.id}/sessions/${'0'.repeat(64)}`);
  await admin.must(204, 'DELETE', `${admin1}/users/${user.id}/sessions`);
  await admin.must(204, 'DELETE', `${admin1}/users/${user.id}/second-factor`);
  await admin.must(200, 'GET', `${admin1}/settings`);
  await admin.must(204, 'PUT', `${admin1}/settings`, { values: { 'company.footer': 'Registered in Kiel' } });
  await admin.must(422, 'PUT', `${admin1}/settings`, { values: { 'company.iban': 'DE00' } });
  await admin.must(200, 'GET', `${admin1}/settings/company.footer/versions`);
  await admin.must(404, 'GET', `${admin1}/settings/none/versions`);
  const division = { name: 'North', country: 'DE', time_zone: 'Europe/Berlin', currency: 'EUR', cash_authority: 'erp' };
  const { id } = await admin.must(201, 'POST', `${admin1}/divisions`, { ...division, code: 'NORTH' });
  await admin.must(409, 'POST', `${admin1}/divisions`, { ...division, code: 'NORTH' });
  await admin.must(200, 'PUT', `${admin1}/divisions/${id}`, { ...division, region: 'SH' });
  await admin.must(200, 'GET', `${admin1}/divisions`);
  await admin.must(204, 'PUT', `${admin1}/fx-rates`, { base: 'NOK', quote: 'EUR', on: '2026-03-01', rate: '0.0871' });
  await admin.must(200, 'GET', `${admin1}/fx-rates?limit=5`);
  const file = 'date,base,quote,rate\n2026-03-02,NOK,EUR,0.0872\n2026-03-02,ZZZ,EUR,1\n';
  await admin.must(200, 'POST', `${admin1}/fx-rates/import`, file, { 'content-type': 'text/csv' });
}

export async function upkeep({ stack, contract, staff, manager }) {
  const [{ id, customer_id: customer, currency }] = await stack.sql(`SELECT id, customer_id, currency FROM item
    WHERE side = 'credit' AND is_open = 1 AND open_minor > 1000 AND status = 'posted' LIMIT 1`);
  const at = `/customers/${customer}`;
  await manager.must(204, 'PUT', '/cash-targets', { division: 'DE', currency: 'EUR', from: '2026-03-01', period: 'month', amount: '1000.00' });
  for (const path of ['cash-targets', 'insights/forecast-health', 'insights/forecast-weeks', 'insights/forecast-models']) await staff.must(200, 'GET', `/${path}`);
  await staff.must(200, 'GET', `${at}/status`);
  await staff.must(204, 'PUT', `${at}/status`, { status: 'active', kind: 'public_body', reason: 'a school' });
  await staff.must(204, 'DELETE', `${at}/status`);
  const ask = { kind: 'tax_form', body: 'Your tax form, please.', due_on: '2026-03-20' };
  const request = await staff.must(201, 'POST', `${at}/document-requests`, ask);
  const other = await staff.must(201, 'POST', `${at}/document-requests`, ask);
  await staff.must(200, 'POST', `/document-requests/${other.id}/withdraw`, {});
  const link = await staff.must(201, 'POST', `${at}/portal-links`, { scope: 'account' });
  const portal = contract.watch(await stack.portal(link.url));
  await portal.must(200, 'GET', '/document-requests');
  const [invoice] = (await portal.must(200, 'GET', '/invoices')).rows;
  const dispute = await portal.must(201, 'POST', `/invoices/${invoice.id}/disputes`, { amount: currency === 'JPY' ? '1' : '1.00', reason_code: 'price' });
  await portal.must(201, 'POST', `/disputes/${dispute.id}/files?file_name=offer.pdf`, Buffer.from('%PDF-1.4\n%%EOF\n'), { 'content-type': 'application/pdf' });
  await portal.must(200, 'GET', '/disputes');
  await portal.must(200, 'GET', '/dispute-reasons?language=fr');
  await portal.must(200, 'POST', `/disputes/${dispute.id}/withdraw`, {});
  await portal.post('/promises', { invoice_ids: [invoice.id], promised_on: '2026-03-05' });
  await portal.must(201, 'POST', `/document-requests/${request.id}/files?file_name=form.pdf`, Buffer.from('%PDF-1.4\n%%EOF\n'), { 'content-type': 'application/pdf' });
  await portal.must(200, 'POST', `/document-requests/${request.id}/answer`, { body: 'Here it is.' });
  await staff.must(200, 'POST', `/document-requests/${request.id}/ask-again`, { body: 'Signed, please.', due_on: '2026-03-25' });
  await portal.must(200, 'POST', `/document-requests/${request.id}/answer`, { body: 'Here it is.' });
  await staff.must(200, 'POST', `/document-requests/${request.id}/accept`, {});
  await staff.must(200, 'GET', `${at}/document-requests`);
  const made = await staff.must(201, 'POST', `/items/${id}/refunds`, { amount: currency === 'JPY' ? '1' : '1.00', reason: 'asked for it back' });
  await manager.must(200, 'POST', `/refunds/${made.id}/reverse`, { reason: 'sent back' });
  await stack.mysql("INSERT INTO setting (name, known_from, value) VALUES ('refund_approval_limit', '2026-01-01', '\"0\"')");
  const waiting = await staff.must(201, 'POST', `/items/${id}/refunds`, { amount: currency === 'JPY' ? '1' : '1.00', reason: 'again' });
  await manager.must(200, 'POST', `/refunds/${waiting.id}/decide`, { agree: false, note: 'no' });
  await staff.must(200, 'GET', `/refunds?customer_id=${customer}`);
}
