import { type DeliveryOffice, deliverInteraction } from "./delivery-office.ts";
import { commandText, typedText } from "./entities.ts";
import { slashPayload } from "./interaction-payloads.ts";
import { outcomeOf } from "./interactions.ts";
import { personOf, writableChannel } from "./people.ts";
import { RefusedByClient } from "./refusals.ts";
import { respond } from "./responses.ts";
import { newResponseUrl } from "./triggers.ts";
import type { InteractionOutcome, SlashCommand } from "./types/acts.ts";
import { isWire } from "./wire.ts";
import type { World } from "./workspace.ts";

function checkCommand(world: World, given: SlashCommand): void {
  const { command } = given;
  if (given.threadTs !== undefined)
    throw new RefusedByClient("not_in_threads", `${command} is not supported in threads. Sorry!`);
  const known = world.settings.commands;
  if (known === null || known.includes(command)) return;
  throw new RefusedByClient("not_a_command", `${command} is not a valid command.`);
}

function nameOf(world: World, token: string): string | null {
  const [, mark, id] = /^<([@#])([A-Z0-9]+)/.exec(token) ?? [];
  if (mark === undefined || id === undefined) return null;
  const name = mark === "@" ? world.users.get(id)?.name : world.channels.get(id)?.name;
  return name === undefined ? null : `${mark}${name}`;
}

/** What was typed behind the command, without the spaces around it. */
function argumentOf(world: World, { command, text = "" }: SlashCommand): string {
  const typed = text.trim();
  if (world.settings.escapedCommands.includes(command)) return typedText(typed);
  return commandText(typed, (token) => nameOf(world, token));
}

/** `/command text`; an ack with a body is shown at once, as if it came through the response URL. */
export async function slashCommand(office: DeliveryOffice, given: SlashCommand): Promise<InteractionOutcome> {
  const { world } = office;
  const user = personOf(world, given.user);
  const channel = writableChannel(world, user, given.channel);
  checkCommand(world, given);
  const place = { user: user.id, channel: channel.id, threadTs: null };
  const url = newResponseUrl(world, "commands", { ...place, ts: null, isEphemeral: false });
  const body = {
    ...slashPayload(world, user, channel, given.command, argumentOf(world, given)),
    response_url: url,
  };
  const outgoing = { kind: "command" as const, type: given.command, channel: channel.id, body };
  const outcome = outcomeOf(await deliverInteraction(office, outgoing), body);
  const shown = typeof outcome.answer === "string" ? { text: outcome.answer } : outcome.answer;
  if (outcome.acked && isWire(shown) && Object.keys(shown).length > 0) respond(world, place, shown);
  return outcome;
}
