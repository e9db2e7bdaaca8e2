import type { Log } from "../log.ts";
import type { Outage } from "../outage.ts";
import { padded } from "../padded.ts";
import type { TextSpec } from "../types/messages.ts";
import type { Work } from "../work.ts";
import { inboundBody } from "./bodies.ts";
import type { Callbacks } from "./callbacks.ts";
import type { Misbehaviours, Outcomes } from "./misbehaviours.ts";
import type { Post } from "./post.ts";
import type { HttpCallView, HttpControl, HttpDeliveryView, HttpEvent } from "./types/control.ts";
import { type Message, viewMessage, type World } from "./world.ts";

export interface ControlSettings {
  readonly url: string;
  readonly world: World;
  readonly work: Work;
  readonly outage: Outage;
  readonly outcomes: Outcomes;
  readonly misbehaviours: Misbehaviours;
  readonly callbacks: Callbacks;
  readonly post: Post;
  readonly callbackUrl: (kind: "inbound" | "status") => string | null;
  readonly calls: Log<HttpCallView>;
  readonly deliveries: Log<HttpDeliveryView>;
  readonly listeners: Set<(event: HttpEvent) => void>;
  readonly emit: (event: HttpEvent) => void;
  readonly rotate: (what: "secret" | "token", to: string) => void;
}

const SHOWN_MESSAGES = 200;

/** The controls over the parts. */
export function createControl(settings: ControlSettings): HttpControl {
  const { world, work, outage, misbehaviours, callbacks, emit } = settings;
  return {
    addLine: (spec) => emit({ type: "number", number: world.addLine(spec) }),
    addPhone: (spec) => emit({ type: "phone", phone: world.addPhone(spec) }),
    async text(spec) {
      const [id = ""] = await work.during(take(settings, [spec]));
      return id;
    },
    textTogether: (specs) => work.during(take(settings, specs)),
    media: (id) =>
      (world.message(id)?.media ?? []).map(({ contentType, content }) => ({
        contentType,
        base64: content.toString("base64"),
      })),
    phone: world.phone,
    messages: () => world.messages().map(viewMessage),
    reference: (id) => world.message(id)?.reference ?? null,
    async post(kind, body) {
      const url = settings.callbackUrl(kind);
      if (url === null) throw new Error("It was not told where its callbacks go.");
      return (await work.during(settings.post(url, body))).status;
    },
    setOutcome: settings.outcomes.add,
    misbehave: misbehaviours.add,
    down: outage.set,
    clearMisbehaviour() {
      settings.outcomes.clear();
      misbehaviours.clear();
      callbacks.release();
    },
    release() {
      misbehaviours.release();
      callbacks.release();
    },
    rotateSecret: (secret) => settings.rotate("secret", secret),
    rotateToken: (token) => settings.rotate("token", token),
    calls: settings.calls.entries,
    deliveries: settings.deliveries.entries,
    state: () => ({
      url: settings.url,
      down: outage.isDown(),
      held: misbehaviours.held,
      numbers: [...world.lines.values()],
      phones: world.phones(),
      messages: world.messages().slice(-SHOWN_MESSAGES).map(viewMessage),
    }),
    idle: work.idle,
    subscribe(listener) {
      settings.listeners.add(listener);
      return () => settings.listeners.delete(listener);
    },
  };
}

/** Stores what phones text, and tells the app in one callback. @throws where a line is not the carrier's */
async function take(
  { world, url, emit, callbacks }: ControlSettings,
  specs: readonly TextSpec[],
): Promise<string[]> {
  const messages = specs.map((spec) => addText(world, spec));
  for (const message of messages) emit({ type: "message", message: viewMessage(message) });
  const [first, ...others] = messages;
  const isOne = first !== undefined && others.length === 0;
  await callbacks.tell({
    kind: "inbound",
    sid: isOne ? String(first.id) : "",
    phone: isOne ? first.from : null,
    body: inboundBody(url, messages),
  });
  return messages.map(({ id }) => String(id));
}

function addText(world: World, { from, to, body, media = [] }: TextSpec): Message {
  if (!world.lines.has(to)) throw new Error(`${to} is not one of the carrier's lines; add it first.`);
  return world.add({
    direction: "in",
    from,
    to,
    text: body,
    media: media.map(({ contentType, base64, size, url }) => ({
      id: world.nextId(),
      contentType,
      content: padded(Buffer.from(base64, "base64"), size),
      url: url ?? null,
    })),
  });
}
