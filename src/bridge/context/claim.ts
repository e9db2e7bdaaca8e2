/** Who has a conversation, and who answers beside them. */
import type { MessageId, Username } from "../../domain/ids.ts";
import type { Episode } from "../contracts/store/episodes.ts";

/**
 * It is theirs now, or nobody's: whoever answered beside the one before is asked anew.
 * @param takenWith the text by which they got it.
 */
export function claimedBy(
  assignee: Username | null,
  takenWith: MessageId | null = null,
): Pick<Episode, "assignee" | "joined" | "takenWith"> {
  return { assignee, joined: "", takenWith };
}

/** Whether it is somebody else's, and this member has not said yet that they answer beside them. */
export function isColleagues(
  { assignee, joined }: Pick<Episode, "assignee" | "joined">,
  member: Username,
): boolean {
  return assignee !== null && assignee !== member && !joined.split(" ").includes(member);
}

export function joinedBy({ joined }: Pick<Episode, "joined">, member: Username): Pick<Episode, "joined"> {
  return { joined: joined === "" ? member : `${joined} ${member}` };
}
