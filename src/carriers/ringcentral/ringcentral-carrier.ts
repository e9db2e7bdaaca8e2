/**
 * RingCentral as a `Carrier`: each login is a user of the account, who sends from its own lines and those that are shared with it. Keeps
 * law 3: a send is tried once, and whatever can't be told apart from "accepted, but the answer was lost" is `unknown`.
 */
import type { Carrier } from "../../bridge/contracts/carrier.ts";
import type { ConsentChanges } from "./change-consent.ts";
import { createConsents } from "./consents.ts";
import { lastingFailure } from "./failures.ts";
import { createFetching } from "./fetch-media.ts";
import { createFinding } from "./find-sent.ts";
import { answers } from "./opt-out-words.ts";
import { mediaLimits } from "./outgoing-media.ts";
import { listedPerMinute } from "./pace.ts";
import { createReceiving } from "./receiving.ts";
import { createRingCentralApi } from "./ringcentral-api.ts";
import { type RingCentralSettings, resolveRingCentralSettings } from "./ringcentral-settings.ts";
import { createSending } from "./send-sms.ts";
import { createTemplates } from "./templates.ts";
import { createThreadLines } from "./thread-lines.ts";
import { verifyAccount } from "./verify-account.ts";
import type { LackingNews } from "./verify-news.ts";

/** Makes the carrier; opens no connection. */
export function createRingCentralCarrier(given: RingCentralSettings): Carrier {
  const settings = resolveRingCentralSettings(given);
  const api = createRingCentralApi(settings);
  const threadLines = createThreadLines(settings, api);
  const lacking: LackingNews = new Map();
  const changes: ConsentChanges = { coverage: new Map() };
  return {
    name: "ringcentral",
    capabilities: {
      maxText: 1000,
      media: mediaLimits,
      groupTexts: 10,
      textsPerSecond: listedPerMinute / 60,
      answers,
    },
    logins: settings.logins,
    // It gives up at 3,000.
    answerWithin: 2_000,
    ...createReceiving(settings, api, threadLines, lacking),
    send: createSending(settings, api, threadLines),
    findSent: createFinding(settings, api, threadLines),
    fetchMedia: createFetching(settings, api),
    templates: createTemplates(api),
    consents: createConsents(settings, api, changes),
    lastingFailure,
    verify: (lines) => verifyAccount(settings, api, lines, { lacking, changes }),
  };
}
