// Files that spreadsheets read, as their reader sees them.
import assert from 'node:assert/strict';
import { inflateRawSync } from 'node:zlib';

/** RFC 4180. */
export function csv(bytes) {
  const [head, ...rest] = csvRows(bytes);
  return rest.map((r) => Object.fromEntries(head.map((h, i) => [h, r[i]])));
}

/** A row after the other, the head first, as lists of texts. */
export function* csvRows(bytes) {
  const text = bytes.toString();
  assert.equal(text[0], '\ufeff');
  let row = [];
  for (const [, quoted, plain, end] of text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n|$)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') {
      yield row;
      row = [];
    }
    if (end === '') break;
  }
}

/** {path: text} of a zip file, by its central directory. */
export function unzip(bytes) {
  const out = {};
  let at = bytes.readUInt32LE(bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1') + 16);
  while (bytes.readUInt32LE(at) === 0x02014b50) {
    const [method, , , , size] = [bytes.readUInt16LE(at + 10), 0, 0, 0, bytes.readUInt32LE(at + 20)];
    const name = bytes.subarray(at + 46, at + 46 + bytes.readUInt16LE(at + 28)).toString();
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(from, from + size);
    out[name] = (method ? inflateRawSync(data) : data).toString();
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return out;
}

const plain = (xml) => xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');

/** [{name, rows: [{A: value}], xml}] of a workbook, a cell as text, number or boolean. */
export function workbook(bytes) {
  const files = unzip(bytes);
  return [...files['xl/workbook.xml'].matchAll(/<sheet name="([^"]+)"/g)].map(([, name], i) => {
    const xml = files[`xl/worksheets/sheet${i + 1}.xml`];
    const rows = [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) => Object.fromEntries(
      [...row.matchAll(/<c r="([A-Z]+)\d+"(?: s="(\d+)")?(?: t="(\w+)")?>(.*?)<\/c>/gs)].map(([, col, , type, inner]) => {
        const value = /<(?:v|t)[^>]*>(.*?)<\/(?:v|t)>/s.exec(inner)?.[1] ?? '';
        return [col, type === 'inlineStr' ? plain(value) : type === 'b' ? value === '1' : Number(value)];
      })));
    return { name: plain(name), rows, xml };
  });
}
