/** Templates that a file brings while the app runs: the next who looks for one finds it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { importTemplatesFile } from "../../src/command-line/templates.ts";
import { createScreen } from "../command-line/site.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const { ben, channel, maria } = scene;

async function imports(text: string): Promise<string> {
  const file = join(world.folder, "templates.csv");
  writeFileSync(file, `scope,key,name,text\ngroup:200,hours,Opening hours,"${text}"`);
  const [screen, databaseFile] = [createScreen(), join(world.folder, "threadline.db")];
  const templateLimits = { personal: 25, company: 50 };
  const config = { database: databaseFile, directoryFile: "", encryptionKeys: [], templateLimits };
  await importTemplatesFile(config, { file, dryRun: false }, screen, Date.now);
  return screen.text();
}

it.each(["socket", "http"] as const)(
  "over %s, what a file brings is offered at once, and sent as it says now",
  async (mode) => {
    world = await createWorld({ mode });
    await world.opened();
    const person = world.person(ben);
    expect(await imports("We are open until six.")).toContain("1 new");
    await person.types("/sms-template hours", channel);
    await person.waitsForModal("template.fill");
    expect(person.fieldInModal("text")).toBe("We are open until six.");
    await person.closesModal();
    expect(await imports("We are open until seven,\n{{contact.first_name|all}}.")).toContain("1 changed");
    await person.types("/sms-template hours", channel);
    await person.waitsForModal("template.fill");
    expect(person.fieldInModal("text")).toBe("We are open until seven,\nMaria.");
    await person.submits();
    await until("the text", () => world.received(maria).includes("We are open until seven,\nMaria."));
  },
);
