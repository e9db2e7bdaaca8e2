import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { CrmSide } from "../../page-api.ts";
import { Avatar } from "../slack/avatar.tsx";
import { countOf } from "./count-of.ts";

interface ContactsProps {
  readonly crm: CrmSide;
  /** An id. */
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

const MOST = 200;

/** Where something was logged last stands first, and the chosen one is always in sight. */
export function Contacts({ crm, chosen, onChoose }: ContactsProps): JSX.Element {
  const order = latestFirst(crm);
  const shown = order.slice(0, MOST);
  const box = useRef<HTMLFieldSetElement>(null);
  const place = shown.findIndex(({ id }) => id === chosen);
  useLayoutEffect(() => {
    box.current?.querySelector("[aria-pressed=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen, place]);
  return (
    <fieldset ref={box} class="contact-list" aria-label="Whose records">
      {shown.map(({ id, name, company, phones }) => {
        const count = crm.records.filter(({ contact }) => contact === id).length;
        return (
          <button
            type="button"
            key={id}
            class={`phone-choice${id === chosen ? " phone-chosen" : ""}`}
            aria-pressed={id === chosen}
            onClick={() => onChoose(id)}
          >
            <Avatar name={name} />
            <span class="person-name">
              <span class="ellipsis">{name === "" ? "Without a name" : name}</span>
              <small>{company ?? phones[0] ?? "no number"}</small>
            </span>
            {count > 0 && (
              <span class="crm-count" role="img" aria-label={countOf(count, "record")}>
                {count}
              </span>
            )}
          </button>
        );
      })}
      {order.length > MOST && <p class="crm-more">{order.length - MOST} more are not shown.</p>}
    </fieldset>
  );
}

function latestFirst({ contacts, records }: CrmSide): CrmSide["contacts"] {
  const latest = new Map<string | null, string>();
  for (const { contact, changedAt } of records)
    if ((latest.get(contact) ?? "") < changedAt) latest.set(contact, changedAt);
  const age = ({ id }: { readonly id: string }) => latest.get(id) ?? "";
  return [...contacts].sort((a, b) => age(b).localeCompare(age(a)));
}
