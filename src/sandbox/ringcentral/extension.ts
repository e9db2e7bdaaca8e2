/** Who an extension is, what numbers it has, what it may. */
import { type Asked, asList, asObject, invalid, notFound, notYours, ok, type RcAnswer } from "./api.ts";
import type { Extension, Line } from "./entities.ts";
import { pageOf } from "./message-store.ts";
import { sendersOf, type World } from "./world.ts";

export function readExtension(
  world: World,
  url: string,
  { id, number, name, type, isAdmin }: Extension,
): RcAnswer {
  const [firstName = "", ...rest] = name.split(" ");
  return ok(
    {
      uri: `${url}/restapi/v1.0/account/${world.accountId}/extension/${id}`,
      id: Number(id),
      extensionNumber: number,
      name,
      type,
      status: "Enabled",
      account: { id: world.accountId },
      contact: { firstName, lastName: rest.join(" ") },
      permissions: { admin: { enabled: isAdmin } },
    },
    200,
  );
}

/** Its own, the account's, and those that it answers. */
export function listNumbers(world: World, url: string, extension: Extension, asked: Asked): RcAnswer {
  const uri = `${url}/restapi/v1.0/account/${world.accountId}/extension/${extension.id}/phone-number`;
  const lines = [...world.lines.values()];
  return ok({ uri, ...pageOf(lines, asked.query, uri, (line) => renderNumber(world, line, extension)) }, 200);
}

/** The account's; what each can is not said here. */
export function listAccountNumbers(world: World, url: string, asked: Asked): RcAnswer {
  const uri = `${url}/restapi/v1.0/account/${world.accountId}/phone-number`;
  const page = pageOf([...world.lines.values()], asked.query, uri, (line) => {
    const { features: _, ...rest } = renderNumber(world, line, asked.caller);
    return rest;
  });
  return ok({ uri, ...page }, 200);
}

function renderNumber(world: World, line: Line, asking: Extension) {
  const owner = world.extension(line.extension);
  return {
    id: line.id,
    phoneNumber: line.number,
    label: line.name,
    paymentType: line.isTollFree ? "TollFree" : "Local",
    type: "VoiceFax",
    usageType: owner.type === "User" ? "DirectNumber" : "CompanyNumber",
    status: "Normal",
    country: { id: "1", isoCode: "US", name: "United States" },
    extension: { id: Number(owner.id), extensionNumber: owner.number, type: owner.type },
    features: sendersOf(line).includes(asking.id) ? ["CallerId", ...line.features] : [],
  };
}

export function listFeatures(world: World, extension: Extension, { query }: Asked): RcAnswer {
  const isQueueSupported = world.hasThreads;
  const features = [
    {
      id: "MessageThreads",
      available: world.hasThreads,
      ...(world.hasThreads
        ? {
            params: [
              { name: "callQueueSupported", value: String(isQueueSupported) },
              { name: "siteSupported", value: "true" },
            ],
          }
        : { reason: { code: "ServiceFeatureDisabled", message: "The feature is not available" } }),
    },
    { id: "SMSSending", available: !extension.lacks.has("OutboundSMS") },
    { id: "ReadMessages", available: !extension.lacks.has("ReadMessages") },
  ];
  const wanted = query.getAll("featureId").flatMap((value) => value.split(","));
  return ok({ records: features.filter(({ id }) => wanted.length === 0 || wanted.includes(id)) }, 200);
}

/** Who answers the texts to a queue or a site. */
export function listRecipients(world: World, id: string): RcAnswer {
  const owner = world.extensions.get(id);
  if (owner === undefined) return notFound("extensionId");
  return ok({ smsRecipients: recipientsOf(world, id) }, 200);
}

function recipientsOf(world: World, id: string) {
  const lines = [...world.lines.values()].filter(({ extension }) => extension === id);
  const handlers = [...new Set(lines.flatMap((line) => line.handlers))];
  return handlers.map((handler) => {
    const { number, name, type } = world.extension(handler);
    const hasLicense = lines.some(
      (line) => line.handlers.includes(handler) && !line.withoutLicence.includes(handler),
    );
    return {
      id: handler,
      extensionNumber: number,
      extensionType: type,
      name,
      assignable: world.hasThreads && hasLicense,
      hasLicense,
    };
  });
}

/** Another hand of people answers them. */
export function assignRecipients(world: World, id: string, asked: Asked): RcAnswer {
  if (!asked.caller.isAdmin) return notYours();
  const body = asObject(asked.json);
  const [added, removed] = [
    asList(body.addedExtensionIds).map(String),
    asList(body.removedExtensionIds).map(String),
  ];
  if (added.length + removed.length === 0) return invalid("addedExtensionIds");
  if (!world.extensions.has(id)) return notFound("extensionId");
  for (const line of [...world.lines.values()].filter(({ extension }) => extension === id)) {
    const handlers = [...new Set([...line.handlers, ...added])].filter((one) => !removed.includes(one));
    world.addLine({ ...line, handlers });
  }
  return ok();
}

export function readAccount(world: World, url: string): RcAnswer {
  return ok(
    {
      uri: `${url}/restapi/v1.0/account/${world.accountId}`,
      id: world.accountId,
      mainNumber: [...world.lines.keys()][0] ?? "",
      status: "Confirmed",
      serviceInfo: { brand: { id: "1210", name: "RingCentral" } },
    },
    200,
  );
}
