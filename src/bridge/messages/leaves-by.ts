/** By whose login a text leaves, as its conversation stands. */
import type { Member } from "../../domain/directory.ts";
import type { LoginName } from "../../domain/ids.ts";
import { sendingLogin } from "../../domain/whose-login.ts";
import type { Context } from "../context/context.ts";
import type { EpisodeContext } from "../context/episode-context.ts";

/** @param writes who gets it by writing, where nobody has it. */
export function leavesBy(
  { carriers }: Pick<Context, "carriers">,
  { line, directory, episode, party }: EpisodeContext,
  writes: Member | null,
): LoginName | null {
  if (line === null) return null;
  const takes = party?.kind === "group" && episode.state === "open" ? (writes?.username ?? null) : null;
  const hasInbox = carriers.get(line.carrier)?.threads !== undefined;
  return sendingLogin(directory, line, episode.assignee ?? takes, hasInbox);
}
