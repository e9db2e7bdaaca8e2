/** `message-store-templates`: the company's, and everybody's own. */
import {
  type Asked,
  asObject,
  asText,
  invalid,
  noPermission,
  notFound,
  ok,
  type RcAnswer,
  refuse,
} from "./api.ts";
import type { Template } from "./entities.ts";
import type { World } from "./world.ts";

const MOST_COMPANY = 50;
const MOST_PERSONAL = 25;
const MOST_TEXT = 1_000;

/** @param extension whose; null: the company's */
export function listTemplates(world: World, extension: string | null, { query }: Asked): RcAnswer {
  const scope = query.get("scope");
  const records = [...world.templates.values()].filter((one) => {
    if (one.extension === null) return extension === null || scope !== "Personal";
    return one.extension === extension && scope !== "Company";
  });
  return ok({ records: records.map(render) }, 200);
}

export function readTemplate(world: World, extension: string | null, id: string): RcAnswer {
  const found = world.templates.get(id);
  return found === undefined || (found.extension !== null && found.extension !== extension)
    ? notFound("templateId")
    : ok(render(found), 200);
}

export function createTemplate(world: World, extension: string | null, asked: Asked): RcAnswer {
  const same = [...world.templates.values()].filter((one) => one.extension === extension);
  if (same.length >= (extension === null ? MOST_COMPANY : MOST_PERSONAL))
    return refuse(400, "CMN-101", "The limit of templates is reached");
  const written = read(world, extension, asked, null);
  if ("status" in written) return written;
  const template = { ...written, id: nextTemplateId(world), extension };
  world.templates.set(template.id, template);
  return ok(render(template), 200);
}

export function nextTemplateId({ templates }: Pick<World, "templates">): string {
  return String(Math.max(1_000, ...[...templates.keys()].map(Number)) + 1);
}

export function changeTemplate(world: World, extension: string | null, id: string, asked: Asked): RcAnswer {
  const found = ownTemplate(world, extension, id);
  if (found === null) return notFound("templateId");
  const written = read(world, extension, asked, id);
  if ("status" in written) return written;
  const template = { ...found, ...written };
  world.templates.set(id, template);
  return ok(render(template), 200);
}

export function deleteTemplate(world: World, extension: string | null, id: string, asked: Asked): RcAnswer {
  const refused = mayWrite(extension, asked);
  if (refused !== null) return refused;
  if (ownTemplate(world, extension, id) === null) return notFound("templateId");
  world.templates.delete(id);
  return ok();
}

function ownTemplate(world: World, extension: string | null, id: string): Template | null {
  const found = world.templates.get(id);
  return found?.extension === extension ? found : null;
}

const PERMISSION = "EditCompanySMSTemplates";

function mayWrite(extension: string | null, { caller }: Asked): RcAnswer | null {
  return extension !== null || mayEditCompany(caller) ? null : noPermission(PERMISSION);
}

function mayEditCompany({ isAdmin, lacks }: Asked["caller"]): boolean {
  return isAdmin && !lacks.has(PERMISSION);
}

/** `authz-profile/check`: of all permissions, this one alone is known. */
export function checkPermission({ caller, query }: Asked): RcAnswer {
  const asked = query.get("permissionId");
  return asked === PERMISSION ? ok({ successful: mayEditCompany(caller) }, 200) : invalid("permissionId");
}

function read(
  world: World,
  extension: string | null,
  asked: Asked,
  id: string | null,
): Pick<Template, "name" | "text"> | RcAnswer {
  const refused = mayWrite(extension, asked);
  if (refused !== null) return refused;
  const { displayName, body } = asObject(asked.json);
  const text = asText(asObject(body).text);
  if (typeof displayName !== "string" || displayName === "") return invalid("displayName");
  if (text === null || text === "" || text.length > MOST_TEXT) return invalid("body.text");
  const isTaken = [...world.templates.values()].some(
    (one) => one.name === displayName && one.extension === extension && one.id !== id,
  );
  return isTaken ? invalid("displayName") : { name: displayName, text };
}

function render({ id, name, text, extension }: Template) {
  return { id, displayName: name, body: { text }, scope: extension === null ? "Company" : "Personal" };
}
