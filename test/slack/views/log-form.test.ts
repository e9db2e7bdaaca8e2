import type { InputBlock, ModalView } from "@slack/types";
import { describe, expect, it } from "vitest";
import type { LogForm } from "../../../src/bridge/records/log-form.ts";
import type { SelectForm } from "../../../src/bridge/records/select-texts.ts";
import type { CrmContactId, EpisodeId, MessageId, RecordId } from "../../../src/domain/ids.ts";
import type { Json } from "../../../src/lib/json.ts";
import { checkView } from "../../../src/sandbox/slack/block-rules.ts";
import {
  belongsOptions,
  drawLogForm,
  kindIn,
  readLogForm,
  readLogMetadata,
} from "../../../src/slack/views/log-form.ts";
import { drawSelectTexts, readSelectTexts } from "../../../src/slack/views/select-texts.ts";

const form: LogForm = {
  target: { episode: "e1" as EpisodeId, day: "2026-01-05", record: "r1" as RecordId },
  crm: "HubSpot",
  contact: "Maria Lopez (…9001)",
  what: "The day 2026-01-05",
  standing: "Logged to HubSpot",
  url: "https://app.hubspot.com/contacts/1/record/0-1/7?a=1&b=2",
  asksContact: true,
  mustChoose: false,
  creates: true,
  candidates: [],
  zone: "UTC",
  belongs: [{ kind: "deal", kindName: "Deal", options: [{ value: "d1", label: "Roof" }] }],
  filled: {
    contact: { id: "c1" as CrmContactId, type: null, name: "Maria" },
    associations: { deal: "d1" },
    disposition: "Booked for Friday",
    note: "Call back",
  },
  preset: "c1" as CrmContactId,
  seen: "abc",
  isSilent: false,
};
const many = Array.from({ length: 150 }, (_, index) => ({ value: `v-${index}`, label: "y".repeat(200) }));
const hostile = "<!channel> *x* `y` <https://x.example|z>\n".repeat(30);

const wire = (view: ModalView) => ({ ...view });

/** As Slack gives back what was drawn, when nothing is changed. */
function untouched(view: ModalView): Json {
  const entries = view.blocks.flatMap((block) => {
    if (block.type !== "input" || block.block_id === undefined) return [];
    const { action_id, initial_value, initial_option } = (block as InputBlock).element as {
      action_id: string;
      initial_value?: string;
      initial_option?: object;
    };
    const value = { value: initial_value ?? null, selected_option: initial_option ?? null };
    return [[block.block_id, { [action_id]: value }] as const];
  });
  return Object.fromEntries(entries);
}

describe("the form that logs by hand", () => {
  it.each<[string, LogForm]>([
    ["everything in it", form],
    ["nothing known", { ...form, standing: null, url: null, belongs: [], isSilent: true }],
    [
      "names that are empty",
      {
        ...form,
        belongs: [{ kind: "deal", kindName: "", options: [{ value: "d1", label: "" }] }],
        filled: { ...form.filled, contact: { id: "c1" as CrmContactId, type: null, name: "" } },
      },
    ],
    [
      "much of everything",
      {
        ...form,
        crm: "x".repeat(100),
        contact: hostile,
        standing: hostile,
        url: `https://crm.example.com/${"x".repeat(4_000)}`,
        belongs: [{ kind: "deal", kindName: "d".repeat(300), options: many }],
        filled: {
          ...form.filled,
          associations: { deal: "v-149" },
          disposition: "d".repeat(9_000),
          note: "n".repeat(9_000),
        },
      },
    ],
    [
      "ids that are longer than Slack takes",
      {
        ...form,
        belongs: [{ kind: "deal", kindName: "Deal", options: [{ value: "v".repeat(200), label: "x" }] }],
        filled: { ...form.filled, contact: { id: "c".repeat(200) as CrmContactId, type: null, name: "M" } },
      },
    ],
  ])("fits into Slack's limits with %s", (_, state) => {
    expect(checkView(wire(drawLogForm(state, ["x".repeat(900)]))).messages).toEqual([]);
  });

  it("is read as it stood when nothing is changed", () => {
    const view = drawLogForm(form);
    expect(readLogForm(untouched(view))).toEqual(form.filled);
    const { target, preset, seen } = form;
    expect(readLogMetadata(view.private_metadata ?? "")).toEqual({ target, preset, seen });
  });

  it("looks by name for what is more than a menu holds, and says so", () => {
    const deals = { ...form, belongs: [{ kind: "deal", kindName: "Deal", options: many }] };
    const view = drawLogForm({ ...deals, filled: { ...form.filled, associations: { deal: "v-149" } } });
    expect(view.blocks.find((block) => block.block_id === "belongs.deal")).toMatchObject({
      hint: { text: "There are 150: type a part of the name." },
      element: {
        type: "external_select",
        action_id: "log.belongs",
        min_query_length: 0,
        initial_option: { value: "v-149" },
      },
    });
    expect(kindIn("belongs.deal")).toBe("deal");
    expect(readLogForm(untouched(view)).associations).toEqual({ deal: "v-149" });
    const options = belongsOptions({ options: many, trouble: null });
    expect(options).toHaveLength(100);
    expect(options.at(-1)).toEqual({ label: "There are more: type more of the name.", value: "-" });
    const more = { "belongs.deal": { "log.belongs": { selected_option: { value: "-", text: {} } } } };
    expect(readLogForm(more).associations).toEqual({});
    const trouble = "HubSpot does not answer right now.";
    expect(belongsOptions({ options: [], trouble })).toEqual([{ label: trouble, value: "-" }]);
  });

  it("takes how it went in words, and none where nothing was typed", () => {
    const block = drawLogForm({ ...form, filled: { ...form.filled, disposition: null } }).blocks.find(
      ({ block_id }) => block_id === "disposition",
    );
    expect(block).toMatchObject({ optional: true, element: { type: "plain_text_input" } });
    const typed = (value: string | null) =>
      readLogForm({ disposition: { disposition: { type: "plain_text_input", value } } }).disposition;
    expect([" Booked ", "  ", null].map(typed)).toEqual(["Booked", null, null]);
  });

  it("links what is logged, and lets no words of others work", () => {
    expect(JSON.stringify(drawLogForm(form))).toContain(
      "<https://app.hubspot.com/contacts/1/record/0-1/7?a=1&amp;b=2|Logged to HubSpot>",
    );
    const long = `https://crm.example.com/${"x".repeat(4_000)}`;
    expect(JSON.stringify(drawLogForm({ ...form, url: long }))).not.toContain("crm.example.com");
    const words = JSON.stringify(drawLogForm({ ...form, contact: hostile, standing: hostile, url: null }));
    expect(words).not.toContain("<!channel>");
    expect(JSON.stringify(drawLogForm({ ...form, url: "https://x.example/a|b>c" }))).not.toContain("|b>c");
  });
});

describe("the form of the texts that are logged alone", () => {
  const select: SelectForm = {
    episode: "e1" as EpisodeId,
    crm: "HubSpot",
    contact: "Maria Lopez (…9001)",
    texts: Array.from({ length: 100 }, (_, index) => ({ id: `m-${index}` as MessageId, label: hostile })),
    from: "m-3" as MessageId,
    to: "m-99" as MessageId,
    isCut: true,
  };

  it("fits into Slack's limits, and is read as it stood", () => {
    const view = drawSelectTexts(select);
    expect(checkView(wire(view)).messages).toEqual([]);
    const read = readSelectTexts(view.private_metadata ?? "", untouched(view));
    expect(read).toEqual({ episode: "e1", from: "m-3", to: "m-99", note: "" });
  });
});
