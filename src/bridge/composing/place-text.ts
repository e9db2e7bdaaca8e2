/**
 * To which conversation a text belongs that a member begins: the one where an answer to its line would land, if they may answer there;
 * else their own with this contact. It joins the open stretch of it, or opens one.
 */
import type { Line, Member } from "../../domain/directory.ts";
import type { Address, EpisodeId } from "../../domain/ids.ts";
import { access } from "../../domain/policy/access.ts";
import { placeOf, type Route } from "../../domain/route.ts";
import type { Context } from "../context/context.ts";
import { accessOf, type EpisodeContext, episodeContext, fromLine } from "../context/episode-context.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Episode, WholeEpisode } from "../contracts/store/episodes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { findConversation } from "../conversations/open-episode.ts";
import { enqueueReach } from "../members/reach-member.ts";
import { routeText } from "../members/route-text.ts";
import { bringDrafts } from "../messages/move-drafts.ts";
import { openQuiet } from "../messages/open-quiet.ts";
import { enqueueOpen } from "../outbox/enqueue.ts";

export interface BegunFor {
  readonly people: People;
  readonly member: Member;
  readonly line: Line;
  readonly to: Address;
  /** `quiet`: no thread is opened for it before its contact answers. */
  readonly opens: "thread" | "quiet";
}

export interface Placed {
  /** With the line that it leaves from. */
  readonly around: EpisodeContext;
  /** Whether nobody wrote in it before. */
  readonly isNew: boolean;
}

export async function placeText(ctx: Context, tx: Tx, begun: BegunFor): Promise<Placed> {
  const { people, to, line } = begun;
  const { route, newest, conversation } = await whereItBelongs(ctx, tx, begun);
  const isOpen = newest?.state === "open";
  const whole = conversation ?? (await tx.conversations.open(to, route.owner, ctx.newId, ctx.now()));
  const episode = isOpen ? newest : await open(ctx, tx, begun, { route, conversation: whole, newest });
  const around = await episodeContext(tx, episode, whole);
  return { around: await fromLine(tx, { ...around, ...people }, line), isNew: !isOpen };
}

interface Belongs {
  readonly route: Route;
  readonly conversation: WholeEpisode["conversation"] | null;
  readonly newest: Episode | null;
}

async function whereItBelongs(ctx: Context, tx: Tx, begun: BegunFor): Promise<Belongs> {
  const { people, member, line, to } = begun;
  const route = await routeText(tx, people, line, ctx.now());
  if (route !== null) {
    const known = await findConversation(tx, to, line.number, route.owner);
    const found = { route, conversation: known?.conversation ?? null, newest: known?.newest ?? null };
    if (await mayAnswer(ctx, tx, member, found)) return found;
  }
  const owner = { kind: "member", username: member.username } as const;
  const party = { kind: "member", member } as const;
  const known = await tx.episodes.newestBetween(to, owner);
  return {
    route: { owner, party, channel: placeOf(people, party, null) },
    conversation: known?.conversation ?? null,
    newest: known?.newest ?? null,
  };
}

/** What is open may stand with somebody else than who gets the next text to the line. */
async function mayAnswer(
  ctx: Context,
  tx: Tx,
  member: Member,
  { route, conversation, newest }: Belongs,
): Promise<boolean> {
  if (newest?.state !== "open" || conversation === null)
    return access({ party: route.party, assignee: null }, ctx.settings.resolveBy, member).reply;
  return accessOf(ctx, await episodeContext(tx, newest, conversation), member).reply;
}

async function open(
  ctx: Context,
  tx: Tx,
  { member, opens }: BegunFor,
  {
    route: { channel, party },
    conversation,
    newest,
  }: {
    readonly route: Route;
    readonly conversation: WholeEpisode["conversation"];
    readonly newest: Episode | null;
  },
): Promise<Episode> {
  const now = ctx.now();
  const isDirect = party.kind === "member";
  if (newest?.state === "quiet" && opens === "quiet") return newest;
  const assignee = isDirect ? null : member.username;
  const episode = await (newest?.state === "quiet" ? takeQuiet(newest) : insert());
  if (opens === "quiet") return episode;
  await enqueueOpen(tx, episode, now);
  if (channel === null && isDirect) await enqueueReach(tx, party.member.username, now);
  return episode;

  async function takeQuiet(quiet: Episode): Promise<Episode> {
    const opened = await openQuiet(ctx, tx, quiet, { channel, isDirect });
    await tx.episodes.update(opened.id, { assignee });
    return { ...opened, assignee };
  }

  async function insert(): Promise<Episode> {
    const inserted = await tx.episodes.insert({
      id: ctx.newId() as EpisodeId,
      conversationId: conversation.id,
      number: (newest?.number ?? 0) + 1,
      channel,
      openedAt: now,
      // What was kept in the stretch before is given up by their next text, wherever that stands.
      unlessTheyWrite: newest?.unlessTheyWrite ?? false,
      ...(opens === "quiet" ? { state: "quiet" as const } : { assignee, idleSince: isDirect ? now : null }),
    });
    // A quiet one has no card on which they would be found.
    if (opens !== "quiet") await bringDrafts(ctx, tx, newest, inserted);
    return inserted;
  }
}
