// An authenticator in software: makes passkeys and answers questions as a browser does.
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

const sha = (x) => createHash('sha256').update(x).digest();
const b64 = (x) => Buffer.from(x).toString('base64url');

/** CBOR of a COSE key (ES256). */
function cose({ x, y }) {
  const bytes = (s) => Buffer.concat([Buffer.from([0x58, 0x20]), Buffer.from(s, 'base64url')]);
  return Buffer.concat([Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]), bytes(x), Buffer.from([0x22]), bytes(y)]);
}

export const FLAG = { present: 1, verified: 4, key: 0x40 };

export class Passkey {
  /** counts: the counter goes up with each signature; else it stays 0, as with synchronised keys. */
  constructor(origin, { counts = true } = {}) {
    Object.assign(this, generateKeyPairSync('ec', { namedCurve: 'P-256' }));
    this.origin = origin;
    this.rpId = new URL(origin).hostname;
    this.id = randomBytes(32);
    this.step = counts ? 1 : 0;
    this.counter = 0;
  }

  clientData(type, challenge, over) {
    return Buffer.from(JSON.stringify({ type: `webauthn.${type}`, challenge, origin: this.origin, crossOrigin: false, ...over }));
  }

  head({ flags, rpId = this.rpId, counter = this.counter }) {
    const n = Buffer.alloc(4);
    n.writeUInt32BE(counter);
    return Buffer.concat([sha(rpId), Buffer.from([flags]), n]);
  }

  /** The answer to the question of a registration. */
  create(challenge, { client = {}, flags = 0x45, rpId } = {}) {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const data = Buffer.concat([this.head({ flags, rpId }), Buffer.alloc(16), length, this.id, cose(this.publicKey.export({ format: 'jwk' }))]);
    return { client_data: b64(this.clientData('create', challenge, client)), authenticator_data: b64(data) };
  }

  /** The answer to the question of a sign-in. */
  get(challenge, { client = {}, flags = 5, rpId, counter, key = this.privateKey } = {}) {
    this.counter += this.step;
    const data = this.head({ flags, rpId, counter });
    const text = this.clientData('get', challenge, client);
    const signature = createSign('SHA256').update(Buffer.concat([data, sha(text)])).sign(key);
    return { id: b64(this.id), client_data: b64(text), authenticator_data: b64(data), signature: b64(signature) };
  }
}
