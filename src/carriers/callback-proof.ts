/** Whether a callback proves to be its carrier's, by what was agreed with it: each part that is there has to hold. */
import type { WebhookRequest, WebhookResult } from "../bridge/contracts/carrier.ts";
import type { CallbackProof, SecretName } from "../domain/http-carrier.ts";
import { type Doubt, type Proving, provingValues } from "./doubt.ts";
import { isOneOf } from "./equal-secrets.ts";
import { doubtOfHmac } from "./hmac-proof.ts";
import { refuse } from "./webhook-reply.ts";

/** Null where all holds. A proof that asks for nothing, or for a secret that is not set, never holds. */
export function doubtOf(proof: CallbackProof, proving: Proving, request: WebhookRequest): Doubt | null {
  const { secretPath, basic, hmac } = proof;
  if (secretPath === undefined && basic === undefined && hmac === undefined) return unprovable;
  const doubts = [
    secretPath === undefined ? null : doubtOfPath(secretPath, proving, request),
    basic === undefined ? null : doubtOfBasic(basic, proving, request),
    hmac === undefined ? null : doubtOfHmac(hmac, proving, request),
  ];
  return doubts.find((doubt) => doubt !== null) ?? null;
}

/** What a request that is not believed is answered with. */
export function disbelieve({ reason, mayBeAsked }: Doubt): WebhookResult {
  const challenge = { "www-authenticate": 'Basic realm="Threadline", charset="UTF-8"' };
  return mayBeAsked === true ? refuse(401, reason, challenge) : refuse(403, reason);
}

const unprovable: Doubt = {
  reason: "Nothing is agreed by which a callback could be believed",
  sentence:
    "Nothing proves that it is the carrier's: describe a secret path, Basic Auth or a signature, or anybody could send it.",
};

function doubtOfPath(name: SecretName, proving: Proving, { secret }: WebhookRequest): Doubt | null {
  if (secret !== undefined && isOneOf(decoded(secret), provingValues(proving, name))) return null;
  const what =
    secret === undefined ? "Its address has no secret at its end" : "The secret in its address is not ours";
  const sentence = `${what}: at the carrier, the address has to end with a slash and the value of ${name}.`;
  return { reason: "Its address is not the one that was agreed", sentence };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function doubtOfBasic(
  { username, password }: NonNullable<CallbackProof["basic"]>,
  proving: Proving,
  { headers }: WebhookRequest,
): Doubt | null {
  const given = readBasic(headers.authorization);
  const reason = "Wrong user name or password";
  if (given === null) {
    const sentence = `It brings no Basic Auth: at the carrier, set the user name of ${username} and the password of ${password} for the address.`;
    return { reason, sentence, mayBeAsked: true };
  }
  const isUser = isOneOf(given.username, provingValues(proving, username));
  const isPassword = isOneOf(given.password, provingValues(proving, password));
  if (isUser && isPassword) return null;
  const wrong = isUser ? `password is not that of ${password}` : `user name is not that of ${username}`;
  return { reason, sentence: `Its ${wrong}: set both at the carrier as they are here.` };
}

function readBasic(
  header: string | string[] | undefined,
): { readonly username: string; readonly password: string } | null {
  const [, encoded] = /^basic +([\w+/=-]+) *$/i.exec(typeof header === "string" ? header : "") ?? [];
  if (encoded === undefined) return null;
  const [, username, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, "base64").toString()) ?? [];
  return username === undefined || password === undefined ? null : { username, password };
}
