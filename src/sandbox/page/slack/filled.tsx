import { useCallback, useState } from "preact/hooks";
import type { ViewValues } from "../../slack/types/acts.ts";
import type { OpenView } from "../../slack/types/messages.ts";
import { valueOfState } from "../block-kit/input.tsx";
import { isWire, obj } from "../block-kit/read.ts";
import { doInSlack } from "./desk.tsx";

export interface Filled {
  readonly values: ViewValues;
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
  return { values: merged(valuesOf(view), own), fill };
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

function merged(under: ViewValues, over: ViewValues): ViewValues {
  const all = { ...under };
  for (const [blockId, values] of Object.entries(over)) all[blockId] = { ...all[blockId], ...values };
  return all;
}
