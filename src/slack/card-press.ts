/** A press on a card: the conversation it is about, and who had it when the card was drawn. */
import type { Bridge, Outcome } from "../bridge/bridge.ts";
import type { EpisodeId, SlackUserId, Username } from "../domain/ids.ts";
import { isRecord, stringIn } from "./json.ts";
import { answer, type Listening, readPress, say } from "./listening.ts";

export interface CardPressed {
  readonly episode: EpisodeId;
  readonly user: SlackUserId;
  readonly seenAssignee: Username | null;
}

/** For a button of an earlier version, or one that was made up. */
export const staleButton =
  "This button is from an earlier version of Threadline. Use the newest message instead.";

/** Listens for one of the card's buttons and answers whoever pressed it. */
export function hearCardPress(
  { app, bridge }: Listening,
  actionId: string,
  act: (bridge: Bridge, pressed: CardPressed) => Promise<Outcome>,
): void {
  app.action(actionId, async ({ body, ack }) => {
    await ack();
    const press = readPress(body);
    if (press === null) return;
    const pressed = readValue(press.value, press.user);
    if (pressed === null) return say(bridge(), press, [staleButton]);
    await answer(bridge(), press, await act(bridge(), pressed));
  });
}

function readValue(value: string, user: SlackUserId): CardPressed | null {
  const parsed = parse(value);
  const episode = isRecord(parsed) ? stringIn(parsed, "e") : undefined;
  if (!isRecord(parsed) || episode === undefined) return null;
  const seenAssignee = (stringIn(parsed, "a") ?? null) as Username | null;
  return { episode: episode as EpisodeId, user, seenAssignee };
}

function parse(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}
