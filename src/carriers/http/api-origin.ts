import type { HttpCarrier } from "../../domain/http-carrier.ts";
import { parseUrl } from "../../lib/parse-url.ts";

/** Whom texts are handed to: `https://api.example.com`. Null where the description names nobody. */
export function apiOrigin({ url, send }: HttpCarrier): string | null {
  const [host] = /^https?:\/\/[^/]*/i.exec(send.path) ?? [];
  return parseUrl(host ?? url ?? "")?.origin ?? null;
}
