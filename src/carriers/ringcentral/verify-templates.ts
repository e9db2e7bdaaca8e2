/** Whether the company's templates can be changed in RingCentral from here. */
import { z } from "zod";
import type { Finding } from "../../domain/finding.ts";
import type { LoginName } from "../../domain/ids.ts";
import { jsonOf, type RingCentralApi } from "./ringcentral-api.ts";

const path = "/restapi/v1.0/account/~/extension/~/authz-profile";
const permission = "EditCompanySMSTemplates";

const check = z.object({ successful: z.boolean() });
const profile = z.object({
  permissions: z.array(z.object({ permission: z.object({ id: z.string() }) })),
});

/** Silent where no login can tell. It takes one of them, and is no trouble where there is none: then they are only read there. */
export async function verifyTemplates(api: RingCentralApi, logins: readonly LoginName[]): Promise<Finding[]> {
  const name = "ringcentral: templates";
  let isKnown = false;
  for (const login of logins) {
    const may = await mayEdit(api, login);
    isKnown ||= may !== null;
    if (may !== true) continue;
    const pass = await api.pass(login);
    const scopes = pass.kind === "pass" ? pass.scopes : [];
    const sentence =
      scopes.length === 0 || scopes.some((scope) => scope.toLowerCase() === "editaccounts")
        ? `The login ${login} may change the company's templates.`
        : `The login ${login} may change the company's templates, but the app lacks the scope Edit Accounts, so that they are only read. Add it in RingCentral's developer console to have them kept the same on both sides.`;
    return [{ name, level: "ok", sentence }];
  }
  if (!isKnown) return [];
  const sentence =
    "The company's templates are only read: no login has the permission Edit Company SMS Templates. Give it to the user of one of them in RingCentral's admin portal to have them kept the same on both sides.";
  return [{ name, level: "ok", sentence }];
}

/** Null where that is not said. */
async function mayEdit(api: RingCentralApi, login: LoginName): Promise<boolean | null> {
  const query = { permissionId: permission };
  const checked = await api.ask(login, { method: "GET", path: `${path}/check`, query, group: "light" });
  if (checked.kind === "silence" || checked.status >= 500 || checked.isClosed) jsonOf(checked);
  const said = check.safeParse(checked.kind === "answer" && checked.status === 200 ? checked.json : null);
  if (said.success) return said.data.successful;
  // It may be called otherwise there than its name lets guess.
  const answer = await api.ask(login, { method: "GET", path, group: "medium", use: "look" });
  const read = profile.safeParse(answer.kind === "answer" ? answer.json : null);
  if (!read.success) return null;
  return read.data.permissions.some(({ permission: { id } }) => /edit.*company.*sms.*template/i.test(id));
}
