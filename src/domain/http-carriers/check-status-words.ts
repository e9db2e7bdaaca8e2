/** The status words of a described carrier: each means one thing. */

import { shorten } from "../directory-fields.ts";
import type { Located } from "../draft-record.ts";
import type { Problem } from "../outline.ts";
import type { WordsDraft } from "./http-carrier-fields.ts";

export function checkStatusWords(words: Located<WordsDraft> | undefined): Problem[] {
  if (words === undefined) return [];
  const { fields, unread } = words.value;
  const lists = Object.entries(fields).flatMap(([state, list]) => (list ? [{ state, ...list }] : []));
  if (lists.length === 0 && unread.size === 0)
    return [
      {
        line: words.line,
        sentence: "`words` names none; write what the carrier says for `delivered`, `failed` and the others.",
      },
    ];
  const seen = new Map<string, string>();
  return lists.flatMap(({ state, value, line }) =>
    value.flatMap((word) => {
      const first = seen.get(word) ?? state;
      seen.set(word, first);
      return first === state
        ? []
        : [{ line, sentence: `\`${shorten(word)}\` means \`${first}\` already; keep one of the two.` }];
    }),
  );
}
