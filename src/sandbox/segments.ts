/** GSM 03.38: one unit each, and the extension table's characters, two units each. */
const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENDED = new Set("^{}\\[~]|€\f");

/** How many SMS a text is sent as: 160 GSM units or 70 UTF-16 units in one, 153 or 67 in each of several. */
export function countSegments(text: string): number {
  const units = gsmUnits(text);
  if (units === null) return text.length <= 70 ? 1 : Math.ceil(text.length / 67);
  return units <= 160 ? 1 : Math.ceil(units / 153);
}

/** Whether every character stands in GSM 03.38: else all of the text is sent as UTF-16. */
export function isGsm(text: string): boolean {
  return gsmUnits(text) !== null;
}

function gsmUnits(text: string): number | null {
  let units = 0;
  for (const character of text) {
    if (BASIC.has(character)) units += 1;
    else if (EXTENDED.has(character)) units += 2;
    else return null;
  }
  return units;
}
