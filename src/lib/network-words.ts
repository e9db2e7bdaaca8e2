/** What the codes mean that people see most often while they set something up. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/^ECONNREFUSED$/, "nothing listens there"],
  [/^(ENOTFOUND|EAI_AGAIN)$/, "its name is not known to this host's DNS"],
  [/^(EHOSTUNREACH|ENETUNREACH)$/, "no way leads there"],
  [/^(ECONNRESET|UND_ERR_SOCKET)$/, "it hung up"],
  [/^(timeout|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, "no answer in time"],
  [/^UND_ERR_ABORTED$/, "the proxy refuses"],
  [/CERT|^UNABLE_TO_|^SELF_SIGNED_|^HOSTNAME_MISMATCH/, "its certificate is not trusted"],
  [/^(ERR_SSL|EPROTO)|^HTTPParserError$/, "it speaks something else there"],
];

/** Why nobody answered, for people: a few words, and the code that helps whoever looks it up. */
export function networkWords(code: string): string {
  const known = meanings.find(([pattern]) => pattern.test(code));
  if (known === undefined) return code;
  return code === "timeout" ? known[1] : `${known[1]} (${code})`;
}
