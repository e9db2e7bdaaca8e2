import type { JSX } from "preact";
import type { CrmContactView, CrmRecordView } from "../../crm/types/contacts.ts";
import type { CrmSide } from "../../page-api.ts";
import { SCROLLS } from "../parts/scrolls.ts";
import { showDay, showExactly, showTime } from "../parts/times.ts";
import { Html } from "./html.tsx";

interface ContactProps {
  readonly crm: CrmSide;
  readonly contact: CrmContactView;
}

/** One contact as the CRM has it, and its timeline, the latest first. */
export function Contact({ crm, contact }: ContactProps): JSX.Element {
  const { id, name, company, phones, email, type } = contact;
  const facts = [company, type, ...phones, email].filter((fact) => fact !== null);
  const records = crm.records
    .filter((record) => record.contact === id)
    .sort((a, b) => b.at.localeCompare(a.at) || b.createdAt.localeCompare(a.createdAt));
  return (
    <div class="contact">
      <header class="contact-head">
        <h3>{name === "" ? "Without a name" : name}</h3>
        <p>{facts.join(" · ")}</p>
      </header>
      <div class="timeline" {...SCROLLS} role="log" aria-label={`Timeline of ${name}`}>
        {records.length === 0 ? (
          <p class="empty">Nothing is logged here yet.</p>
        ) : (
          records.map((record) => <Entry key={record.id} record={record} form={crm.form} />)
        )}
      </div>
    </div>
  );
}

function Entry({ record, form }: { record: CrmRecordView; form: CrmSide["form"] }): JSX.Element {
  const { kind, subject, owner, linked, writes } = record;
  const at = new Date(record.at);
  return (
    <article class="record" data-record={record.id} aria-label={`${kind} ${showDay(at)}`}>
      <header class="record-head">
        <span class="kind kind-crm">{kind}</span>
        <time dateTime={record.at} title={showExactly(at)}>
          {showDay(at)}, {showTime(at)}
        </time>
        <span class="record-owner">{owner ?? "Threadline"}</span>
      </header>
      {subject !== "" && <h4>{subject}</h4>}
      {form === "html" ? <Html source={record.body} /> : <pre class="record-text">{record.body}</pre>}
      {(linked.length > 0 || writes > 1) && (
        <p class="record-foot">
          {linked.length > 0 && <span>On {linked.join(", ")}</span>}
          {writes > 1 && <span>written {writes} times</span>}
        </p>
      )}
    </article>
  );
}
