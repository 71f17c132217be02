// A server that speaks clamd's INSTREAM (clamd(8)): what ClamAV's own needs besides is its
// signatures, which come over the network. It finds the EICAR test file, as every scanner does,
// and misbehaves where a test wants it to.
//
//    const clamd = await Clamd.start();            // clamd.at: "127.0.0.1:1234"
//    await Clamd.start({ path: '/…/clamd.ctl' });  // a local socket
//    clamd.answer = (bytes) => 'stream: OK';       // null drops the connection
import { createServer } from 'node:net';

/** In two pieces, so that no scanner takes this file for it. */
export const EICAR = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STAND', 'ARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''));

export class Clamd {
  static async start({ path } = {}) {
    const clamd = new Clamd();
    Object.assign(clamd, { seen: [], sockets: new Set(), answer: Clamd.judge });
    clamd.server = createServer((socket) => clamd.#serve(socket));
    await new Promise((ok, no) => clamd.server.on('error', no).listen(path ?? { port: 0, host: '127.0.0.1' }, ok));
    clamd.at = path ?? `127.0.0.1:${clamd.server.address().port}`;
    return clamd;
  }

  static judge(bytes) { return bytes.includes(EICAR) ? 'stream: Eicar-Signature FOUND' : 'stream: OK'; }

  stop() {
    this.sockets.forEach((s) => s.destroy());
    return new Promise((ok) => this.server.close(ok));
  }

  #serve(socket) {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket)).on('error', () => {});
    let rest = Buffer.alloc(0), begun = false;
    const parts = [];
    socket.on('data', (data) => {
      rest = Buffer.concat([rest, data]);
      if (!begun) {
        const command = 'zINSTREAM\0';
        if (rest.length < command.length) return;
        if (rest.subarray(0, command.length).toString('latin1') !== command) {
          socket.end('UNKNOWN COMMAND\0');
          return;
        }
        begun = true;
        rest = rest.subarray(command.length);
      }
      while (rest.length >= 4) {
        const n = rest.readUInt32BE(0);
        if (n === 0) {
          this.#end(socket, Buffer.concat(parts));
          return;
        }
        if (rest.length < 4 + n) return;
        parts.push(rest.subarray(4, 4 + n));
        rest = rest.subarray(4 + n);
      }
    });
  }

  #end(socket, bytes) {
    this.seen.push(bytes);
    const said = this.answer(bytes);
    if (said === null) socket.destroy();
    else socket.end(`${said}\0`);
  }
}
