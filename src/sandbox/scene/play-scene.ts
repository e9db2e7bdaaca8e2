/** A short scene that shows the main job. It waits for real outcomes and says nothing itself: a terminal or a page tells the story. */
import { setTimeout as sleep } from "node:timers/promises";
import type { PlayPlace } from "../page-api.ts";
import type { Scene } from "../page-server/play.ts";
import { type Sandbox, scene } from "../sandbox.ts";
import type { Conversation } from "./outcomes.ts";
import { type PlayedStep, played, type SceneStep, type Sight } from "./steps.ts";

export interface SceneAudience {
  /** The step begins. */
  begun?(step: SceneStep, index: number): void;
  /** Where to look: as a step begins, and again when its outcome is somewhere else. */
  moved?(index: number, place: PlayPlace): void;
  /** Its outcome can be seen. */
  seen?(step: SceneStep, sights: readonly Sight[]): void;
  /** The next step waits for it. */
  rest?(): Promise<void>;
}

const placeOf = ({ channel, ts, phone, line, contact }: Conversation): PlayPlace => ({
  contact,
  channel,
  // Beside the CRM there is room for the channel alone, where the card of what was logged stands.
  thread: ts === "" || contact !== null ? null : ts,
  user: scene.ben,
  phone,
  line,
});

export const sceneSteps: readonly SceneStep[] = played.map(({ id, title, meaning }) => ({
  id,
  title,
  meaning,
}));

/**
 * Plays it in the sandbox's workspace, which nobody has played in before. Returns the card in the team's channel that is open
 * then. @throws Error whose message is a sentence: what did not come.
 */
export async function playScene(stage: Sandbox, audience: SceneAudience = {}): Promise<string> {
  const conversations: Record<PlayedStep["with"], Conversation> = {
    shared: { channel: scene.channel, ts: "", phone: scene.maria, line: scene.line, ...nothingYet },
    direct: {
      channel: stage.slack.control.directMessage(scene.ben),
      ts: "",
      phone: scene.sam,
      line: scene.directLine,
      ...nothingYet,
    },
  };
  for (const [index, step] of played.entries()) {
    if (index > 0) await audience.rest?.();
    const before = conversations[step.with];
    audience.begun?.(step, index);
    audience.moved?.(index, placeOf(before));
    const { conversation, sights } = await step.play(stage, before);
    const isElsewhere = conversation.ts !== before.ts || conversation.contact !== before.contact;
    if (isElsewhere) audience.moved?.(index, placeOf(conversation));
    conversations[step.with] = conversation;
    audience.seen?.(step, sights);
  }
  return conversations.shared.ts;
}

const nothingYet = { earlier: "", contact: null };

/** Long enough to read a line in. */
const lookMs = 1_200;

export function timeToLook(): Promise<void> {
  return sleep(lookMs);
}

/** The scene as the page plays it. */
export function createPageScene(rest: () => Promise<void> = timeToLook): Scene {
  return {
    steps: sceneSteps.map(({ title }) => title),
    async play(sandbox, onStep) {
      await playScene(sandbox, { moved: onStep, rest });
    },
  };
}
