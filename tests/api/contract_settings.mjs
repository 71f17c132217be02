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
