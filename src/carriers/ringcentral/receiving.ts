/** All of RingCentral by which we hear of what happens there, and tell what happened here. */
import type { Carrier } from "../../bridge/contracts/carrier.ts";
import { createAttend } from "./attend.ts";
import { createCatchUp } from "./catch-up.ts";
import { createExtensions } from "./extensions.ts";
import { createMarkRead } from "./mark-read.ts";
import { createReadWebhook } from "./read-webhook.ts";
import type { RingCentralApi } from "./ringcentral-api.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";
import type { ThreadLines } from "./thread-lines.ts";
import { createThreadSync } from "./thread-sync.ts";
import { createThreads } from "./threads.ts";
import type { LackingNews } from "./verify-news.ts";

export type Receiving = Pick<Carrier, "readWebhook" | "threads"> &
  Required<Pick<Carrier, "attend" | "stop" | "catchUp">> &
  Pick<Carrier, "markRead">;

export function createReceiving(
  settings: ResolvedRingCentralSettings,
  api: RingCentralApi,
  threadLines: ThreadLines,
  lacking: LackingNews,
): Receiving {
  const extensions = createExtensions(settings, api);
  const readWebhook = createReadWebhook(settings, extensions);
  const { mediaUrl, now } = settings;
  const syncThreads = createThreadSync({ now, mediaUrl, api, extensions, threadLines });
  return {
    readWebhook: (_kind, request) => readWebhook(request),
    ...createAttend({ settings, api, extensions, threadLines, lacking }),
    catchUp: createCatchUp({ settings, api, extensions, syncThreads }),
    ...(settings.marksRead ? { markRead: createMarkRead(settings, api) } : {}),
    threads: createThreads(api, extensions),
  };
}
