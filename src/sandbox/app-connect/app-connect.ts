/**
 * An App Connect connector server as the outside world, with a CRM behind it: contacts, and its log of messages. Built from the published
 * source of such servers (ringcentral/rc-unified-crm-extension), not from our CRM folder.
 */
import type { CrmCall } from "../crm/types/misbehaviour.ts";
import type { CrmAnswer, CrmRequest, CrmVendorDefinition, Json } from "../crm/vendor.ts";
import type { CrmWorld } from "../crm/world.ts";
import { createContact, findContact, searchByName } from "./contacts.ts";
import { giveJwt, isNearItsEnd, readJwt } from "./jwt.ts";
import { logMessages, type MessageLogs } from "./message-log.ts";
import { failed, revoked, told, unauthorized } from "./tell.ts";

export const appConnect: CrmVendorDefinition = {
  name: "app-connect",
  title: "App Connect",
  form: "text",
  kind: "SMS",
  newId: (count, prefix) => String((prefix === "contact" ? 300 : 9_000) + count),
  create(world) {
    const logs: MessageLogs = { records: new Map() };
    const kept = new Map<string, readonly Json[]>();
    let renewed = 0;

    function answer(request: CrmRequest, call: CrmCall | null): CrmAnswer {
      if (request.path[0] === "isAlive") return { status: 200, body: "OK" };
      const token = request.headers.authorization?.replace("Bearer ", "") ?? request.query.get("jwtToken");
      const claims = token == null ? null : readJwt(token, world.now());
      if (claims === null) return unauthorized();
      if (world.access.revoked) return revoked();
      // All that were given out before are as good as at their end.
      const renews = isNearItsEnd(claims, world.now()) || renewed < world.access.epoch;
      renewed = world.access.epoch;
      const headers = renews ? { "x-refreshed-jwt-token": giveJwt(world.now()) } : {};
      if (call !== null && world.access.forbidden.has(call)) return { ...failed(operationOf(call)), headers };
      return { ...route(world, { logs, kept }, request), headers };
    }

    return {
      callOf,
      answer,
      failed: (status) => ({ status, body: { error: `Request failed with status code ${status}` } }),
      environment: (url) => ({ APP_CONNECT_URL: url, APP_CONNECT_TOKEN: giveJwt(world.now()) }),
    };
  },
};

function operationOf(call: CrmCall): string {
  if (call === "search") return "findContact";
  return call === "createContact" ? "createContact" : "createMessageLog";
}

function callOf({ method, path }: CrmRequest): CrmCall | null {
  const [first] = path;
  if (first === "messageLog") return "createRecord";
  if (first === "contact") return method === "POST" ? "createContact" : "search";
  return first === "custom" ? "search" : "read";
}

interface Kept {
  readonly logs: MessageLogs;
  readonly kept: Map<string, readonly Json[]>;
}

function route(world: CrmWorld, { logs, kept }: Kept, request: CrmRequest): CrmAnswer {
  switch (`${request.method} ${request.path.join("/")}`) {
    case "GET contact":
      return findContact(world, kept, request);
    case "GET custom/contact/search":
      return searchByName(world, request);
    case "POST contact":
      return createContact(world, request);
    case "POST messageLog":
      return logMessages(world, logs, request);
    case "GET authValidation":
      return told(true, "Session is valid");
    case "GET hostname":
      return { status: 200, body: "example.pipedrive.com" };
    default:
      return { status: 404, body: `Cannot ${request.method} /${request.path.join("/")}` };
  }
}
