/** An App Connect connector server as its public repository has it, so far as texts touch it, with a connector that keeps text. */
import { createHmac } from "node:crypto";
import { createHttpFake, type FakeAnswer, type FakeRequest, type HttpFake } from "../http-fake.ts";

export interface FakeContact {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly phone: string | null;
  readonly company: string | null;
}

export interface FakeRecord {
  readonly conversationLogId: string;
  readonly contactId: unknown;
  readonly subject: string;
  /** It has it in its own table. */
  readonly isKnown: boolean;
  body: string;
}

export interface AppConnectFake extends HttpFake {
  readonly contacts: FakeContact[];
  readonly records: FakeRecord[];
  /** What its CRM says to whoever wants to write; null: yes. */
  connector: { readonly logId: string | null; readonly message: string; readonly messageType: string } | null;
  /** It reads tokens in addresses alone. */
  isOld: boolean;
  /** It ends between the CRM behind it and its own table: the record stands there, and it does not know it. */
  isCutOff: boolean;
  /** The user of the session is logged in to the CRM behind it. */
  isLoggedIn: boolean;
  readonly abilities: Record<string, boolean>;
  /** A session that is good for so long from now on. Seconds. */
  token(goodFor: number): string;
}

const WEEK = 7 * 24 * 3600;

interface Entity {
  readonly recordType: string;
  readonly creationTime: number;
  readonly direction?: string;
  readonly author?: { readonly name?: string };
  readonly from?: { readonly name?: string };
  readonly text?: string;
}

interface LogInfo {
  readonly conversationLogId: string;
  readonly creationTime: number;
  readonly messages: readonly {
    readonly id: unknown;
    readonly type: string;
    readonly lastModifiedTime: number;
  }[];
  readonly correspondents: readonly { readonly phoneNumber: string }[];
  readonly owner?: { readonly name?: string; readonly extensionType?: string };
  readonly entities?: readonly Entity[];
}

export async function createAppConnectFake(): Promise<AppConnectFake> {
  let count = 0;
  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const signed = (claims: object) => {
    const body = `${encoded({ alg: "HS256", typ: "JWT" })}.${encoded(claims)}`;
    return `${body}.${createHmac("sha256", "server-secret").update(body).digest("base64url")}`;
  };
  const now = () => Math.floor(Date.now() / 1000);
  const state: Omit<AppConnectFake, keyof HttpFake> = {
    contacts: [],
    records: [],
    connector: null,
    isOld: false,
    isCutOff: false,
    isLoggedIn: true,
    abilities: {
      createMessageLog: true,
      updateMessageLog: true,
      findContact: true,
      findContactWithName: true,
    },
    token(goodFor) {
      count += 1;
      return signed({ id: "7-ledger", platform: "ledger", jti: count, iat: now(), exp: now() + goodFor });
    },
  };

  function answer(request: FakeRequest): FakeAnswer {
    const bearer = /^Bearer (.*)$/.exec(request.headers.authorization ?? "")?.[1];
    const token = state.isOld ? request.query.get("jwtToken") : (bearer ?? request.query.get("jwtToken"));
    if (request.path === "/implementedInterfaces") return done(state.abilities);
    const goodFor = token == null ? null : goodForOf(token);
    if (goodFor === null) return { status: 400, body: "Please go to Settings and authorize CRM platform" };
    const headers = goodFor <= WEEK ? { "x-refreshed-jwt-token": state.token(2 * WEEK) } : {};
    return { ...routed(request), headers };
  }

  function goodForOf(token: string): number | null {
    const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString() || "{}");
    return signed(claims) === token && claims.exp > now() ? claims.exp - now() : null;
  }

  function routed({ method, path, query, json }: FakeRequest): FakeAnswer {
    if (path === "/authValidation")
      return done({
        successful: state.isLoggedIn,
        returnMessage: { message: "checked", messageType: "success" },
      });
    if (!state.isLoggedIn) return done({ successful: false, returnMessage: said("Contact not found") });
    switch (`${method} ${path}`) {
      case "GET /contact":
        return found(byNumber(query.get("phoneNumber") ?? ""), query.get("phoneNumber") ?? "");
      case "GET /custom/contact/search": {
        const name = (query.get("name") ?? "").toLowerCase();
        return found(
          state.contacts.filter((contact) => contact.name.toLowerCase().includes(name)),
          name,
        );
      }
      case "POST /contact":
        return addContact(json as { phoneNumber: string; newContactName: string; newContactType?: string });
      case "POST /messageLog":
        return log(json as { logInfo: LogInfo; contactId: unknown; contactName?: string });
      default:
        return { status: 404, body: "Cannot find it" };
    }
  }

  function byNumber(number: string): FakeContact[] {
    const digits = number.replace(/\D/g, "").slice(-10);
    return state.contacts.filter(({ phone }) => phone === null || phone.replace(/\D/g, "").endsWith(digits));
  }

  /** Among those who are there stands whoever could be made. */
  function found(contacts: readonly FakeContact[], sought: string): FakeAnswer {
    const newOne = { id: "createNewContact", name: "Create new contact...", isNewContact: true };
    const contact = [
      ...contacts.map(({ phone, ...rest }) => ({ ...rest, ...(phone === null ? {} : { phone }) })),
      newOne,
    ];
    const returnMessage = contacts.length === 0 ? said(`Contact not found: ${sought}`) : null;
    return done({ successful: true, returnMessage, contact });
  }

  function addContact(body: {
    phoneNumber: string;
    newContactName: string;
    newContactType?: string;
  }): FakeAnswer {
    count += 1;
    const { phoneNumber: phone, newContactName: name, newContactType } = body;
    const contact = { id: count, name, type: newContactType || "contact", phone, company: null };
    state.contacts.push(contact);
    return done({ successful: true, returnMessage: said("Contact created", "success"), contact });
  }

  function log({
    logInfo,
    contactId,
    contactName = "",
  }: {
    logInfo: LogInfo;
    contactId: unknown;
    contactName?: string;
  }): FakeAnswer {
    if (logInfo.messages.length === 0)
      return done({ successful: false, returnMessage: said("No message to log.") });
    const number = logInfo.correspondents[0]?.phoneNumber;
    if (number === undefined) return { status: 400, body: { error: "Cannot read properties of undefined" } };
    if (!contactId)
      return done({ successful: false, returnMessage: said(`Contact not found for number ${number}`) });
    if (!logInfo.owner?.name)
      return done({ successful: false, returnMessage: said("only the shared form is played here") });
    const { subject, body } = composed(logInfo, contactName);
    const known = state.records.find(
      (record) => record.isKnown && record.conversationLogId === logInfo.conversationLogId,
    );
    const { logId = "crm-1", ...message } = state.connector ?? {};
    const returnMessage = state.connector === null ? said("Message logged", "success") : message;
    if (logId === null) return done({ successful: true, logIds: [], returnMessage });
    if (known !== undefined) known.body = body;
    else {
      const { conversationLogId } = logInfo;
      state.records.push({ conversationLogId, contactId, subject, isKnown: !state.isCutOff, body });
    }
    return done({
      successful: true,
      logIds: known === undefined ? [logInfo.conversationLogId] : [],
      returnMessage,
    });
  }

  return Object.assign(state, await createHttpFake(answer));
}

/** In its words: what it does not know it leaves out, and the newest stands first. */
function composed(logInfo: LogInfo, contactName: string): { subject: string; body: string } {
  const entities = [...(logInfo.entities ?? [])].sort((one, other) => other.creationTime - one.creationTime);
  const ended = Math.max(...logInfo.messages.map(({ lastModifiedTime }) => lastModifiedTime));
  const agents = new Set(
    entities.flatMap(({ author, from }) => [author?.name, from?.name].filter((name) => name)),
  );
  const said = entities.flatMap(({ recordType, direction, author, text = "", creationTime }) => {
    const at = new Date(creationTime).toISOString();
    if (recordType === "AliveMessage")
      return [`${direction === "Inbound" ? contactName : author?.name} said on ${at}:\n${text}`];
    return recordType === "AliveNote" ? [`${author?.name ?? "Unknown"} left a note on ${at}:\n${text}`] : [];
  });
  const count = (recordType: string) => entities.filter((entity) => entity.recordType === recordType).length;
  const { name, extensionType } = logInfo.owner ?? {};
  return {
    subject: `SMS conversation with ${contactName}`,
    body: [
      `Started: ${new Date(logInfo.creationTime).toISOString()}`,
      `Ended: ${new Date(ended).toISOString()}`,
      `* ${contactName} (customer)`,
      ...[...agents].map((agent) => `* ${agent}`),
      `${extensionType === "Department" ? "Receiving call queue" : "Owner"}: ${name}`,
      `Conversation (${count("AliveMessage")} messages, ${count("AliveNote")} notes)`,
      ...said,
    ].join("\n"),
  };
}

function said(message: string, messageType = "warning") {
  return { message, messageType, ttl: 5000 };
}

export function refusal(message: string): FakeAnswer {
  return done({ successful: false, returnMessage: said(message) });
}

function done(body: unknown): FakeAnswer {
  return { status: 200, body };
}
