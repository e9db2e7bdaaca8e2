/** The worst case for a log: words, numbers and what lets in all stand in the address that is asked. */
import { expect, it, onTestFinished } from "vitest";
import { createApp } from "../../../src/app.ts";
import { loadSite } from "../../../src/command-line/load-site.ts";
import { createLog } from "../../../src/log.ts";
import { scene, sceneDirectory } from "../../../src/sandbox/sandbox.ts";
import { createSite } from "../../command-line/site.ts";
import { shown } from "../../journeys/reading.ts";
import { until } from "../../journeys/until.ts";
import type { Fate } from "../carrier-contract.ts";
import { secretQuery } from "./dialects.ts";
import { createCompany } from "./http-world.ts";

/** As `secretQuery` describes it. */
const cedar = (url: string) => `http_carriers:
  - name: cedar
    title: Cedar SMS
    numbers: us
    proof: { secret_path: CEDAR_PATH }
    inbound: { id: /sms/id, from: /sms/from, to: /sms/to, text: /sms/text }
    send:
      method: GET
      path: "${url}/send"
      query: { key: "{{secret.CEDAR_KEY}}", from: "{{from}}", to: "{{to}}", text: "{{text}}" }
      answer: { id: /id, error: /error, errors: [{ words: [stopped], means: opted_out }] }
`;

it("a log at its finest holds no address that was asked, whatever became of the text", async () => {
  const site = await createSite();
  onTestFinished(site.stop);
  const { control } = site.sandbox.slack;
  const company = await createCompany(secretQuery, site.env.PUBLIC_URL ?? "", Date.now);
  onTestFinished(company.stop);
  site.writeDirectory(`${sceneDirectory.replace("carrier: twilio", "carrier: cedar")}${cedar(company.url)}`);
  const secrets = Object.fromEntries(
    [...secretQuery.secrets].map(([name, values]) => [name, values.join(",")]),
  );
  const loaded = await loadSite({ ...site.env, ...secrets });
  if (!loaded.ok) throw new Error(loaded.problems.join("\n"));
  const { config, carriers } = loaded.config;
  let log = "";
  const app = createApp(config, {
    log: createLog("trace", {
      write(line) {
        log += line;
      },
    }),
    carriers,
  });
  await app.start();
  onTestFinished(() => app.stop());
  await until("the app's socket", () => control.sockets() > 0);

  const came = { id: "77", from: scene.maria, to: scene.line, text: "the tulips are on the balcony" };
  const post = (body: string) => company.tell("inbound", body);
  await post(secretQuery.inbound({ ...came, at: 0, media: [] }));
  await post('{"sms":{"text":"the tulips are on the balcony"}}');
  company.key = "unknown";
  await post(secretQuery.inbound({ ...came, at: 0, media: [] }));
  const root = await until("the card", () => control.messages(scene.channel).find(({ botId }) => botId));
  const thread = () => control.thread(scene.channel, root.ts).map(shown).join("\n");
  await until("the text under it", () => thread().includes("the tulips are on the balcony"));

  const fates: readonly (Fate | null)[] = [null, "lost", "broken", "refused"];
  for (const [index, fate] of fates.entries()) {
    company.fate = fate;
    const text = `watering them number ${index} at seven`;
    const { ts } = control.post({ user: scene.ben, channel: scene.channel, text, threadTs: root.ts });
    await until(
      `the mark of ${text}`,
      () => company.asked.length > index && (control.message(scene.channel, ts)?.reactions.length ?? 0) > 0,
    );
  }
  await app.stop();

  expect(company.arrived.map(({ text }) => text)).toEqual([
    "watering them number 0 at seven",
    "watering them number 1 at seven",
  ]);
  expect(log).toContain("a webhook was refused");
  const national = (number: string) => number.slice(2);
  const hidden = ["tulips", "watering", "/send", "text=", national(scene.maria), national(scene.line)];
  for (const one of [...hidden, ...[...secretQuery.secrets.values()].flat(), "stranger"])
    expect(log).not.toContain(one);
});
