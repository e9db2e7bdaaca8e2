/** That nothing of a conversation that is over is logged, where nobody is asked about it: its card leads to logging it by hand. */
import type { CardUnlogged } from "../../domain/card-logging.ts";
import type { Context } from "../context/context.ts";
import type { EpisodeContext } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { policyOf } from "./policy-of.ts";
import { isLeftOut } from "./record-facts.ts";

/** Null where something stands, or is no news, and of numbers that are in no log. */
export async function unloggedOfCard(
  { crm }: Pick<Context, "crm">,
  tx: Tx,
  { episode, conversation }: EpisodeContext,
): Promise<CardUnlogged | null> {
  if (episode.state === "open" || episode.movedTo !== null) return null;
  const all = await tx.records.allOfEpisode(episode.id);
  const records = all.filter(({ kind }) => kind !== "selected");
  if (records.some(({ written }) => written > 0)) return null;
  const isHeld = records.some(({ hold }) => hold === "off" || hold === "skipped");
  // Our own database takes it in a moment, and shows it to nobody.
  if (crm.capabilities.everyNumberKnown && !isHeld) return null;
  const policy = await policyOf(tx, conversation, episode.channel);
  if (isLeftOut(policy, conversation.address)) return null;
  const isOwed = episode.unlogged || records.length > 0;
  return { state: "unlogged", crm: crm.title, isDue: policy.autoLog && !isHeld && isOwed };
}
