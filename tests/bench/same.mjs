// Exit status 0 when the answers in these files hold the same rows; else says where they part.
import { deepStrictEqual } from 'node:assert';
import { readFileSync } from 'node:fs';

const [first, ...others] = process.argv.slice(2).map((file) => ({ file, rows: JSON.parse(readFileSync(file, 'utf8')).rows }));
for (const other of others) {
  try {
    deepStrictEqual(other.rows, first.rows);
  } catch (fault) {
    console.error(`${other.file} differs from ${first.file}: ${fault.message}`);
    process.exitCode = 1;
  }
}
