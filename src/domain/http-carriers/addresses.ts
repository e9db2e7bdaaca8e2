/** Where a described carrier is asked, and what to write where that can't be an address. */

import type { Read } from "../directory-fields.ts";

/** It may hold credentials, so it is not repeated. */
export const readApiUrl: Read<string> = (text, key) => {
  if (text.includes("{{"))
    return { problem: `\`${key}\` holds a placeholder; write those into \`path\` of \`send\`.` };
  const problem = addressProblem(text);
  return problem === null ? { value: text.replace(/\/+$/, "") } : { problem: `\`${key}\` ${problem}` };
};

/** Behind `url`, or an address of its own. */
export const readPath: Read<string> = (text, key) => {
  if (/[?#]/.test(text))
    return { problem: `\`${key}\` must end before any ? or #; write what stands there under \`query\`.` };
  if (/[\s\p{Cc}]/u.test(text.replaceAll(/\{\{.*?\}\}/g, "")))
    return { problem: `\`${key}\` holds blanks; write %20 for one, or take them out.` };
  const [host] = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(text) ?? [];
  if (host === undefined)
    return text === "" || text.startsWith("/")
      ? { value: text }
      : { problem: `\`${key}\` must begin with a slash, such as /messages, or be a whole address.` };
  const problem = host.includes("{{")
    ? "holds a placeholder in the name of its host; write that out."
    : addressProblem(host);
  return problem === null ? { value: text } : { problem: `\`${key}\` ${problem}` };
};

/** A phrase behind the key; null for an address that may be asked. */
function addressProblem(text: string): string | null {
  const url = urlIn(text);
  if (url === null || !/^https?:\/\//i.test(text))
    return "is not a web address; write it whole, such as https://api.example.com/v1.";
  if (url.username !== "" || url.password !== "")
    return "must not hold a user name or password; write the names of their variables as `basic`.";
  if (/[?#]/.test(text)) return "must end before any ? or #; write what stands there under `query`.";
  const isHere = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  return url.protocol === "https:" || isHere
    ? null
    : "must begin with https://: what people write would pass readable. Only on this computer (127.0.0.1) http will do.";
}

function urlIn(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
