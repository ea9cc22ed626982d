// ITU-T E.164: country codes of one and two digits; every other has three.
const ONE = /^[17]/;
const TWO = /^(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** A number in E.164 as people read it: "+1 555 010 0100", "+34 612 345 678". What is not E.164 stays as it is. */
export function readablePhone(number: string): string {
  if (!/^\+\d{6,15}$/.test(number)) return number;
  const digits = number.slice(1);
  const code = ONE.test(digits) ? 1 : TWO.test(digits) ? 2 : 3;
  const rest = digits.slice(code);
  const groups: string[] = [];
  let at = 0;
  // By threes; the last group takes four rather than leave one digit alone.
  while (rest.length - at > 4) {
    groups.push(rest.slice(at, at + 3));
    at += 3;
  }
  const end = rest.slice(at);
  if (end.length === 4 && groups.length !== 2) groups.push(end.slice(0, 2), end.slice(2));
  else if (end) groups.push(end);
  return [`+${digits.slice(0, code)}`, ...groups].join(" ");
}
