/** Blocking a number: chosen in the card's menu, confirmed in a modal; and taking that back, there or where they are listed. */
import type { BlockForm } from "../../bridge/conversations/block-contact.ts";
import type { ContactId, EpisodeId } from "../../domain/ids.ts";
import type { Press } from "../transport/read-press.ts";
import { blockId, blockReasonField, drawBlock, readBlock, unblockAction } from "../views/block-contact.ts";
import type { Answer, Feature, Modal, Tools } from "./feature.ts";
import { stale } from "./stale.ts";

const form: Modal<BlockForm> = {
  callbackId: blockId,
  draw: drawBlock,
  async submit({ user, values, metadata, viewId }, { bridge }) {
    const { episode, reason } = readBlock(metadata, values);
    const refused = await bridge.blockContact({ episode, reason, user, act: `view:${viewId}` });
    return refused === null ? null : { [blockReasonField]: refused.refusal };
  },
};

export async function askToBlock(episode: EpisodeId, { user }: Press, { bridge }: Tools): Promise<Answer> {
  const asked = await bridge.askToBlock({ episode, user });
  return "refusal" in asked ? { sentence: [asked.refusal] } : { sentence: null, modal: form.draw(asked) };
}

export async function unblock(episode: EpisodeId, { user }: Press, { bridge }: Tools): Promise<Answer> {
  return await bridge.unblockContact({ of: { episode }, user });
}

export const blockContact: Feature = {
  buttons: {
    /** Its value is the contact's id. */
    [unblockAction]: async ({ user, value, place }, { bridge }) => {
      if (value === "") return stale;
      const outcome = await bridge.unblockContact({ of: { contact: value as ContactId }, user });
      // At the Home, whose list has changed.
      if (place === null) await bridge.openHome(user);
      return outcome;
    },
  },
  modals: [form],
};
