import { emojiUnicode } from "../../lib/emoji.ts";
import type { InlineContext } from "./rich-text-inline.ts";
import type { World } from "./workspace.ts";

/** What the parser of typed text knows: Slack's own emoji and this workspace's custom ones. */
export function inlineContext(world: World): InlineContext {
  return {
    unicodeOf: (name, tone) => emojiUnicode(tone === null ? name : `${name}::skin-tone-${tone}`),
    isCustom: (name) => world.emoji.has(name),
  };
}

/** Whether a reaction may carry that name (tones included). */
export function isEmoji(world: World, name: string): boolean {
  const bare = name.replace(/::skin-tone-[2-6]$/, "");
  return world.emoji.has(bare) || emojiUnicode(bare) !== null;
}
