/** Any system that takes webhooks, as the registry knows it. */
import { variable } from "../../lib/environment-fields.ts";
import { parseUrl } from "../../lib/parse-url.ts";
import { defineCrm } from "../define-crm.ts";
import { createWebhookCrm } from "./webhook-crm.ts";

const variables = {
  CRM_WEBHOOK_URL: variable(null, readAddress),
  CRM_WEBHOOK_SECRET: variable([], readSecrets),
};

export const webhook = defineCrm({
  name: "webhook",
  title: "CRM",
  variables,
  missing: (given) => [
    ...(given.CRM_WEBHOOK_URL === undefined
      ? ["CRM_WEBHOOK_URL is missing; set it to the address that takes the records."]
      : []),
    ...(given.CRM_WEBHOOK_SECRET === undefined
      ? [
          'CRM_WEBHOOK_SECRET is missing; make one with: echo "whsec_$(openssl rand -base64 32)", and give it to the receiver, too.',
        ]
      : []),
  ],
  configure: (env) => ({ url: env.CRM_WEBHOOK_URL ?? "", secrets: env.CRM_WEBHOOK_SECRET }),
  create: ({ url, secrets }, { call, now }) => createWebhookCrm({ url, secrets, call, now }),
});

/** It may hold a key in its path or query, so what was typed is not repeated. */
function readAddress(text: string) {
  const url = parseUrl(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.hash !== "")
    return { problem: "must be an http(s) address such as https://crm.example.com/threadline." };
  return url.username === "" && url.password === ""
    ? { value: url.href }
    : { problem: "must not hold a user name or password." };
}

/** `whsec_` and 24 to 64 bytes in base64; two while they change, separated by a comma or a blank. */
function readSecrets(text: string) {
  const given = text.split(/[\s,]+/).filter((part) => part !== "");
  const problem =
    "must be whsec_ and 24 to 64 bytes in base64, two at most (the new one and the old one), separated by a comma.";
  if (given.length === 0 || given.length > 2) return { problem };
  const value = given.map((secret) => Buffer.from(secret.replace(/^whsec_/, ""), "base64"));
  const isRight = (secret: string, at: number) =>
    /^whsec_[A-Za-z0-9+/]+={0,2}$/.test(secret) &&
    (value[at]?.length ?? 0) >= 24 &&
    (value[at]?.length ?? 0) <= 64;
  return given.every(isRight) ? { value } : { problem };
}
