/** `/services/oauth2/token`: by a signed assertion, or by a refresh token that works once. */
import { createPublicKey, createVerify, type KeyObject, randomBytes } from "node:crypto";
import type { CrmAnswer, CrmRequest } from "../crm/vendor.ts";
import type { CrmWorld } from "../crm/world.ts";

export const CLIENT = "3MVG9sandbox";
export const USERNAME = "threadline@example.com";
const JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

export interface Tokens {
  /** What the app is set up with. */
  readonly firstRefreshToken: string;
  give(request: CrmRequest): CrmAnswer;
  letsIn(accessToken: string): boolean;
}

interface TokenSettings {
  readonly world: CrmWorld;
  readonly url: () => string;
  /** What assertions are signed with; null: none is taken. PEM. */
  readonly privateKey: string | null;
}

export function createTokens({ world, url, privateKey }: TokenSettings): Tokens {
  const publicKey = privateKey === null ? null : createPublicKey(privateKey);
  const letIn = new Map<string, number>();
  const firstRefreshToken = `5Aep861${randomBytes(12).toString("hex")}`;
  /** Null: whoever used one twice lost all. */
  let refreshToken: string | null = firstRefreshToken;

  function entry(): CrmAnswer {
    const accessToken = `00DDn!${randomBytes(16).toString("hex")}`;
    letIn.set(accessToken, world.access.epoch);
    return {
      status: 200,
      body: {
        access_token: accessToken,
        ...(refreshToken === null || publicKey !== null ? {} : { refresh_token: refreshToken }),
        instance_url: url(),
        id: `${url()}/id/00DDn/005Dn`,
        token_type: "Bearer",
        issued_at: String(world.now()),
        scope: "api refresh_token",
      },
    };
  }

  return {
    firstRefreshToken,
    letsIn: (accessToken) => letIn.get(accessToken) === world.access.epoch,
    give({ text }) {
      const form = new URLSearchParams(text);
      if (world.access.revoked) return refuse("invalid_grant", "expired access/refresh token");
      if (form.get("grant_type") === JWT) {
        const isOurs = publicKey !== null && isSigned(form.get("assertion") ?? "", publicKey, world.now());
        return isOurs ? entry() : refuse("invalid_grant", "invalid assertion");
      }
      if (form.get("grant_type") !== "refresh_token")
        return refuse("unsupported_grant_type", "grant type not supported");
      if (form.get("client_id") !== CLIENT) return refuse("invalid_client_id", "client identifier invalid");
      if (form.get("refresh_token") !== refreshToken) {
        // A token used a second time may be a stolen one.
        refreshToken = null;
        return refuse("invalid_grant", "expired access/refresh token");
      }
      refreshToken = `5Aep861${randomBytes(12).toString("hex")}`;
      return entry();
    },
  };
}

function refuse(error: string, description: string): CrmAnswer {
  return { status: 400, body: { error, error_description: description } };
}

function isSigned(assertion: string, key: KeyObject, now: number): boolean {
  const [head = "", body = "", signature = ""] = assertion.split(".");
  const isRight = createVerify("RSA-SHA256")
    .update(`${head}.${body}`)
    .verify(key, Buffer.from(signature, "base64url"));
  if (!isRight) return false;
  const { iss, sub, aud, exp } = JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
  // Three minutes, and what clocks differ by.
  const isInTime = Number(exp) * 1000 > now && Number(exp) * 1000 < now + 5 * 60_000;
  return iss === CLIENT && sub === USERNAME && typeof aud === "string" && isInTime;
}
