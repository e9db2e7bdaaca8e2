/** What a file is, by its first bytes: what it is called, and what its carrier says of it, prove nothing. */
import { oneLineName } from "./file-name.ts";

/** `unsafe`: it may do something to whoever opens it, so it is not passed on. */
export type FileNature = "safe" | "unsafe";

export interface FileKind {
  readonly contentType: string;
  /** As a file's name ends, without the dot. */
  readonly ending: string;
  /** As people call it, and as it begins its name. */
  readonly label: string;
  readonly nature: FileNature;
}

const kind = (contentType: string, ending: string, label: string, nature: FileNature = "safe"): FileKind => ({
  contentType,
  ending,
  label,
  nature,
});

const picture = (type: string, ending: string) => kind(`image/${type}`, ending, "Picture");
const video = (type: string, ending: string) => kind(`video/${type}`, ending, "Video");
const voice = (type: string, ending: string) => kind(`audio/${type}`, ending, "Voice message");
const archive = (type: string, ending: string) => kind(`application/${type}`, ending, "Archive", "unsafe");
const program = (ending: string) => kind("application/octet-stream", ending, "Program", "unsafe");
const page = (type: string, ending: string) => kind(type, ending, "Web page", "unsafe");
const office = (type: string, ending: string) =>
  kind(`application/vnd.openxmlformats-officedocument.${type}`, ending, "Document");

const unknownFile = kind("application/octet-stream", "bin", "File");
const plainText = kind("text/plain", "txt", "Text");
const contactCard = kind("text/vcard", "vcf", "Contact card");
const calendarEntry = kind("text/calendar", "ics", "Calendar entry");
const script = kind("text/plain", "txt", "Script", "unsafe");
const zip = archive("zip", "zip");

/** Bytes as one character each; from where they are looked for. */
type Sign = readonly [at: number, bytes: string, kind: FileKind];

/** The first that fits is it. */
const signs: readonly Sign[] = [
  [0, "\xff\xd8\xff", picture("jpeg", "jpg")],
  [0, "\x89PNG\r\n\x1a\n", picture("png", "png")],
  [0, "GIF87a", picture("gif", "gif")],
  [0, "GIF89a", picture("gif", "gif")],
  [8, "WEBP", picture("webp", "webp")],
  [0, "II*\0", picture("tiff", "tif")],
  [0, "MM\0*", picture("tiff", "tif")],
  [0, "BM", picture("bmp", "bmp")],
  [8, "WAVE", voice("wav", "wav")],
  [0, "#!AMR", voice("amr", "amr")],
  [0, "OggS", voice("ogg", "ogg")],
  [0, "ID3", voice("mpeg", "mp3")],
  [0, "fLaC", voice("flac", "flac")],
  [0, "caff", voice("x-caf", "caf")],
  [0, "\x1a\x45\xdf\xa3", video("webm", "webm")],
  [0, "\0\0\x01\xba", video("mpeg", "mpg")],
  [0, "\0\0\x01\xb3", video("mpeg", "mpg")],
  [8, "AVI ", video("x-msvideo", "avi")],
  [0, "%PDF-", kind("application/pdf", "pdf", "Document")],
  [0, "PK\x03\x04", zip],
  [0, "PK\x05\x06", zip],
  [0, "Rar!\x1a\x07", archive("vnd.rar", "rar")],
  [0, "7z\xbc\xaf\x27\x1c", archive("x-7z-compressed", "7z")],
  [0, "\x1f\x8b", archive("gzip", "gz")],
  [0, "BZh", archive("x-bzip2", "bz2")],
  [0, "\xfd7zXZ\0", archive("x-xz", "xz")],
  [0, "\x28\xb5\x2f\xfd", archive("zstd", "zst")],
  [0, "MSCF", archive("vnd.ms-cab-compressed", "cab")],
  [257, "ustar", archive("x-tar", "tar")],
  [0x8001, "CD001", archive("x-iso9660-image", "iso")],
  [0, "MZ", program("exe")],
  [0, "\x7fELF", program("elf")],
  [0, "\xca\xfe\xba\xbe", program("class")],
  [0, "\xfe\xed\xfa\xce", program("macho")],
  [0, "\xfe\xed\xfa\xcf", program("macho")],
  [0, "\xce\xfa\xed\xfe", program("macho")],
  [0, "\xcf\xfa\xed\xfe", program("macho")],
  [0, "\0asm", program("wasm")],
  [0, "dex\n", program("dex")],
  [0, "\x4c\0\0\0\x01\x14\x02\0", program("lnk")],
  // Word, Excel and Outlook of old, which may hold macros, and installers.
  [0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", program("ole")],
];

/** MP4 and its relatives say it in their fifth to twelfth byte. */
const brands: readonly (readonly [RegExp, FileKind])[] = [
  [/^(heic|heix|hevc|heim|heis|hevm|hevs|mif1|msf1)/, picture("heic", "heic")],
  [/^(avif|avis)/, picture("avif", "avif")],
  [/^(3g2)/, video("3gpp2", "3g2")],
  [/^(3g|mmp4)/, video("3gpp", "3gp")],
  [/^(M4A|M4B)/, voice("mp4", "m4a")],
  [/^qt/, video("quicktime", "mov")],
  [/^/, video("mp4", "mp4")],
];

const offices: readonly (readonly [folder: string, FileKind])[] = [
  ["word/", office("wordprocessingml.document", "docx")],
  ["xl/", office("spreadsheetml.sheet", "xlsx")],
  ["ppt/", office("presentationml.presentation", "pptx")],
];

const safeKinds = [
  ...[...signs.map(([, , one]) => one), ...brands.map(([, one]) => one), ...offices.map(([, one]) => one)],
  ...[voice("aac", "aac"), contactCard, calendarEntry, plainText, unknownFile],
].filter(({ nature }) => nature === "safe");

/** So much of a text is looked at. Bytes. */
const readOfText = 4_096;

/** What it is that these bytes are. */
export function fileKindOf(bytes: Buffer): FileKind {
  if (bytes.toString("latin1", 4, 8) === "ftyp") {
    const brand = bytes.toString("latin1", 8, 12);
    return brands.find(([pattern]) => pattern.test(brand))?.[1] ?? unknownFile;
  }
  const found = signs.find(
    ([at, sign]) =>
      bytes.length >= at + sign.length && bytes.toString("latin1", at, at + sign.length) === sign,
  )?.[2];
  if (found === zip) return officeIn(bytes) ?? zip;
  if (found !== undefined) return found;
  // A frame of MPEG's: eleven bits, then a layer that there is. AAC has none.
  const second = bytes[1] ?? 0;
  if (bytes[0] === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) !== 0) return voice("mpeg", "mp3");
  if (bytes[0] === 0xff && (second & 0xf6) === 0xf0) return voice("aac", "aac");
  return textKindOf(bytes) ?? unknownFile;
}

/** A zip's names stand in it as they are. One with macros stays an archive. */
function officeIn(bytes: Buffer): FileKind | null {
  if (!bytes.includes("[Content_Types].xml") || bytes.includes("vbaProject.bin")) return null;
  return offices.find(([folder]) => bytes.includes(folder))?.[1] ?? null;
}

/** Null for what is no text. */
function textKindOf(bytes: Buffer): FileKind | null {
  const head = bytes.subarray(0, readOfText);
  const isWide = head[0] === 0xff && head[1] === 0xfe;
  const text = head.toString(isWide ? "utf16le" : "utf8").replace(/^\ufeff/, "");
  if (text === "" || hasControls(text)) return null;
  const start = text.trimStart();
  if (/^BEGIN:VCARD/i.test(start)) return contactCard;
  if (/^BEGIN:VCALENDAR/i.test(start)) return calendarEntry;
  if (/<svg[\s>]/i.test(start)) return page("image/svg+xml", "svg");
  if (/<(!doctype\s+html|html|head|body|script|iframe|meta|title)[\s>]/i.test(start))
    return page("text/html", "html");
  if (/^<(\?xml|smil)/i.test(start)) return page("application/xml", "xml");
  if (/^(#!|<\?php|@echo\b|\{\\rtf)/i.test(start)) return script;
  return isScript(start) ? script : plainText;
}

function isScript(text: string): boolean {
  return /\b(powershell|WScript\.|CreateObject\s*\(|ActiveXObject|Invoke-Expression)\b/i.test(text);
}

/** Without those that a text has: tabs, ends of lines and pages, escapes. */
function hasControls(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text);
}

/** The kind that is passed on under this type; null for a type that none has. */
export function safeKindOfType(contentType: string): FileKind | null {
  return safeKinds.find((one) => one.contentType === contentType) ?? null;
}

/** What a carrier says that a file is, as far as it has a name of its own; for one that is not here yet. */
export function labelOfType(contentType: string): string {
  const type = contentType.trim().toLowerCase();
  if (/^image\//.test(type)) return "Picture";
  if (/^video\//.test(type)) return "Video";
  if (/^audio\//.test(type)) return "Voice message";
  if (/^text\/(x-)?(vcard|directory)/.test(type)) return "Contact card";
  if (/^text\/(x-v)?calendar/.test(type)) return "Calendar entry";
  if (/^application\/pdf/.test(type)) return "Document";
  return "File";
}

export interface NamedFile {
  /** How its sender called it; null where nobody says so. */
  readonly name: string | null;
  readonly label: string;
  readonly ending: string | null;
}

/** What the files of one text are called, in order: by what they are, numbered where there are several of a kind. */
export function fileNames(files: readonly NamedFile[]): string[] {
  const counts = new Map<string, number>();
  return files.map(({ name, label, ending }) => {
    const number = (counts.get(label) ?? 0) + 1;
    counts.set(label, number);
    const many = files.filter((other) => other.label === label).length > 1;
    const called = name === null ? null : oneLineName(name);
    const base = called ?? (many ? `${label} ${number}` : label);
    return ending === null ? base : `${base}.${ending}`;
  });
}
