/** The third neighbour: the CRM's contacts, and what is logged on each. Folded it is a button at the page's top. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { CrmSide } from "../../page-api.ts";
import { useCrmView } from "../crm-view.tsx";
import { Icon } from "../parts/icon.tsx";
import { useWorld } from "../world.tsx";
import { Contact } from "./contact.tsx";
import { Contacts } from "./contacts.tsx";
import { countOf } from "./count-of.ts";

export function Crm(): JSX.Element {
  const { crm } = useWorld();
  const { open, toggled, toggle } = useCrmView();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (toggled) button.current?.focus();
  }, []);
  const title = crm?.title ?? "CRM";
  if (!open)
    return (
      <section class="crm-closed" aria-label="CRM">
        <button
          ref={button}
          type="button"
          class="button button-small"
          aria-expanded={false}
          aria-label={`Show the CRM${crm === null ? "" : `: ${title}, ${countOf(crm.records.length, "record")}`}`}
          onClick={toggle}
        >
          {title}
          {crm !== null && crm.records.length > 0 && (
            <span class="badge" data-count={crm.records.length} aria-hidden="true" />
          )}
        </button>
      </section>
    );
  return (
    <section class="pane crm" aria-label="CRM">
      <header class="crm-top">
        <h2 class="pane-title">{title}</h2>
        <button
          ref={button}
          type="button"
          class="icon-button"
          aria-expanded={true}
          aria-label="Hide the CRM"
          onClick={toggle}
        >
          <Icon name="right" />
        </button>
      </header>
      {crm === null ? <NoCrm /> : <Inside crm={crm} />}
    </section>
  );
}

function Inside({ crm }: { crm: CrmSide }): JSX.Element {
  const { contact, choose } = useCrmView();
  const chosen = crm.contacts.find(({ id }) => id === contact) ?? crm.contacts[0];
  return (
    <>
      <p class="crm-counts">
        {countOf(crm.contacts.length, "contact")}, {countOf(crm.records.length, "record")}
      </p>
      <Contacts crm={crm} chosen={chosen?.id ?? ""} onChoose={choose} />
      {chosen === undefined ? (
        <p class="empty">There is no contact yet.</p>
      ) : (
        <Contact key={chosen.id} crm={crm} contact={chosen} />
      )}
    </>
  );
}

function NoCrm(): JSX.Element {
  return (
    <div class="empty">
      <p>
        <strong>No records.</strong>
      </p>
      <p>There is no CRM in this sandbox: what is logged stands in Threadline's own database.</p>
    </div>
  );
}
