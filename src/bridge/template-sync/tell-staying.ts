/** Managers are told once of templates that can't be the same on both sides, and why. */
import { quoted } from "../../domain/quote.ts";
import type { Context } from "../context/context.ts";
import type { CarrierTemplates } from "../contracts/carrier-templates.ts";
import type { Tx } from "../contracts/store/store.ts";
import { tellOfTemplates } from "../members/tell-managers.ts";
import type { WhyHere } from "../template-library/stays-here.ts";
import type { Refused } from "./push-ours.ts";
import type { NoRoom } from "./take-theirs.ts";

interface Staying {
  readonly carrier: string;
  readonly templates: CarrierTemplates;
  readonly refused: Refused;
  readonly noRoom: NoRoom;
}

/** So many are named. */
const mostNamed = 3;

export async function tellStaying(ctx: Context, tx: Tx, staying: Staying): Promise<void> {
  const { carrier, refused, noRoom } = staying;
  const there = ctx.carrierTitle(carrier);
  const names = await tx.templates.names([...refused.keys()]);
  const news = new Map<string, string>();
  // What concerns all is said once for all; what is about one, of each.
  for (const why of ["permission", "full"] as const) {
    const ids = [...refused].flatMap(([id, one]) => (one.why === why ? [id] : []));
    if (ids.length === 0) continue;
    const named = listed(ids.map((id) => names.get(id) ?? ""));
    news.set(
      why,
      sentenceOf(why, { named, there, staying, sentence: refused.get(ids[0] as never)?.sentence ?? "" }),
    );
  }
  for (const [id, { why, sentence }] of refused)
    if (why !== "permission" && why !== "full") {
      const named = quoted(names.get(id) ?? "");
      news.set(`${why} ${id}`, sentenceOf(why, { named, there, staying, sentence }));
    }
  if (noRoom.length > 0) {
    const named = listed(noRoom.map(({ name }) => name));
    const most = ctx.settings.templateLimits.company;
    news.set(
      "no room",
      `${named} of ${there} can't be shown in Slack: the company has ${most} templates, as many as it can have. Delete one, and the next comes within 15 minutes.`,
    );
  }
  await tellOfTemplates(ctx, tx, carrier, news);
}

function listed(names: readonly string[]): string {
  const some = names.slice(0, mostNamed).map(quoted).join(", ");
  return names.length > mostNamed ? `${some} and ${names.length - mostNamed} more` : some;
}

interface About {
  readonly named: string;
  readonly there: string;
  readonly staying: Staying;
  readonly sentence: string;
}

function sentenceOf(why: WhyHere, { named, there, staying, sentence }: About): string {
  const here = `What you wrote stands in Slack, but not in ${there}: ${named}.`;
  const { longest, limits } = staying.templates;
  switch (why) {
    case "full":
      return `${here} ${there} has ${limits.company} company templates, as many as it takes. Delete one here or there, and the next goes there within 15 minutes.`;
    case "too_long":
      return `${here} It takes ${longest.toLocaleString("en-US")} characters at most. Shorten it, and it goes there.`;
    case "name_taken":
      return `${here} Another template has its name there. Give one of them another name.`;
    default:
      return `${here} ${sentence || `${there} gave no reason.`}`;
  }
}
