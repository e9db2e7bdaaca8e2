/** What a Home asks of the database must not grow with what is stored: the same questions at a thousand open conversations. */
import { expect, it } from "vitest";
import { homeFor } from "../../../src/bridge/members/home-for.ts";
import { openHome, redrawHomes, turnHome } from "../../../src/bridge/members/show-home.ts";
import type { MembersHome } from "../../../src/domain/home.ts";
import type { SlackUserId } from "../../../src/domain/ids.ts";
import { once, type Row } from "../../store/beneath.ts";
import { ana, ben, frontLine, officeWithDirect } from "../front-desk.ts";
import { createWorld, type World } from "../world.ts";

const open = 1_000;
const contacts = 10_000;
const templates = 500;
const drafts = 200;

/** Ten thousand contacts with a past, a thousand of them in open conversations; texts that wait, drafts, templates, opt-outs, blocked numbers. */
async function fill(world: World): Promise<void> {
  const rows: (readonly [string, Row])[] = [];
  const now = world.now();
  const insert = (table: string, row: Row) => rows.push([table, row]);
  for (let index = 0; index < contacts; index += 1) {
    const id = `c${index}`;
    const address = `+1555${String(2_000_000 + index)}`;
    const isBlocked = index % 50 === 0;
    const at = now - index * 1_000;
    insert("contacts", {
      id,
      address,
      created_at: at,
      sealed_name: `p:Contact ${index}`,
      blocked_at: isBlocked ? at : null,
      blocked_by: isBlocked ? "ana" : null,
    });
    if (index % 5 === 0)
      insert("opt_outs", {
        address,
        kind: "out",
        source: "word",
        said_at: at,
        sealed_evidence: "p:STOP",
        created_at: at,
      });
    const isOwn = index % 30 === 0;
    insert("conversations", {
      id,
      contact_id: id,
      kind: isOwn ? "direct" : "shared",
      owner: isOwn ? "ben" : frontLine,
      created_at: at,
    });
    const isOpen = index % (contacts / open) < 1;
    insert("episodes", {
      id,
      conversation_id: id,
      number: 1,
      state: isOpen ? "open" : "resolved",
      assignee: !isOwn && index % 4 === 0 ? "ben" : null,
      channel: "C0FRONT",
      thread: `${1_700_000_000 + index}.000100`,
      opened_at: at,
      unanswered_since: isOpen && index % 2 === 0 ? at : null,
    });
    if (isOpen)
      insert("messages", {
        id,
        conversation_id: id,
        episode_id: id,
        line: frontLine,
        direction: "out",
        state: "waiting",
        waits_for: index % 20 === 0 ? "person" : "time",
        wait_reason: index % 20 === 0 ? "late" : "scheduled",
        waiting_since: at,
        not_before: now + index,
        sealed_body: "p:See you.",
        carrier: "twilio",
        author: "ben",
        written_at: at,
        created_at: at,
      });
  }
  for (let index = 0; index < templates; index += 1) {
    const id = `t${index}`;
    const at = now - index * 86_400_000;
    insert("templates", {
      id,
      scope: "company",
      owner: "",
      key: id,
      sealed_name: `p:Template ${index}`,
      sealed_text: "p:See you.",
      literal: 0,
      version: 1,
      created_at: at,
      changed_at: at,
    });
    for (const username of ["ana", "ben", "cy"].slice(index % 4))
      insert("template_uses", { username, template_id: id, count: 1 + (index % 9), last_at: at });
    if (index < drafts)
      insert("drafts", {
        id,
        author: "ben",
        author_user: "U0BEN",
        episode_id: `c${index}`,
        template_id: id,
        template_version: 1,
        sealed_text: "p:See you.",
        created_at: at,
        changed_at: at,
      });
  }
  await once(world.database, (below) => below.insert(rows));
}

async function counted() {
  const heard: string[] = [];
  const world = await createWorld({
    directory: officeWithDirect,
    onStatement: (sql) => void (/^(select|with)/i.test(sql) && heard.push(sql)),
  });
  const asks = async (user: SlackUserId) => {
    heard.length = 0;
    const home = await world.ctx.store.read((tx) => homeFor(tx, user, world.now()));
    return { statements: [...heard], home: home as MembersHome };
  };
  return { world, asks, heard };
}

it("a Home asks the same few questions of a small office and of one with a thousand open conversations", async () => {
  const { world, asks } = await counted();
  await turnHome(world.ctx, { user: ana, list: "group:200", page: 0 });
  const [few, fewOfManager] = [await asks(ben), await asks(ana)];
  await fill(world);
  const [many, manyOfManager] = [await asks(ben), await asks(ana)];
  expect(many.home.mine.total).toBeGreaterThan(100);
  expect(many.home.scheduled.total).toBe(open / 2);
  expect(many.home.deciding.total).toBe(open / 2);
  expect(many.home.drafts).toMatchObject({ total: drafts, more: true });
  expect(manyOfManager.home.templates?.most).toHaveLength(10);
  expect(manyOfManager.home.templates?.unused).toHaveLength(templates - 90);
  expect(manyOfManager.home.team).toMatchObject({
    groups: { rows: [{ name: "Front desk" }, {}] },
    group: { more: true },
    blocked: { total: contacts / 50, more: true },
    optOuts: { more: true },
  });
  expect(many.statements).toHaveLength(few.statements.length);
  expect(manyOfManager.statements).toHaveLength(fewOfManager.statements.length);
  expect(few.statements.length, few.statements.join("\n")).toBeLessThanOrEqual(12);
  expect(fewOfManager.statements.length).toBeLessThanOrEqual(17);
});

it("a look whether Homes changed asks what drawing them asks, and draws none that did not", async () => {
  const { world, heard } = await counted();
  await fill(world);
  for (const user of [ana, ben]) await openHome(world.ctx, user);
  await world.runAll();
  const drawn = world.desk.homes.length;
  heard.length = 0;
  await redrawHomes(world.ctx);
  expect(heard.length, heard.join("\n")).toBeLessThanOrEqual(1 + 16 + 12);
  await world.runAll();
  expect(world.desk.homes).toHaveLength(drawn);
});
