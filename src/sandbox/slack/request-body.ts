import { parse as parseForm } from "node:querystring";
import { isWire, type Wire } from "./wire.ts";

async function multipart(type: string, body: Buffer): Promise<Wire> {
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  const fields: Wire = {};
  for (const [key, value] of form) {
    fields[key] = typeof value === "string" ? value : Buffer.from(await value.arrayBuffer());
  }
  return fields;
}

/** A JSON object; an empty one for an empty body; null when it is something else. */
export function parseObject(text: string): Wire | null {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return isWire(value) ? value : null;
  } catch {
    return null;
  }
}

/** The fields of a form, JSON or multipart body; null when it can't be read. */
export async function parseFields(type: string, body: Buffer): Promise<Wire | null> {
  if (type.startsWith("application/json")) return parseObject(body.toString("utf8"));
  if (type.startsWith("multipart/form-data")) return multipart(type, body).catch(() => null);
  return { ...parseForm(body.toString("utf8")) };
}
