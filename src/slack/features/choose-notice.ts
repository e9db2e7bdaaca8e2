/** The choices that stand under a notice: in the thread, seen by one person alone, or in a direct message. */
import type { NoticeId } from "../../domain/ids.ts";
import { noticeActionPrefix } from "../views/posts.ts";
import type { Feature } from "./feature.ts";
import { openDraft } from "./open-draft.ts";
import { stale } from "./stale.ts";

export const chooseNotice: Feature = {
  buttons: {
    [`${noticeActionPrefix}*`]: async ({ id, value, user, isPrivate, place, keptSince }, { bridge }) => {
      const choice = id.slice(noticeActionPrefix.length);
      if (!/^[a-z_]+$/.test(choice) || value === "") return stale;
      const notice = value as NoticeId;
      const outcome = await bridge.chooseNotice({ notice, choice, user, keptSince });
      if (outcome.opens !== undefined) return await openDraft(bridge, { user, ...outcome.opens });
      // At the app's Home, whose list has changed.
      if (place === null) await bridge.openHome(user);
      // What only this person sees must not keep buttons that are used up; in a thread the line itself is shown anew.
      const replace = isPrivate && outcome.decided;
      return { sentence: outcome.sentence, about: { notice }, replace };
    },
  },
};
