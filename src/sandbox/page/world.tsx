/** The page's connection: one stream in, acts out. Components read the state through `useWorld`. */
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { type Act, type ActAnswer, longestAct, type PageEvent, type PageState } from "../page-api.ts";
import { enterWorld } from "./memory.tsx";
import { reduce } from "./reduce.ts";

export interface Connection {
  readonly state: PageState | null;
  /** False while the server can't be reached. */
  readonly connected: boolean;
}

export const WorldContext = createContext<PageState | null>(null);

/** What is so; only inside the page, where there is a state. */
export function useWorld(): PageState {
  const state = useContext(WorldContext);
  if (state === null) throw new Error("There is no state yet.");
  return state;
}

/** Follows the stream; many events of one moment are drawn once. */
export function useConnection(): Connection {
  const [connection, setConnection] = useState<Connection>({ state: null, connected: false });
  useEffect(() => {
    const source = new EventSource("/stream");
    let state: PageState | null = null;
    let due = 0;
    const draw = () => {
      due = 0;
      setConnection({ state, connected: source.readyState === EventSource.OPEN });
    };
    const soon = () => {
      // Not a frame: a window in the background has none, and has to stay in step too.
      if (due === 0) due = window.setTimeout(draw, 16);
    };
    source.onmessage = (message) => {
      // Our own server's words, typed by what both sides share.
      const event = JSON.parse(String(message.data)) as PageEvent;
      if (event.type === "state") enterWorld(event.state.world);
      state = reduce(state, event);
      soon();
    };
    source.onerror = soon;
    source.onopen = soon;
    return () => {
      window.clearTimeout(due);
      source.close();
    };
  }, []);
  return connection;
}

const UNREACHABLE: ActAnswer = {
  ok: false,
  code: "unreachable",
  message: "The sandbox does not answer. Is npm run demo still running?",
};

/** What was typed into forms so far. It arrives as it was typed, and before whatever is pressed after it. */
let typing: Promise<unknown> = Promise.resolve();

/** Does it, and says what came of it; never throws. */
export async function perform(act: Act): Promise<ActAnswer> {
  const answer = typing.then(() => send(act));
  if (act.act === "slack" && act.operation === "fillIn") typing = answer;
  return await answer;
}

async function send(act: Act): Promise<ActAnswer> {
  const body = JSON.stringify(act);
  if (new Blob([body]).size > longestAct)
    return { ok: false, code: "too_large", message: "That is too large for the sandbox: 8 MB at most." };
  try {
    const answer = await fetch("/act", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    if (!answer.ok) return { ok: false, code: `http_${answer.status}`, message: "The sandbox refused that." };
    return (await answer.json()) as ActAnswer;
  } catch {
    return UNREACHABLE;
  }
}
