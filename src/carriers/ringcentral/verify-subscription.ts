/** Whether RingCentral posts to us what comes to a login, where it is to do so. */
import { z } from "zod";
import type { Finding } from "../../domain/finding.ts";
import type { LoginName } from "../../domain/ids.ts";
import { isRecord, listIn, recordIn, stringIn } from "../../lib/json.ts";
import { inboxFilters, isInboxFilter } from "./event-filters.ts";
import { jsonOf, type RingCentralApi } from "./ringcentral-api.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";
import { verifyNews } from "./verify-news.ts";
import { isOurAddress } from "./webhook-address.ts";

const list = z.object({ records: z.array(z.unknown()) });

/** Silent over a connection of ours, which only the running app has. Throws `CarrierError` where nobody answers. */
export async function verifySubscription(
  settings: ResolvedRingCentralSettings,
  api: RingCentralApi,
  login: LoginName,
  /** Whether some of its lines may stand in the shared inbox. */
  hasInbox: boolean,
): Promise<Finding[]> {
  if (settings.receive !== "webhook") return [];
  const answer = await api.ask(login, { method: "GET", path: "/restapi/v1.0/subscription", group: "light" });
  if (answer.kind === "silence" || answer.status >= 500 || answer.isClosed) jsonOf(answer);
  const read = list.safeParse(answer.kind === "answer" && answer.status === 200 ? answer.json : null);
  const name = `ringcentral: webhooks of ${login}`;
  if (!read.success) {
    const sentence = "RingCentral did not say whether it posts here what comes.";
    const remedy = "Add the scope Webhook Subscriptions to the app in RingCentral's developer console.";
    return [{ name, level: "warning", sentence, remedy }];
  }
  const ours = read.data.records.filter(isRecord).filter((one) => {
    const delivery = recordIn(one, "deliveryMode");
    return delivery !== undefined && isOurAddress(settings, stringIn(delivery, "address") ?? "");
  });
  const working = ours.find(({ status }) => status === "Active" || status === undefined);
  if (working !== undefined) {
    const filters = listIn(working, "eventFilters").filter((one) => typeof one === "string");
    const lacksInbox = hasInbox && filters.length > 0 && !filters.some(isInboxFilter);
    return lacksInbox
      ? verifyNews(login, inboxFilters)
      : [{ name, level: "ok", sentence: "RingCentral posts here what comes." }];
  }
  const [given] = ours;
  return [given === undefined ? notYet(name) : givenUp(name, given)];
}

/** Only the running app makes one. */
function notYet(name: string): Finding {
  const sentence = "RingCentral does not post here yet: Threadline has it do so once it runs.";
  return { name, level: "ok", sentence };
}

function givenUp(name: string, subscription: Readonly<Record<string, unknown>>): Finding {
  const data = recordIn(subscription, "blacklistedData");
  const reason = data === undefined ? undefined : stringIn(data, "reason");
  const why = reason === undefined ? "" : `: ${withoutAddress(reason).replace(/[.\s]+$/, "")}`;
  return {
    name,
    level: "warning",
    sentence: `RingCentral has given up posting here what comes${why}.`,
    remedy:
      "Check that PUBLIC_URL can be reached from outside, by https with a certificate that everybody trusts. The running app then has it begin again; what came meanwhile is fetched.",
  };
}

/** RingCentral's own words may name where it posted to: whoever reads that could post there. */
function withoutAddress(reason: string): string {
  return reason.replaceAll(/[^\s"'<>()]*(?::\/\/|\/webhooks\/)[^\s"'<>()]*/g, "our address");
}
