import { type Answered, askOnce, type Silence } from "../ask-once.ts";
import type { AskAs, ResolvedRingRxSettings } from "./ringrx-settings.ts";

/**
 * One POST, never repeated. What it says may stand in its address: nothing on this way keeps, logs or throws one.
 * @param authorization absent: nobody has been let in yet
 */
export function post(
  settings: ResolvedRingRxSettings,
  path: string,
  params: Readonly<Record<string, string>>,
  { as, authorization }: { readonly as: AskAs; readonly authorization?: string },
): Promise<Answered | Silence> {
  const headers = { accept: "application/json", ...(authorization === undefined ? {} : { authorization }) };
  const address = settings.apiUrl + path;
  if (as === "query") return askOnce(settings, `${address}?${queryOf(params)}`, { method: "POST", headers });
  return askOnce(settings, address, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(params),
  });
}

/** A blank as %20: a plus is one in forms alone. */
function queryOf(params: Readonly<Record<string, string>>): string {
  return new URLSearchParams(params).toString().replaceAll("+", "%20");
}
