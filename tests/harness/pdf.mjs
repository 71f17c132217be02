// PDF as other systems write it: pages with a line of text, by hand, so that nothing of ours
// makes what ours reads.
import { Buffer } from 'node:buffer';

/** @param {string[]} lines one page each
 *  @param {{width?: number, height?: number, locked?: boolean}} how points; locked: with a password that nobody knows */
export function pdf(lines, { width = 595, height = 842, locked = false } = {}) {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', `<< /Type /Pages /Count ${lines.length} /Kids [${lines.map((_, i) => `${4 + i * 2} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'];
  for (const line of lines) {
    const draw = `BT /F1 24 Tf 60 ${height - 80} Td (${line}) Tj ET 0 0 1 rg 40 40 ${width - 80} 20 re f`;
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Resources << /Font << /F1 3 0 R >> >> /Contents ${objects.length + 2} 0 R >>`,
      `<< /Length ${draw.length} >>\nstream\n${draw}\nendstream`);
  }
  const hex = (byte) => `<${byte.repeat(32)}>`;
  if (locked) objects.push(`<< /Filter /Standard /V 1 /R 2 /P -4 /O ${hex('5a')} /U ${hex('a5')} >>`);
  let text = '%PDF-1.4\n';
  const at = objects.map((object, i) => {
    const here = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return here;
  });
  const xref = text.length;
  text += `xref\n0 ${at.length + 1}\n0000000000 65535 f \n${at.map((n) => `${String(n).padStart(10, '0')} 00000 n \n`).join('')}`;
  text += `trailer\n<< /Size ${at.length + 1} /Root 1 0 R${locked ? ` /Encrypt ${objects.length} 0 R /ID [<00> <00>]` : ''} >>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
