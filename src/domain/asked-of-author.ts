import type { WaitReason } from "./wait.ts";

/** In short, for a list; the notice about the text says it whole, with the choices. */
const asked: Readonly<Record<Exclude<WaitReason, "hold" | "scheduled">, string>> = {
  mention: "It mentions someone of the team. Send it anyway?",
  word: "It begins with a word of the team’s own. Send it anyway?",
  link: "It links into Slack. Send it anyway?",
  gap: "Something in it is still to be filled in. Send it anyway?",
  late: "It reached us too late. Is it still right to send?",
  outage: "Threadline was away when it was due. Is it still right to send?",
  overtaken: "A later reply has left before it. Send this too?",
  resolved: "The conversation is resolved. Reopen it and send?",
  former: "The conversation goes on in another thread. Send it there?",
  colleague: "A colleague has the conversation. Send it all the same?",
  underway: "A colleague has a reply under way. Send this too?",
  quiet: "It is an hour at which nothing should reach them. Send it later?",
  first: "It is your first text. Shall it leave?",
  files: "Its files can’t leave with it. Send the words alone?",
  content: "Something in it can’t be sent as a text. Send it without that?",
  group: "The line can’t text a group at once. Send it to each of them alone?",
  review: "They may want no more texts: their thread asks what they meant.",
};

/** What somebody is asked whose text waits for their word. */
export function askedOfAuthor(reason: WaitReason | null): string {
  return reason === null || reason === "hold" || reason === "scheduled"
    ? "It waits for your word."
    : asked[reason];
}
