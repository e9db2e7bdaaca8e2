import type { ModalView } from "@slack/types";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createBridge } from "../../../src/bridge/bridge.ts";
import type { SlackStandIn } from "../../../src/sandbox/slack/types/stand-in.ts";
import type { Feature, Modal, Submitted, Tools } from "../../../src/slack/features/feature.ts";
import { features } from "../../../src/slack/features/features.ts";
import { listenToModals } from "../../../src/slack/features/listen-to-modals.ts";
import { createBolt } from "../../../src/slack/transport/bolt.ts";
import { webOptions } from "../../../src/slack/transport/client.ts";
import { createModals } from "../../../src/slack/transport/modals.ts";
import type { Submission } from "../../../src/slack/transport/read-submission.ts";
import { createGround, type Ground, type House, startHouse } from "../house.ts";
import { ben, connect, eventually, startStandIn } from "../stand-in.ts";

const plain = (text: string) => ({ type: "plain_text" as const, text });
const field = (id: string) => ({
  type: "input" as const,
  block_id: id,
  label: plain(id),
  element: { type: "plain_text_input" as const, action_id: id },
});

/** A modal with two fields, or none, whose submission comes to whatever `decide` says. */
function modalOf(callbackId: string, fields: readonly string[], decide: Modal["submit"]): Modal<string> {
  return {
    callbackId,
    draw: (conversation): ModalView => ({
      type: "modal",
      callback_id: callbackId,
      private_metadata: conversation,
      notify_on_close: true,
      title: plain("New text"),
      submit: plain("Send"),
      blocks: [{ type: "section", text: plain("To whom?") }, ...fields.map(field)],
    }),
    submit: decide,
    close: async ({ viewId }) => void closed.push(viewId),
  };
}

let submitted: Submission[];
let closed: string[];
let decision: () => Promise<Submitted>;

const decide: Modal["submit"] = (submission) => {
  submitted.push(submission);
  return decision();
};
const form = modalOf("form.1", ["to", "words"], decide);
const question = modalOf("question.1", [], decide);
const ofEarlierVersion = modalOf("form.0", ["to", "words"], decide);
const opened = { any: { name: "Open", use: async () => ({ sentence: null }) } };
const feature: Feature = { modals: [form, question], shortcuts: opened };
const filled = { to: { to: "Maria" }, words: { words: "Yes" } };

let ground: Ground;

beforeEach(async () => {
  [submitted, closed] = [[], []];
  decision = async () => null;
  ground = await createGround();
});
afterEach(() => ground.remove());

describe.each(["http", "socket"] as const)("a modal, over %s", (mode) => {
  let standIn: SlackStandIn;
  let house: House;

  beforeEach(async () => {
    standIn = await startStandIn({ mode });
    house = await startHouse(standIn, mode, ground, [feature]);
    if (mode === "socket") await eventually(() => expect(standIn.control.sockets()).toBe(1));
  });
  afterEach(async () => {
    await house.stop();
    await standIn.stop();
  });

  async function open(modal: Modal<string>): Promise<string> {
    const { triggerId = "" } = await standIn.control.globalShortcut({ user: ben, callbackId: "any" });
    const { web, dispatcher } = connect(standIn);
    const { view } = await web("views.open", { trigger_id: triggerId, view: modal.draw("c1") });
    await dispatcher.destroy();
    return view?.id ?? "";
  }
  const submit = (values = {}) => standIn.control.submitView({ user: ben, values });
  const standing = () => standIn.control.views(ben);

  it("brings its feature what was filled in and what it was drawn with, and closes", async () => {
    const viewId = await open(form);
    expect(await submit(filled)).toMatchObject({ acked: true, action: "closed" });
    const values = { to: { to: { value: "Maria" } }, words: { words: { value: "Yes" } } };
    expect(submitted).toMatchObject([
      { viewId, callbackId: "form.1", user: ben, metadata: "c1", values, inputs: ["to", "words"] },
    ]);
    expect(standing()).toEqual([]);
  });

  it("shows what is wrong with a field, and can be submitted again under the same id", async () => {
    decision = async () => (submitted.length === 1 ? { to: "No such contact." } : null);
    await open(form);
    expect(await submit(filled)).toMatchObject({ action: "errors", errors: { to: "No such contact." } });
    expect(await submit()).toMatchObject({ action: "closed" });
    expect(new Set(submitted.map(({ viewId }) => viewId)).size).toBe(1);
  });

  it.each([
    ["fails", () => Promise.reject(new Error("disk full"))],
    [
      "fails before it begins",
      () => {
        throw new Error("not even a promise");
      },
    ],
  ])("whose feature %s says so, and keeps what was filled in", async (_what, fail) => {
    decision = fail;
    await open(form);
    const outcome = await submit(filled);
    expect(outcome).toMatchObject({
      action: "errors",
      errors: { words: expect.stringContaining("went wrong") },
    });
    expect(standing()[0]?.view.state).toMatchObject({ values: { words: { words: { value: "Yes" } } } });
    expect(ground.log.lines.filter(({ level }) => level === "error")).toHaveLength(1);
  });

  it("without fields gives way to the words", async () => {
    decision = () => Promise.reject(new Error("disk full"));
    await open(question);
    expect(await submit()).toMatchObject({ action: "updated" });
    expect(JSON.stringify(standing()[0]?.view)).toContain("went wrong");
  });

  it("may be drawn anew instead of closing", async () => {
    decision = async () => ({ update: question.draw("c2") });
    await open(form);
    expect(await submit(filled)).toMatchObject({ action: "updated" });
    expect(standing().map(({ view }) => view.callback_id)).toEqual(["question.1"]);
  });

  it("may get another one on top, and stands below it as it was", async () => {
    decision = async () => ({ push: question.draw("c2") });
    await open(form);
    expect(await submit(filled)).toMatchObject({ action: "pushed" });
    expect(standing().map(({ view }) => view.callback_id)).toEqual(["form.1", "question.1"]);
  });

  it("may close, and then see to what stands below it", async () => {
    const seenTo: string[] = [];
    decision = async () => ({ closes: async () => void seenTo.push("the one below") });
    await open(form);
    expect(await submit(filled)).toMatchObject({ acked: true, action: "closed" });
    await eventually(() => expect(seenTo).toEqual(["the one below"]));
    expect(standing()).toEqual([]);
  });

  it("may have a field called as an answer is", async () => {
    const called = modalOf("form.1", ["update"], decide);
    decision = async () => ({ update: "Say what is new." });
    await open(called);
    expect(await submit({ update: { update: "Yes" } })).toMatchObject({
      action: "errors",
      errors: { update: "Say what is new." },
    });
  });

  it("of an earlier version says so, and keeps what was filled in", async () => {
    await open(ofEarlierVersion);
    const errors = { words: expect.stringContaining("earlier version") };
    expect(await submit(filled)).toMatchObject({ action: "errors", errors });
    expect(standing()[0]?.view.state).toMatchObject({ values: { words: { words: { value: "Yes" } } } });
    expect(submitted).toEqual([]);
  });

  it("that is closed is told to its feature, and one of an earlier version to nobody", async () => {
    await open(ofEarlierVersion);
    expect(await standIn.control.closeView({ user: ben })).toMatchObject({ acked: true });
    const viewId = await open(form);
    expect(await standIn.control.closeView({ user: ben })).toMatchObject({ acked: true });
    await eventually(() => expect(closed).toEqual([viewId]));
  });
});

/** What is acknowledged to payloads that Bolt is handed. */
function hears(
  given: Feature,
  answerWithin?: number,
  at: { readonly botToken: string; readonly apiUrl: string } = { botToken: "xoxb-1", apiUrl: nowhere },
) {
  const { web, self, names, dispatcher, log } = connect(at);
  const clientOptions = webOptions({ apiUrl: at.apiUrl, dispatcher, log });
  const app = createBolt({ botToken: at.botToken, clientOptions, self, log });
  const bridge = createBridge(ground.context());
  const tools: Tools = { bridge, self, names, ...createModals(web, log, bridge.count) };
  let isStopped = false;
  const held = (): Tools => {
    if (isStopped) throw new Error("the app has stopped");
    return tools;
  };
  const { idle } = listenToModals(app, [given], held, answerWithin);
  return {
    /** From now on its tools are gone; resolves once nothing goes on. */
    async ends(): Promise<void> {
      isStopped = true;
      await idle();
    },
    async answerTo(body: Record<string, unknown>): Promise<unknown[]> {
      const answers: unknown[] = [];
      await app.processEvent({ body, ack: async (answer) => void answers.push(answer) });
      return answers;
    },
    stop: () => dispatcher.destroy(),
  };
}

async function answerTo(body: Record<string, unknown>, given: Feature, answerWithin?: number) {
  const listening = hears(given, answerWithin);
  const answers = await listening.answerTo(body);
  await listening.stop();
  return answers;
}
const nowhere = "http://127.0.0.1:9/api/";
const person = { user: { id: ben, name: "ben" }, team: { id: "T1", domain: "acme" } };

describe("a submission that takes too long", () => {
  it("is answered in time, and goes on", async () => {
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const done: string[] = [];
    decision = async () => {
      await finished;
      done.push("done");
      return null;
    };
    const view = { id: "V1", callback_id: "form.1", blocks: [field("to")], state: { values: {} } };
    const answers = await answerTo({ type: "view_submission", ...person, view }, feature, 1);
    expect(answers).toEqual([
      { response_action: "errors", errors: { to: expect.stringContaining("longer") } },
    ]);
    expect(done).toEqual([]);
    finish();
    await eventually(() => expect(done).toEqual(["done"]));
  });
});

describe("somebody whose form comes to something only after they were answered", () => {
  let standIn: SlackStandIn;
  let house: House;
  let listening: ReturnType<typeof hears>;
  let finishes: ((submitted: Submitted) => void)[];
  let breaks: (error: Error) => void;

  beforeEach(async () => {
    standIn = await startStandIn({ mode: "http" });
    house = await startHouse(standIn, "http", ground, [feature]);
    listening = hears(feature, 1, standIn);
    finishes = [];
    decision = () =>
      new Promise((finish, fail) => {
        finishes.push(finish);
        breaks = fail;
      });
  });
  afterEach(async () => {
    await listening.stop();
    await house.stop();
    await standIn.stop();
  });

  const told = () => standIn.control.messages(standIn.control.directMessage(ben)).map(({ text }) => text);
  const standing = () => standIn.control.views(ben);
  const nothingDue = () => eventually(async () => expect(await house.bridge.pendingDeliveries()).toEqual([]));

  /** Opens the form and submits it: what that is answered with, and how it is submitted again. */
  async function submits({
    times = 1,
  } = {}): Promise<{ answers: unknown[]; again: () => Promise<unknown[]> }> {
    const { triggerId = "" } = await standIn.control.globalShortcut({ user: ben, callbackId: "any" });
    const connected = connect(standIn);
    const { view } = await connected.web("views.open", { trigger_id: triggerId, view: form.draw("c1") });
    await connected.dispatcher.destroy();
    const typed = { type: "plain_text_input", value: "Yes, at nine" };
    const state = { values: { to: { to: { type: "plain_text_input" } }, words: { words: typed } } };
    const again = () => listening.answerTo({ type: "view_submission", ...person, view: { ...view, state } });
    const answers = [];
    for (let time = 0; time < times; time += 1) answers.push(...(await again()));
    return { answers, again };
  }
  const late = { response_action: "errors", errors: { words: expect.stringContaining("may still be done") } };

  it("is told what was refused and why, with what was typed", async () => {
    expect((await submits()).answers).toEqual([late]);
    expect(told()).toEqual([]);
    finishes[0]?.({ to: "No such contact.", words: "No such contact." });
    const sentence =
      "“New text” took longer than usual, and was not done: No such contact. You had typed: “Yes, at nine”.";
    await eventually(() => expect(told()).toEqual([sentence]));
  });

  it("is told that it failed", async () => {
    await submits();
    breaks(new Error("disk full"));
    await eventually(() => expect(told()).toEqual([expect.stringContaining("went wrong in Threadline")]));
  });

  it("is told so, too, where the app stops meanwhile: it waits for that", async () => {
    await submits();
    const happened: string[] = [];
    const ended = listening.ends().then(() => happened.push("ended"));
    await new Promise((resolve) => setImmediate(resolve));
    happened.push("failed");
    breaks(new Error("disk full"));
    await ended;
    expect(happened).toEqual(["failed", "ended"]);
    await eventually(() => expect(told()).toEqual([expect.stringContaining("went wrong in Threadline")]));
  });

  it("sees in the form itself what that asks", async () => {
    await submits();
    finishes[0]?.({ update: { ...form.draw("c2"), title: plain("Sure?") } });
    await eventually(() => expect(standing()[0]?.view.title).toMatchObject({ text: "Sure?" }));
    await nothingDue();
    expect(told()).toEqual([]);
  });

  it("sees what came of it also in one without fields, over the words that took its place", async () => {
    const { triggerId = "" } = await standIn.control.globalShortcut({ user: ben, callbackId: "any" });
    const { web, dispatcher } = connect(standIn);
    const { view } = await web("views.open", { trigger_id: triggerId, view: question.draw("c1") });
    const [answer] = await listening.answerTo({ type: "view_submission", ...person, view });
    const { view: words } = answer as { view: ModalView };
    await web("views.update", { view_id: view?.id ?? "", view: words });
    await dispatcher.destroy();
    finishes[0]?.({ update: { ...question.draw("c2"), title: plain("Not deleted") } });
    await eventually(() => expect(standing()[0]?.view.title).toMatchObject({ text: "Not deleted" }));
    await nothingDue();
    expect(told()).toEqual([]);
  });

  it("is told that there was something to see where the form was closed", async () => {
    await submits();
    await standIn.control.closeView({ user: ben });
    finishes[0]?.({ update: question.draw("c2") });
    await eventually(() => expect(told()).toEqual([expect.stringContaining("could not be shown there")]));
    expect(told().join()).toContain("“Yes, at nine”");
  });

  it("finds what stands below the form drawn anew", async () => {
    const seenTo: string[] = [];
    await submits();
    finishes[0]?.({ closes: async () => void seenTo.push("the one below") });
    await eventually(() => expect(seenTo).toEqual(["the one below"]));
  });

  it("is told nothing where it was done", async () => {
    await submits();
    finishes[0]?.(null);
    await house.bridge.tellWhoActed({ user: ben, sentence: ["The next."], about: null });
    await eventually(() => expect(told()).toEqual(["The next."]));
  });

  it("is told once where they submitted it again meanwhile", async () => {
    expect((await submits({ times: 2 })).answers).toEqual([late, late]);
    finishes[0]?.({ to: "The first." });
    finishes[1]?.({ to: "The second." });
    await eventually(() => expect(told()).toEqual([expect.stringContaining("The second.")]));
    await nothingDue();
    expect(told()).toHaveLength(1);
  });

  it("is told nothing more where they were told when they submitted it again", async () => {
    const { again } = await submits();
    decision = async () => ({ to: "No such contact." });
    expect(await again()).toEqual([{ response_action: "errors", errors: { to: "No such contact." } }]);
    finishes[0]?.({ to: "No such contact." });
    await house.bridge.tellWhoActed({ user: ben, sentence: ["The next."], about: null });
    await eventually(() => expect(told()).toEqual(["The next."]));
  });
});

describe("a menu that loads its options", () => {
  const notLookedUp = "threadline.not_looked_up";
  const load = (actionId: string, given: Feature, answerWithin?: number) =>
    answerTo(
      { type: "block_suggestion", ...person, action_id: actionId, block_id: "b", value: "Ma" },
      given,
      answerWithin,
    );
  const options = (labels: readonly string[]): Feature => ({
    options: {
      "contact.find": async ({ user, typed }) =>
        labels.map((label) => ({ label: label.replace("TYPED", `${user}/${typed}`), value: "c1" })),
    },
  });
  const labelsOf = (answers: readonly unknown[]) =>
    (answers as { options: { text: { text: string } }[] }[]).flatMap((answer) =>
      answer.options.map(({ text }) => text.text),
    );

  it("offers what its feature finds for what was typed", async () => {
    expect(await load("contact.find", options(["TYPED"]))).toEqual([
      { options: [{ text: { type: "plain_text", text: `${ben}/Ma`, emoji: false }, value: "c1" }] },
    ]);
  });

  it("tells its feature which menu of which modal it is", async () => {
    const asked: object[] = [];
    const noted: Feature = {
      options: {
        "contact.find": async (given) => {
          asked.push(given);
          return [];
        },
      },
    };
    const suggestion = { type: "block_suggestion", ...person, action_id: "contact.find", value: "Ma" };
    const view = { id: "V1", type: "modal", private_metadata: "c1" };
    await answerTo({ ...suggestion, block_id: "to:2", view }, noted);
    await answerTo({ ...suggestion, block_id: "to" }, noted);
    const what = { user: ben, typed: "Ma", actionId: "contact.find" };
    expect(asked).toEqual([
      { ...what, blockId: "to:2", metadata: "c1" },
      { ...what, blockId: "to", metadata: "" },
    ]);
  });

  it("offers groups under their headings, without those that are empty", async () => {
    const groups: Feature = {
      options: {
        "contact.find": async () => [
          { heading: "Contacts", options: [{ label: "Maria", value: "c1" }] },
          { heading: "Members", options: [] },
        ],
      },
    };
    const drawn = (text: string) => ({ type: "plain_text", text, emoji: false });
    expect(await load("contact.find", groups)).toEqual([
      { option_groups: [{ label: drawn("Contacts"), options: [{ text: drawn("Maria"), value: "c1" }] }] },
    ]);
  });

  it("shows names from outside on one line, short enough for Slack, and never empty", async () => {
    const labels = labelsOf(await load("contact.find", options(["a\nb", "x".repeat(200), " "])));
    expect(labels).toEqual(["a b", `${"x".repeat(74)}…`, "(empty text)"]);
  });

  it("shows what stands under a name as it does names", async () => {
    const described: Feature = {
      options: {
        "contact.find": async () => [{ label: "Maria", description: "Lopez\n& Sons", value: "c1" }],
      },
    };
    const drawn = (text: string) => ({ type: "plain_text", text, emoji: false });
    expect(await load("contact.find", described)).toEqual([
      { options: [{ text: drawn("Maria"), description: drawn("Lopez & Sons"), value: "c1" }] },
    ]);
  });

  it("shows a long name from right to left short enough, too", async () => {
    const [label] = labelsOf(await load("contact.find", options(["א".repeat(200)])));
    expect(label?.length).toBeLessThanOrEqual(75);
  });

  it("offers a hundred at most", async () => {
    expect(labelsOf(await load("contact.find", options(Array(130).fill("x"))))).toHaveLength(100);
  });

  it("offers nothing where nobody knows it", async () => {
    expect(await load("contact.find", {})).toEqual([{ options: [] }]);
  });

  it.each<[string, Feature, number | undefined]>([
    ["fails", { options: { "contact.find": () => Promise.reject(new Error("disk full")) } }, undefined],
    ["takes too long", { options: { "contact.find": () => new Promise(() => {}) } }, 1],
  ])(
    "that %s says so, so that it is not taken for one who is not there",
    async (_what, given, answerWithin) => {
      const answers = await load("contact.find", given, answerWithin);
      expect(labelsOf(answers)).toEqual(["This could not be looked up: type again."]);
      expect(answers).toMatchObject([{ options: [{ value: notLookedUp }] }]);
    },
  );

  const saying = { value: notLookedUp, text: plain("This could not be looked up: type again.") };
  const maria = { value: "c1", text: plain("Maria") };
  it.each([
    ["one", { type: "external_select", selected_option: saying }],
    ["several", { type: "multi_external_select", selected_options: [maria, saying] }],
  ])(
    "of which what says so is chosen (%s) has it refused there, before the form is asked",
    async (_what, chosen) => {
      const view = {
        id: "V1",
        callback_id: "form.1",
        blocks: [field("to:2"), field("words")],
        state: { values: { "to:2": { "contact.find": chosen }, words: { words: { value: "Yes" } } } },
      };
      expect(await answerTo({ type: "view_submission", ...person, view }, feature)).toEqual([
        { response_action: "errors", errors: { "to:2": expect.stringContaining("could not be looked up") } },
      ]);
      expect(submitted).toEqual([]);
    },
  );
});

describe("the registry", () => {
  it("gives no modal and no load of options to two features", () => {
    const ids = [
      ...features.flatMap(({ modals = [] }) => modals.map(({ callbackId }) => callbackId)),
      ...features.flatMap((one) => Object.keys(one.options ?? {})),
    ];
    expect(ids).toEqual([...new Set(ids)]);
  });
});
