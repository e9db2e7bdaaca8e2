/**
 * A person before an open modal. Fields go by the name of their block: one that is drawn anew has an id that begins with
 * that name and ends in `:N`.
 */
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import type { InteractionOutcome, ViewOutcome, ViewValues } from "../../src/sandbox/slack/types/acts.ts";
import type { OpenView } from "../../src/sandbox/slack/types/messages.ts";
import { buttons } from "./reading.ts";
import { until } from "./until.ts";

export interface AtModal {
  /** The modal on top of what the person has open. */
  modal(): OpenView | null;
  /** Waits until a modal of that callback id stands before the person: the app opens it after its answer. */
  waitsForModal(callbackId: string, withinMs?: number): Promise<OpenView>;
  /** All strings that stand in it; empty when none is open. */
  seesInModal(): string;
  /** What stands in a field: the text typed, the date or time, the labels of what is chosen. */
  fieldInModal(block: string): string | string[];
  /** Types a text or a date; chooses by labels. Where the field tells the app of each change, it does. */
  fillsIn(block: string, value: string | string[]): Promise<void>;
  /** The labels that a field offers for what is typed in it. */
  searchesInModal(block: string, query: string): Promise<string[]>;
  /** Searches, and adds the one whose label has these words. */
  choosesInModal(block: string, query: string, words?: string): Promise<void>;
  /** Takes out one that was chosen. */
  takesOutInModal(block: string, words: string): Promise<void>;
  pressesInModal(label: string): Promise<InteractionOutcome>;
  submits(values?: ViewValues): Promise<ViewOutcome>;
  /** What is wrong, by the field's name. */
  errorsInModal(): Record<string, string>;
  closesModal(): Promise<InteractionOutcome>;
}

interface Option {
  readonly text: { readonly text: string };
  readonly value: string;
}

interface Block {
  readonly type: string;
  readonly block_id: string;
  readonly dispatch_action?: boolean;
  readonly element?: Element;
  readonly accessory?: Element;
  readonly elements?: readonly Element[];
}

interface Element {
  readonly type: string;
  readonly action_id: string;
  readonly options?: readonly Option[];
  readonly option_groups?: readonly { readonly options: readonly Option[] }[];
}

type State = Readonly<Record<string, unknown>>;

const nameOf = (blockId: string) => blockId.replace(/:\d+$/, "");

export function createAtModal({ slack }: Sandbox, user: string): AtModal {
  const { control } = slack;
  const modal = () => control.views(user).at(-1) ?? null;
  const standing = (): OpenView => {
    const view = modal();
    if (view === null) throw new Error(`${user} has no modal open`);
    return view;
  };
  const find = (name: string) => {
    const view = standing();
    // What Slack's stand-in keeps of a view are blocks that it has checked.
    const blocks = view.view.blocks as Block[];
    const block = blocks.find(({ block_id }) => nameOf(block_id) === name);
    const element = block?.element ?? block?.accessory ?? block?.elements?.[0];
    if (block === undefined || element === undefined) throw new Error(`the modal has no field ${name}`);
    const values = (view.view.state as { values: Record<string, Record<string, State>> }).values;
    return { view, block, element, state: values[block.block_id]?.[element.action_id] ?? {} };
  };
  const set = async (name: string, value: string | string[] | null) => {
    const { view, block, element } = find(name);
    const [viewId, actionId, blockId] = [view.id, element.action_id, block.block_id];
    const tells = block.type !== "input" || block.dispatch_action === true;
    if (tells) await control.press({ user, viewId, blockId, actionId, value: value ?? [] });
    else control.fillIn({ user, viewId, values: { [blockId]: { [actionId]: value } } });
  };
  const search = async (name: string, query: string) => {
    const { view, block, element } = find(name);
    const at = { user, viewId: view.id, blockId: block.block_id, actionId: element.action_id };
    const { sent, error, groups } = await control.search({ ...at, query });
    if (sent && error !== undefined) throw new Error(`${name} shows no options: ${error}`);
    return groups.flatMap(({ options }) => options);
  };
  const chosenIn = ({ selected_options }: State) => (selected_options ?? []) as Option[];

  return {
    modal,
    waitsForModal: (callbackId, withinMs) =>
      until(
        `the modal ${callbackId}`,
        () => {
          const view = modal();
          return view?.callbackId === callbackId && view;
        },
        withinMs,
      ),
    seesInModal: () => JSON.stringify(modal()?.view.blocks ?? ""),
    fieldInModal: (name) => readState(find(name).state),
    async fillsIn(name, value) {
      const { element } = find(name);
      const offered = [
        ...(element.options ?? []),
        ...(element.option_groups ?? []).flatMap((g) => g.options),
      ];
      const meant = (label: string) => offered.find(({ text }) => text.text === label)?.value ?? label;
      await set(name, Array.isArray(value) ? value.map(meant) : meant(value));
    },
    searchesInModal: async (name, query) => (await search(name, query)).map(({ text }) => text),
    async choosesInModal(name, query, words = query) {
      const offered = await search(name, query);
      const one = offered.find(({ text }) => text.toLowerCase().includes(words.toLowerCase()));
      if (one === undefined)
        throw new Error(`${name} offers no ${words}: ${offered.map((o) => o.text).join(", ")}`);
      const { element, state } = find(name);
      const several = element.type.startsWith("multi_");
      await set(name, several ? [...chosenIn(state).map(({ value }) => value), one.value] : one.value);
    },
    async takesOutInModal(name, words) {
      const chosen = chosenIn(find(name).state);
      const rest = chosen.filter(({ text }) => !text.text.includes(words));
      if (rest.length === chosen.length) throw new Error(`${name} has no ${words} in it`);
      await set(
        name,
        rest.map(({ value }) => value),
      );
    },
    async pressesInModal(label) {
      const { id, view } = standing();
      const button = buttons({ blocks: view.blocks }).find((candidate) => candidate.label === label);
      if (button === undefined) throw new Error(`the modal has no button ${label}`);
      return control.press({ user, viewId: id, actionId: button.actionId });
    },
    submits: (values = {}) => control.submitView({ user, values }),
    errorsInModal: () =>
      Object.fromEntries(Object.entries(standing().errors).map(([id, words]) => [nameOf(id), words])),
    closesModal: () => control.closeView({ user }),
  };
}

function readState(state: State): string | string[] {
  const { type, ...values } = state;
  const [held] = Object.values(values);
  if (Array.isArray(held)) return held.map(readOne);
  return readOne(held ?? "");
}

function readOne(value: unknown): string {
  const isOption = typeof value === "object" && value !== null && "text" in value;
  return isOption ? (value as Option).text.text : String(value);
}
