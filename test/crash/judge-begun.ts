/** What became of the texts that a member began: each recipient gets exactly one, or its author is told that nobody knows. */
import { type Sandbox, scene } from "../../src/sandbox/sandbox.ts";
import { begunTokens } from "./begun.ts";
import type { Phone } from "./phones.ts";
import type { Traffic } from "./traffic.ts";
import { countOf, marksOn, outbound, sorted } from "./verdict-counts.ts";

export interface BegunVerdict {
  /** Each text to each of its recipients counts for itself: `begun-00001 to Phone 002`. */
  readonly once: number;
  readonly unknown: string[];
  readonly waiting: string[];
  readonly lost: string[];
  readonly doubled: string[];
}

const toPhone = (token: string, { name }: Phone) => `${token} to ${name}`;

export function judgeBegun(
  sandbox: Pick<Sandbox, "slack" | "phones">,
  { begun, listed }: Traffic,
  phones: readonly Phone[],
  wrong: string[],
): BegunVerdict {
  const arrived = [...phones, ...listed].flatMap((phone) =>
    outbound(sandbox, phone)
      .filter((message) => message.arrived)
      .flatMap(({ body, from }) => {
        const tokens = body.match(begunTokens) ?? [];
        if (tokens.length > 0 && from !== scene.line)
          wrong.push(`${tokens.join()} to ${phone.name} left from ${from}`);
        return tokens.map((token) => toPhone(token, phone));
      }),
  );
  const wanted = begun.flatMap(({ token, phones: to }) => to.map((phone) => toPhone(token, phone)));
  for (const text of new Set(arrived)) if (!wanted.includes(text)) wrong.push(`${text}, for whom it is not`);
  const counts = countOf(arrived);
  const marks = marksOfBegun(sandbox);
  const unknown: string[] = [];
  const waiting: string[] = [];
  const rest: string[] = [];
  for (const text of wanted) {
    const [token = "", name = ""] = text.split(" to ");
    const mark = counts.has(text) ? undefined : marks(token, name);
    if (mark === "unknown") unknown.push(text);
    else if (mark === "waiting") waiting.push(text);
    else rest.push(text);
  }
  return { ...sorted(rest, counts), unknown, waiting };
}

/** What its author is told of a text that did not arrive: by a mark on it in its thread, or in what sums up its list. */
function marksOfBegun({ slack }: Pick<Sandbox, "slack">) {
  const { control } = slack;
  const posts = control.messages(scene.channel).flatMap((root) =>
    control
      .thread(scene.channel, root.ts)
      .slice(1)
      .map((post) => ({ root, post })),
  );
  const told = control
    .messages(control.directMessage(scene.ana))
    .map(({ text, blocks }) => `${text} ${JSON.stringify(blocks)}`);
  return (token: string, name: string): "unknown" | "waiting" | null => {
    const own = posts.filter(
      ({ root, post }) =>
        JSON.stringify(post.blocks).includes(token) && JSON.stringify(root.blocks).includes(name),
    );
    const marks = own.flatMap(({ post }) => marksOn(post));
    if (marks.includes("question")) return "unknown";
    if (marks.includes("no_entry_sign")) return "waiting";
    return told.some((words) => words.includes(token) && words.includes(name)) ? "unknown" : null;
  };
}
