/** The rows of one conversation that lies there, as the product writes them: it wrote, was answered, and was resolved, or not. */
import { createIds } from "../src/lib/new-id.ts";
import { scene } from "../src/sandbox/sandbox.ts";

/** A table's name, and what its columns hold. */
export type Row = readonly [table: string, columns: Readonly<Record<string, string | number>>];

/** Every so many-th text failed, and nobody has decided what becomes of it. */
const failedEvery = 100;

export interface Lying {
  readonly index: number;
  readonly phone: string;
  /** When it took place. Milliseconds. */
  readonly at: number;
  readonly isOpen: boolean;
}

/** Chance is asked for by the thousand: there are millions of ids. */
let pool = new Uint8Array(0);
function random(count: number): Uint8Array {
  if (pool.length < count) pool = crypto.getRandomValues(new Uint8Array(65_536));
  const [taken, left] = [pool.subarray(0, count), pool.subarray(count)];
  pool = left;
  return taken;
}

/** As the product does where it has no key. */
const readable = (text: string) => `p:${text}`;

export function conversationRows({ index, phone, at, isOpen }: Lying): Row[] {
  const newId = createIds(() => at, random);
  const [contact, conversation, episode, asked, answer] = [newId(), newId(), newId(), newId(), newId()];
  const stamp = (seconds: number) =>
    `${Math.floor(at / 1000) + seconds}.${String(index % 1_000_000).padStart(6, "0")}`;
  const [root, reply] = [stamp(0), stamp(30)];
  const hasFailed = index % failedEvery === 0;
  const message = {
    conversation_id: conversation,
    episode_id: episode,
    line: scene.line,
    sealed_body: readable("Could you tell me whether you are open on Saturday, and until when?"),
    carrier: "twilio",
    written_at: at,
    created_at: at,
  };
  return [
    ["contacts", { id: contact, address: phone, created_at: at }],
    [
      "conversations",
      { id: conversation, contact_id: contact, kind: "shared", owner: scene.line, created_at: at },
    ],
    [
      "episodes",
      {
        id: episode,
        conversation_id: conversation,
        number: 1,
        channel: scene.channel,
        thread: root,
        opened_at: at,
        last_text_at: at,
        looked_at: at,
        ...(isOpen ? { state: "open" } : { state: "resolved", resolved_at: at, resolved_by: "ben" }),
      },
    ],
    ["threads", { channel: scene.channel, ts: root, episode_id: episode, state: "current", latest: reply }],
    ["messages", { ...message, id: asked, direction: "in", state: "received", carrier_message_id: newSid() }],
    [
      "messages",
      {
        ...message,
        id: answer,
        direction: "out",
        state: hasFailed ? "failed" : "delivered",
        origin: "typed",
        carrier_message_id: newSid(),
        author: "ben",
        author_user: scene.ben,
        reply_channel: scene.channel,
        reply_ts: reply,
        sending_at: at,
      },
    ],
    [
      "replies",
      {
        channel: scene.channel,
        ts: reply,
        thread: root,
        episode_id: episode,
        author_user: scene.ben,
        sealed_text: readable("We are, until 5 in the afternoon. See you then!"),
        mentions: 0,
        files: 0,
        verdict: "text",
        message_id: answer,
        marks: hasFailed ? "warning" : "white_check_mark",
        created_at: at,
      },
    ],
    ...(hasFailed ? [failure({ id: newId(), episode, answer, reply, at })] : []),
  ];
}

function failure(of: { id: string; episode: string; answer: string; reply: string; at: number }): Row {
  return [
    "notices",
    {
      id: of.id,
      kind: "failure",
      sealed_payload: readable("{}"),
      audience: "thread",
      episode_id: of.episode,
      message_id: of.answer,
      reply_channel: scene.channel,
      reply_ts: of.reply,
      choices: '[["try_again","Try again"]]',
      sealed_sentence: readable('["This text was not delivered."]'),
      state: "open",
      caused_at: of.at,
      outlives: 1,
      created_at: of.at,
    },
  ];
}

function newSid(): string {
  return `SM${Buffer.from(random(16)).toString("hex")}`;
}
