import { useCallback, useMemo, useState } from "preact/hooks";
import type { ViewValues } from "../../slack/types/acts.ts";
import type { OpenView } from "../../slack/types/messages.ts";
import { valueOfState } from "../block-kit/input.tsx";
import { isWire, list, obj, str, textOf } from "../block-kit/read.ts";
import { doInSlack } from "./desk.tsx";

export interface Filled {
  readonly values: ViewValues;
  /** What the chosen values of the app's own options are called. */
  readonly labels: Readonly<Record<string, string>>;
  fill(blockId: string, actionId: string, value: string | string[] | null): void;
}

/** What is typed into a view: at once here, and kept by the workspace, so that a reload or another window has it too. */
export function useFilled(view: OpenView): Filled {
  const [typed, setTyped] = useState<{ id: string; values: ViewValues }>({ id: view.id, values: {} });
  const own = typed.id === view.id ? typed.values : {};
  const fill = useCallback(
    (blockId: string, actionId: string, value: string | string[] | null) => {
      const one = { [blockId]: { [actionId]: value } };
      setTyped((before) => ({
        id: view.id,
        values: merged(before.id === view.id ? before.values : {}, one),
      }));
      if (view.type === "modal") void doInSlack("fillIn", { user: view.user, viewId: view.id, values: one });
    },
    [view.id, view.user, view.type],
  );
  const labels = useMemo(() => labelsOf(view), [view]);
  const kept = valuesOf(view);
  return { values: merged(kept, inside(own, kept)), labels, fill };
}

function labelsOf(view: OpenView): Record<string, string> {
  const blocks = Object.values(obj(obj(view.view, "state"), "values") ?? {}).filter(isWire);
  const states = blocks.flatMap((block) => Object.values(block).filter(isWire));
  const options = states.flatMap((state) => [
    ...list(state, "selected_options"),
    ...list({ one: [state.selected_option] }, "one"),
  ]);
  return Object.fromEntries(options.map((option) => [str(option, "value"), textOf(option)]));
}

function valuesOf(view: OpenView): ViewValues {
  const state = obj(obj(view.view, "state"), "values") ?? {};
  const blocks = Object.entries(state).map(([blockId, elements]) => {
    const values = Object.entries(isWire(elements) ? elements : {}).map(([id, value]) => [
      id,
      valueOfState(value),
    ]);
    return [blockId, Object.fromEntries(values)];
  });
  return Object.fromEntries(blocks);
}

/** What was typed into a field that is drawn anew under another id is gone with it. */
function inside(typed: ViewValues, view: ViewValues): ViewValues {
  return Object.fromEntries(Object.entries(typed).filter(([blockId]) => blockId in view));
}

function merged(under: ViewValues, over: ViewValues): ViewValues {
  const all = { ...under };
  for (const [blockId, values] of Object.entries(over)) all[blockId] = { ...all[blockId], ...values };
  return all;
}
