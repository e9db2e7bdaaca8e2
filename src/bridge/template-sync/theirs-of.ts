/** What a carrier lists, as it is compared with ours. */
import { createHash } from "node:crypto";
import type { TheirTemplate } from "../../domain/template-sync.ts";
import { plainWords, type WordsThere } from "../../domain/template-there.ts";
import type { CarrierTemplate } from "../contracts/carrier-templates.ts";

export function theirsOf({ id, name, text, changedAt }: CarrierTemplate): TheirTemplate {
  return { id, name, text, changedAt: changedAt?.getTime() ?? null, digest: digestOf({ name, text }) };
}

export function digestOf(words: WordsThere): string {
  const { name, text } = plainWords(words);
  return createHash("sha256").update(`${name}\n${text}`).digest("base64url").slice(0, 22);
}
