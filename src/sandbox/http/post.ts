/** Posts a callback once. */
import { type Agent, request } from "undici";
import { signCallback } from "./sign.ts";
import type { HttpMisbehaviourKind } from "./types/misbehaviour.ts";

export interface Posted {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Null: no answer came. */
  readonly status: number | null;
}

/** @param wrong what it does wrong about what proves it, if anything */
export type Post = (url: string, body: string, wrong?: HttpMisbehaviourKind) => Promise<Posted>;

const HOUR_S = 3_600;

export function createPost(settings: {
  readonly name: string;
  readonly agent: Agent;
  readonly timeoutMs: number;
  readonly secret: () => string;
  readonly now: () => number;
}): Post {
  const { name, agent, timeoutMs } = settings;
  return async (url, body, wrong) => {
    const seconds = Math.floor(settings.now() / 1000) - (wrong === "stale" ? HOUR_S : 0);
    const secret = wrong === "forge" ? `not ${settings.secret()}` : settings.secret();
    const proof = wrong === "unsigned" ? {} : signCallback(name, secret, seconds, body);
    const headers = { "content-type": "application/json; charset=utf-8", ...proof };
    try {
      const answer = await request(url, {
        method: "POST",
        headers,
        body,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        dispatcher: agent,
      });
      await answer.body.dump();
      return { headers, body, status: answer.statusCode };
    } catch {
      return { headers, body, status: null };
    }
  };
}
