/** Why a message did not leave, in a sentence for its author, and what they can do about it. */
import type { Choice } from "../../domain/choice.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import type { Refusal, Verdict } from "../../domain/judge-reply.ts";
import { textLength } from "../../domain/plain-text.ts";
import { mayResolve, whoMayReopen } from "../../domain/rights.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Tx } from "../../store/store.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, type EpisodeContext, memberOf, naming } from "../context/episode-context.ts";
import type { Candidate } from "./candidate.ts";

export interface Explained {
  readonly sentence: Sentence;
  readonly choices: readonly Choice[];
}

/** Null where nothing need be said: a note by its beginning is what its author meant. */
export async function explainVerdict(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  candidate: Candidate,
  verdict: Verdict,
): Promise<Explained | null> {
  if (verdict.kind === "text") return null;
  if (verdict.kind === "note") {
    if (verdict.reason !== "mention") return null;
    return {
      sentence: [
        `This stayed with the team, because of the mention in it. The ${around.directory.customerWord} has not seen it.`,
      ],
      choices: ["send_anyway"],
    };
  }
  if (verdict.kind === "refused")
    return { sentence: refusals[verdict.reason](ctx, around, candidate), choices: [] };
  return await question(ctx, tx, around, candidate, verdict.reason);
}

const unknownEmail =
  "This did not leave: Threadline does not know you. Either you are not in its directory, or the e-mail it has for you is not yours in Slack. Ask a manager to correct it.";

/** Nobody of the directory, as far as Slack says, while some of it could not be found there. */
function mayBeKnownByEmail(around: EpisodeContext, author: SlackUserId): boolean {
  const { directory, identities } = around;
  const isMissing = directory.members.some(
    ({ slack }) => slack.kind === "email" && !identities.get(slack.email),
  );
  return isMissing && memberOf(around, author) === null;
}

type Refuse = (ctx: Context, around: EpisodeContext, candidate: Candidate) => Sentence;

const refusals: Readonly<Record<Refusal, Refuse>> = {
  not_member: (_, around, { author }) => {
    if (mayBeKnownByEmail(around, author)) return [unknownEmail];
    const group = around.group?.name ?? "the group that answers here";
    return [
      `This did not leave: only members of ${group} can text from this thread. Ask a manager to add you.`,
    ];
  },
  line_gone: () => [
    "This did not leave: its line is no longer in the directory. Ask whoever runs Threadline.",
  ],
  cannot_receive: (_, around) => [
    `This did not leave: ${contactLabel(around)} is not a phone number that can be texted. Short codes and sender names only send.`,
  ],
  empty: () => ["This did not leave: there is no text in it."],
  files_only: () => ["This did not leave: the line can't carry files, and there is no text beside them."],
  too_long: (ctx, around, candidate) => {
    const most = (around.line && ctx.carriers.get(around.line.carrier)?.capabilities.maxText) ?? 0;
    return [
      `This did not leave: it has ${count(textLength(candidate.text))} characters, and a text can have ${count(most)}. Edit it to be shorter, or split it.`,
    ];
  },
};

type AskReason = Extract<Verdict, { kind: "ask" }>["reason"];

async function question(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  candidate: Candidate,
  reason: AskReason,
): Promise<Explained> {
  switch (reason) {
    case "resolved":
      return await resolvedQuestion(ctx, tx, around, candidate);
    case "former":
      return {
        sentence: ["This did not leave: the conversation goes on in ", currentThread(around), "."],
        choices: ["send_there", "discard"],
      };
    case "late":
      return {
        sentence: [
          "This did not leave: it reached us too long after it was written. Is it still right to send?",
        ],
        choices: ["send_now", "discard"],
      };
    case "outage":
      return {
        sentence: [
          "This did not leave by itself: Threadline was away when it was written. Is it still right to send?",
        ],
        choices: ["send_now", "discard"],
      };
    case "files":
      return {
        sentence: ["This did not leave: the line can't carry files."],
        choices: ["send_text_only", "discard"],
      };
  }
}

async function resolvedQuestion(
  ctx: Context,
  tx: Tx,
  around: EpisodeContext,
  { author }: Candidate,
): Promise<Explained> {
  const open = await tx.episodes.findOpen(around.conversation.id);
  if (open !== null) {
    return {
      sentence: [
        "This did not leave: this conversation is resolved, and goes on in ",
        currentThread({ episode: open }),
        ".",
      ],
      choices: ["send_in_open_thread", "discard"],
    };
  }
  const { resolveBy } = ctx.settings;
  const { group, episode } = around;
  if (group !== null && mayResolve(resolveBy, group, episode.assignee, memberOf(around, author))) {
    return {
      sentence: ["This did not leave: the conversation is resolved."],
      choices: ["reopen_and_send", "discard"],
    };
  }
  const who = whoMayReopen(resolveBy, episode.assignee && naming(around, episode.assignee));
  return {
    sentence: [
      "This did not leave: the conversation is resolved. It can be reopened by ",
      ...who,
      "; you are asked again then.",
    ],
    choices: ["discard"],
  };
}

function currentThread({ episode }: Pick<EpisodeContext, "episode">): Sentence[number] {
  if (episode.thread === null) return "a new thread";
  return { link: { channel: episode.channel, ts: episode.thread }, label: "the current thread" };
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
