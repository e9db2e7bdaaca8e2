/** What the single values of a described carrier may look like, and what to write where they do not. */

import { countIn, listed, type Read, shorten } from "../directory-fields.ts";
import type { NumberForm, Pointer, SecretName } from "../http-carrier.ts";
import { isCountry } from "../phone.ts";

/** It is a part of an address: `/webhooks/NAME/inbound`. */
export const readCarrierName: Read<string> = (text, key) => {
  if (/^[a-z][a-z0-9-]{0,31}$/.test(text)) return { value: text };
  if (text === "")
    return { problem: `\`${key}\` is empty; write the carrier's name, such as acme, or leave it out.` };
  return {
    problem: `\`${key}: ${shorten(text)}\` can't name a carrier; write a small letter and then small letters, digits or \`-\` (32 at most), such as acme.`,
  };
};

/** Somebody may have typed the secret itself, so what stands there is not repeated. */
export const readVariable: Read<SecretName> = (text, key) => {
  const problem = variableProblem(text);
  return problem === null ? { value: text } : { problem: `\`${key}\` ${problem}` };
};

/** A process has these whatever anybody sets. */
const SYSTEMS =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|PWD|OLDPWD|LANG|TERM|TMPDIR|HOSTNAME|NODE_ENV|NODE_OPTIONS)$/;

/** A phrase behind what holds it; null for the name of a variable. */
export function variableProblem(text: string): string | null {
  const instead =
    "put the secret itself into the environment (.env), and the variable's name here, in capital letters, such as ACME_TOKEN.";
  if (!/^[A-Z][A-Z0-9_]{0,63}$/.test(text)) return `holds no variable's name; ${instead}`;
  if (SYSTEMS.test(text))
    return `names ${text}, which the system sets; write one of your own, such as ACME_TOKEN.`;
  const looksMade = !text.includes("_") && text.length >= 16 && /\d/.test(text);
  return looksMade ? `looks like a secret, which has no place in this file; ${instead}` : null;
}

export const readPointer: Read<Pointer> = (text, key) => {
  if (/^(?:\/(?:[^~/]|~[01])+)+$/.test(text)) return { value: text };
  if (text === "" || text === "/")
    return { problem: `\`${key}\` points at nothing; write a JSON pointer, such as /${key}.` };
  return { problem: `\`${key}: ${shorten(text)}\` is not a JSON pointer; write ${pointerMeant(text, key)}.` };
};

/** The body itself may be the list: that is the pointer to all of it, an empty text. */
export const readListPointer: Read<Pointer> = (text, key) =>
  text === "" ? { value: text } : readPointer(text, key);

/** Of `$.data[0].id` or `data.id`. */
function pointerMeant(text: string, key: string): string {
  const steps = text
    .replace(/^\$/, "")
    .replaceAll(/\[["']?([^\]"']*)["']?\]/g, ".$1")
    .split(/[./]/)
    .filter((step) => /^[\w-]+$/.test(step));
  return `/${steps.length === 0 ? key : steps.join("/")}`;
}

export const readNumberForm: Read<NumberForm> = (text, key) => {
  const word = text.toLowerCase();
  if (word === "e164" || word === "digits") return { value: { kind: word } };
  const country = text.toUpperCase();
  if (/^[A-Z]{2}$/.test(country) && isCountry(country)) return { value: { kind: "national", country } };
  const meant = country === "UK" ? " (GB, for the United Kingdom)" : "";
  return {
    problem: `\`${key}: ${shorten(text)}\` is not known; write e164 (+15550100001), digits (15550100001), or a country's two letters for numbers without its code${meant}.`,
  };
};

const HEADER = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;

/** As it is compared: in lower case. */
export const readHeaderName: Read<string> = (text, key) =>
  HEADER.test(text)
    ? { value: text.toLowerCase() }
    : { problem: `\`${key}: ${shorten(text)}\` can't name a header; write one such as X-Signature.` };

/** A phrase behind the header's name; null for one that may be set. */
export function headerProblem(name: string): string | null {
  if (!HEADER.test(name)) return "can't name a header; write letters, digits and `-`.";
  return /^(?:host|connection|content-length|transfer-encoding|expect|upgrade)$/i.test(name)
    ? "is set by the request itself; leave it out."
    : null;
}

/** What a refusal may be: an answer behind which no text can have left. */
export const readRefusal: Read<number> = (text, key) => {
  const code = /^\d{3}$/.test(text) ? Number(text) : Number.NaN;
  if (code >= 200 && code <= 299)
    return { problem: `\`${key}\` holds ${code}, which says that it was taken; leave it out.` };
  if (!(code >= 300 && code <= 599))
    return { problem: `\`${key}\` holds ${shorten(text)}, which is no HTTP code; write 300 to 599.` };
  if ([408, 502, 504].includes(code))
    return {
      problem: `\`${key}\` holds ${code}, which says that somebody stopped waiting: the text may have left. Leave it out.`,
    };
  return { value: code };
};

/** Anything else would have it posted again, for ever. */
export const readAnswerStatus: Read<number> = (text, key) =>
  /^2\d\d$/.test(text)
    ? { value: Number(text) }
    : {
        problem: `\`${key}: ${shorten(text)}\` does not say that it was taken; write 200 to 299, or the carrier repeats what it posts.`,
      };

export const readContentType: Read<string> = (text, key) =>
  /^[\w.+-]+\/[\w.+-]+(?:\s*;\s*[\w-]+=[\w."-]+)*$/.test(text)
    ? { value: text }
    : { problem: `\`${key}: ${shorten(text)}\` is not a content type; write one such as text/plain.` };

export const readMediaType: Read<string> = (text, key) => {
  const value = text.toLowerCase();
  return /^[a-z]+\/(?:\*|[a-z0-9.+-]+)$/.test(value)
    ? { value }
    : {
        problem: `\`${key}\` holds ${shorten(text)}; write types such as image/jpeg, or image/* for all of a kind.`,
      };
};

/** A word that the carrier uses; case does not count. */
export const readWord: Read<string> = (text, key) => {
  const value = text.toLowerCase();
  if (value !== "" && value.length <= 100) return { value };
  return {
    problem: `\`${key}\` holds ${value === "" ? "an empty word; write it, or remove it" : "more than a word"}.`,
  };
};

const SIGNED = ["{{body}}", "{{timestamp}}", "{{url}}", "{{header.NAME}}"];

export const readSigns: Read<string> = (text, key) => {
  const other = text.replaceAll(/\{\{(?:body|timestamp|url|header\.[\w-]{1,100})\}\}/g, "");
  if (/\{\{|\}\}/.test(other))
    return { problem: `\`${key}\` holds a placeholder that there is not; known are ${listed(SIGNED)}.` };
  return text.includes("{{body}}")
    ? { value: text }
    : { problem: `\`${key}\` must hold {{body}}: else what is posted could be exchanged.` };
};

/** A phone's single text is 70 units, in signs beyond the usual ones. */
export const readMaxText = countIn("characters", 70, 10_000);
export const readPace = countIn("texts a second", 1, 100);
export const readTolerance = countIn("seconds", 10, 3600);
export const readFileCount = countIn("files", 1, 20);

export const readBytes: Read<number> = (text, key) => {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  return value >= 1000 && value <= 100_000_000
    ? { value }
    : { problem: `\`${key}: ${shorten(text)}\` is not a number of bytes; write 1000 to 100000000.` };
};
