/* Asks the browser for a passkey: a new one, or one to sign in with. */
import type { PasskeyQuestion } from '$core/api-types';

const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));

const text = (buffer: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

export const hasPasskeys = (): boolean => 'PublicKeyCredential' in window;

/** Null: the person, or the browser, did not go on. */
async function ask<T extends AuthenticatorResponse>(
  what: Promise<Credential | null>,
): Promise<{ id: ArrayBuffer; response: T } | null> {
  try {
    const got = (await what) as PublicKeyCredential | null;
    return got && { id: got.rawId, response: got.response as T };
  } catch {
    return null;
  }
}

export async function newPasskey(question: PasskeyQuestion, person: { email: string; name: string }) {
  const got = await ask<AuthenticatorAttestationResponse>(
    navigator.credentials.create({
      publicKey: {
        challenge: bytes(question.challenge),
        rp: { id: question.rp_id, name: question.rp_name },
        user: {
          id: new TextEncoder().encode(person.email).slice(0, 64),
          name: person.email,
          displayName: person.name,
        },
        pubKeyCredParams: question.algorithms.map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: question.known.map((id) => ({ type: 'public-key', id: bytes(id) })),
        authenticatorSelection: {
          residentKey: 'required',
          requireResidentKey: true,
          userVerification: 'required',
        },
        attestation: 'none',
      },
    }),
  );
  return (
    got && {
      client_data: text(got.response.clientDataJSON),
      authenticator_data: text(got.response.getAuthenticatorData()),
    }
  );
}

export async function usePasskey(question: PasskeyQuestion) {
  const got = await ask<AuthenticatorAssertionResponse>(
    navigator.credentials.get({
      publicKey: {
        challenge: bytes(question.challenge),
        rpId: question.rp_id,
        userVerification: 'required',
      },
    }),
  );
  return (
    got && {
      id: text(got.id),
      client_data: text(got.response.clientDataJSON),
      authenticator_data: text(got.response.authenticatorData),
      signature: text(got.response.signature),
    }
  );
}
