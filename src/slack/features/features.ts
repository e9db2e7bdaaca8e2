/** Everything that people do in Slack and that we listen to: `manifest.yml` is held against what is registered here. */

import { hearChannelChange } from "./change-channel.ts";
import { hearChoice } from "./choose-notice.ts";
import { hearWhy } from "./explain-reply.ts";
import { hearLeaving } from "./leave.ts";
import type { Listening } from "./listening.ts";
import { hearMessages } from "./messages.ts";
import { hearRelease } from "./release-episode.ts";
import { hearChannelId } from "./renumber-channel.ts";
import { hearReopen } from "./reopen-episode.ts";
import { hearResolve } from "./resolve-episode.ts";
import { hearStalePress } from "./stale-press.ts";
import { hearCancel } from "./stop-reply.ts";
import { hearTake } from "./take-episode.ts";

export function hearFeatures(listening: Listening): void {
  hearMessages(listening);
  hearTake(listening);
  hearRelease(listening);
  hearResolve(listening);
  hearReopen(listening);
  hearChoice(listening);
  hearCancel(listening);
  hearWhy(listening);
  hearChannelChange(listening);
  hearChannelId(listening);
  hearLeaving(listening);
  hearStalePress(listening);
}
