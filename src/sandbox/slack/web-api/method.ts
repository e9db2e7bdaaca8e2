import type { Rate } from "../rates.ts";
import type { SocketHub } from "../socket-transport.ts";
import type { Wire } from "../wire.ts";
import type { Channel, World } from "../workspace.ts";
import type { Arguments } from "./arguments.ts";

/** What a method works with. */
export interface CallContext {
  readonly world: World;
  readonly hub: SocketHub;
  readonly args: Arguments;
}

/** One Web API method. `run` answers without `ok`, or throws a `MethodError`. */
export interface Method {
  readonly rate: Rate;
  /** Which token it wants. */
  readonly token: "bot" | "app" | "any" | "none";
  /** Any one of these is enough; a function where it depends on the conversation. */
  readonly scopes?: readonly string[] | ((context: CallContext) => readonly string[]);
  readonly run: (context: CallContext) => Wire;
}

const FAMILY = { channel: "channels", group: "groups", im: "im", mpim: "mpim" } as const;

/** `channels:history`, `groups:history`, ... for one conversation; all four where it is unknown. */
export function scopesFor(action: "history" | "read", channel: Channel | undefined): string[] {
  if (channel !== undefined) return [`${FAMILY[channel.kind]}:${action}`];
  return Object.values(FAMILY).map((family) => `${family}:${action}`);
}

/** Scopes for a method with a `channel` argument. */
export function channelScopes(action: "history" | "read") {
  return ({ world, args }: CallContext) => scopesFor(action, world.channels.get(String(args.channel ?? "")));
}
