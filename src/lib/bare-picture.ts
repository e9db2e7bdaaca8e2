/**
 * Whether a picture holds nothing but a picture: not where and when it was taken, with what, nor anything behind its end. What is not
 * known to be harmless counts as more than that.
 */

export type PictureForm = "jpeg" | "png" | "webp";

export function isBarePicture(bytes: Buffer, form: PictureForm): boolean {
  if (form === "jpeg") return isBareJpeg(bytes);
  return form === "png" ? isBarePng(bytes) : isBareWebp(bytes);
}

/** What says how to draw it: tables, sizes, restarts, and how its colours are meant. */
function isDrawing(marker: number, payload: Buffer): boolean {
  if (marker >= 0xc0 && marker <= 0xcf) return true;
  if (marker === 0xdb || marker === 0xdd || marker === 0xda) return true;
  if (marker === 0xe0) return payload.toString("latin1", 0, 5) === "JFIF\0";
  if (marker === 0xe2) return payload.toString("latin1", 0, 12) === "ICC_PROFILE\0";
  return marker === 0xee && payload.toString("latin1", 0, 5) === "Adobe";
}

function isBareJpeg(bytes: Buffer): boolean {
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (!isDrawing(marker, bytes.subarray(at + 4, end))) return false;
    // Of what follows, no two such bytes are part of a picture.
    if (marker === 0xda) return bytes.indexOf("ffd9", end, "hex") === bytes.length - 2;
    at = end;
  }
  return false;
}

const pngParts: ReadonlySet<string> = new Set(
  "IHDR PLTE IDAT tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs acTL fcTL fdAT IEND".split(" "),
);

function isBarePng(bytes: Buffer): boolean {
  let at = 8;
  while (at + 12 <= bytes.length) {
    const name = bytes.toString("latin1", at + 4, at + 8);
    if (!pngParts.has(name)) return false;
    at += 12 + bytes.readUInt32BE(at);
    if (name === "IEND") return at === bytes.length;
  }
  return false;
}

const webpParts: ReadonlySet<string> = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ICCP", "ANIM", "ANMF"]);

function isBareWebp(bytes: Buffer): boolean {
  let at = 12;
  while (at + 8 <= bytes.length) {
    if (!webpParts.has(bytes.toString("latin1", at, at + 4))) return false;
    const size = bytes.readUInt32LE(at + 4);
    at += 8 + size + (size % 2);
  }
  return at === bytes.length;
}
