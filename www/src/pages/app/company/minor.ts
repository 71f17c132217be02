/* Minor units as people write amounts, and back; exact, as text. */

const exponent = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

export function fromMinor(minor: string, currency: string): string {
  const decimals = exponent(currency);
  if (!/^\d+$/.test(minor) || decimals === 0) return minor;
  const digits = minor.padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** What is no amount stays as it is: the server says what is wrong with it. */
export function toMinor(text: string, currency: string): string {
  const decimals = exponent(currency);
  const [, whole, part = ''] = /^(\d+)(?:[.,](\d+))?$/.exec(text) ?? [];
  if (whole === undefined || part.length > decimals) return text;
  return (whole + part.padEnd(decimals, '0')).replace(/^0+(?=\d)/, '');
}
