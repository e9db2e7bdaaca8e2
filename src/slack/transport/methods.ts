/** The methods of Slack's Web API that we call, as its package types them. */
import type { WebClient } from "@slack/web-api";

interface Methods {
  "apps.connections.open": WebClient["apps"]["connections"]["open"];
  "auth.test": WebClient["auth"]["test"];
  "chat.delete": WebClient["chat"]["delete"];
  "chat.postEphemeral": WebClient["chat"]["postEphemeral"];
  "chat.postMessage": WebClient["chat"]["postMessage"];
  "chat.update": WebClient["chat"]["update"];
  "conversations.history": WebClient["conversations"]["history"];
  "conversations.info": WebClient["conversations"]["info"];
  "conversations.members": WebClient["conversations"]["members"];
  "conversations.open": WebClient["conversations"]["open"];
  "conversations.replies": WebClient["conversations"]["replies"];
  "files.completeUploadExternal": WebClient["files"]["completeUploadExternal"];
  "files.delete": WebClient["files"]["delete"];
  "files.info": WebClient["files"]["info"];
  "files.getUploadURLExternal": WebClient["files"]["getUploadURLExternal"];
  "reactions.add": WebClient["reactions"]["add"];
  "reactions.remove": WebClient["reactions"]["remove"];
  "usergroups.list": WebClient["usergroups"]["list"];
  "users.info": WebClient["users"]["info"];
  "users.list": WebClient["users"]["list"];
  "users.lookupByEmail": WebClient["users"]["lookupByEmail"];
  "views.open": WebClient["views"]["open"];
  "views.publish": WebClient["views"]["publish"];
  "views.push": WebClient["views"]["push"];
  "views.update": WebClient["views"]["update"];
}

/** One call to Slack, tried once. Throws `DeskError`. */
export type Web = <M extends keyof Methods>(
  method: M,
  args: NonNullable<Parameters<Methods[M]>[0]>,
) => ReturnType<Methods[M]>;
