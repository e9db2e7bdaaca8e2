/** A press on a card: the conversation it is about, and who had it when the card was drawn. */
import type { Bridge } from "../../bridge/bridge.ts";
import type { Outcome } from "../../bridge/context/outcome.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import { type CardValue, readCardValue } from "./card-value.ts";
import { answer, type Listening, readPress, say } from "./listening.ts";

interface CardPressed extends CardValue {
  readonly user: SlackUserId;
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
    const value = readCardValue(press.value);
    if (value === null) return say(bridge(), press, [staleButton]);
    await answer(bridge(), press, await act(bridge(), { ...value, user: press.user }));
  });
}
