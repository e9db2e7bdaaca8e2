/** For whom a contact works, as somebody types it. Only templates say it. */
import { cleanText, isEmptyText, withoutMisleading } from "./plain-text.ts";

const longest = 80;

/** `company` null: none is wanted. `problem` says what is wrong and what to write instead. */
export type ReadCompany = { readonly company: string | null } | { readonly problem: string };

export function readCompany(typed: string): ReadCompany {
  const company = withoutMisleading(cleanText(typed)).replace(/\s+/gu, " ").trim();
  if (company === "" && typed.trim() === "") return { company: null };
  if (isEmptyText(company))
    return { problem: "There is nothing to see in this company. Write one that can be read." };
  const length = [...company].length;
  if (length > longest)
    return { problem: `This company has ${length} characters, and can have ${longest}. Shorten it.` };
  return { company };
}
