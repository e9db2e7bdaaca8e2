/** Templates, and members who fill them in, for the tests of what becomes of it. */
import type { FillForm } from "../../../src/bridge/templates/fill-form.ts";
import type { SendFilled, SubmittedFilled } from "../../../src/bridge/templates/send-filled.ts";
import type { EpisodeId, SlackUserId, TemplateId, Username } from "../../../src/domain/ids.ts";
import type { TemplateContent } from "../../../src/domain/template.ts";
import { ana, maria } from "../front-desk.ts";
import type { World } from "../world.ts";

export const hours = "hours" as TemplateId;
export const visit = "visit" as TemplateId;

const company: TemplateContent = {
  scope: { kind: "company" },
  key: "hours",
  name: "Opening hours",
  text: "We are open until six.",
  literal: false,
};

export async function putTemplate(
  world: World,
  id: TemplateId = hours,
  change: Partial<TemplateContent> = {},
): Promise<void> {
  const how = { by: "ana" as Username, at: world.now() };
  await world.ctx.store.transaction((tx) =>
    tx.templates.insert({ id, ...company, key: String(id), ...change, ...how }),
  );
}

export const changeTemplate = async (
  world: World,
  change: Partial<TemplateContent>,
  how: "edited" | "deleted",
) =>
  await world.ctx.store.transaction((tx) =>
    tx.templates.change(hours, change, { by: "ana" as Username, at: world.now(), change: how }),
  );

/** The form, as it opens for somebody in the contact's open conversation. */
export async function opens(
  world: World,
  {
    user = ana,
    template = hours,
    episode,
  }: { user?: SlackUserId; template?: TemplateId; episode?: EpisodeId } = {},
): Promise<FillForm> {
  const at = episode ?? (await world.openEpisode(maria)).id;
  const form = await world.bridge.askToFill({ user, episode: at, template });
  if (form.kind !== "form") throw new Error(`the form does not open: ${form.sentence}`);
  return form;
}

let acts = 0;
export async function submit(
  world: World,
  form: FillForm,
  change: Partial<SendFilled> = {},
): Promise<SubmittedFilled> {
  acts += 1;
  const { episode, template, version, draft, assignee, text: body, at, unlessTheyWrite } = form;
  const ids = { episode, template, version, draft, assignee };
  const plain = { user: ana, body, at, unlessTheyWrite, asked: null, act: `view:${acts}` };
  const outcome = await world.bridge.sendFilled({ typed: change.body ?? body, ...ids, ...plain, ...change });
  await world.runAll();
  return outcome;
}

export const sent = (world: World) => world.carrier.sent.map(({ from, to, body }) => [from, to, body]);
export const posts = (world: World) =>
  world.desk.posted.flatMap(({ post, ...at }) => (post?.kind === "member" ? [{ ...at, post }] : []));
/** What stands on the newest drawing of the newest post. */
export const uses = async (world: World) =>
  (await world.ctx.store.read((tx) => tx.templates.uses())).flatMap(({ username, count }) =>
    username === null ? [] : [`${username} ${count}`],
  );
