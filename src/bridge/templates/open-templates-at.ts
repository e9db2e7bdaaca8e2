/** The card's **Template**, and **Reply with template** on a message: for which conversation is settled, and only the template is asked. */
import { aCustomer } from "../../domain/directory.ts";
import type { EpisodeId, SlackTs, SlackUserId } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import type { EpisodeContext } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { mayFill } from "./may-fill.ts";
import { offeredTemplates } from "./offered-templates.ts";
import { conversationOptions } from "./open-conversations.ts";
import { noTemplates, type OpenedTemplates, says } from "./open-templates.ts";
import type { PickScope } from "./pick-form.ts";

export interface OpenTemplatesAt {
  readonly user: SlackUserId;
  readonly of:
    | { readonly episode: EpisodeId }
    /** A message in its thread. */
    | { readonly message: Place; readonly thread: SlackTs | null };
}

export async function openTemplatesAt(ctx: Context, { user, of }: OpenTemplatesAt): Promise<OpenedTemplates> {
  return await ctx.store.read(async (tx) => {
    const episode = await episodeOf(tx, of);
    if (episode === null) {
      const whom = aCustomer(await tx.directories.current());
      return says(
        `This message is in no conversation with ${whom}, so there is nobody to send a template to.`,
      );
    }
    const found = await mayFill(ctx, tx, episode, user);
    if (found.kind === "refused") return says(...found.sentence);
    const { around, member } = found;
    const { directory } = around;
    if ((await offeredTemplates(tx, directory, member)).length === 0) return says(noTemplates);
    const { owner, ...contact } = around.conversation;
    const one = { ...contact, ...around.episode, owner };
    const [conversation = null] = conversationOptions(directory, [one], [one], ctx.now());
    return { kind: "pick", form: { scope: scopeOf(around), words: "", conversation, template: null } };
  });
}

async function episodeOf(tx: Tx, of: OpenTemplatesAt["of"]): Promise<EpisodeId | null> {
  if ("episode" in of) return of.episode;
  const { channel, ts } = of.message;
  return (await tx.episodes.atThread(channel, of.thread ?? ts))?.episode.id ?? null;
}

/** Whoever chooses another one after all chooses among those beside it. */
function scopeOf({ party, episode: { channel } }: EpisodeContext): PickScope {
  if (party?.kind === "member" || channel === null) return { kind: "own" };
  return { kind: "channel", channel };
}
