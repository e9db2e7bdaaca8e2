/** Carriers that a directory describes, as the registry knows them. */
import { provingSecrets, secretsOf } from "../../domain/described-carriers.ts";
import type { HttpCarrier, SecretName } from "../../domain/http-carrier.ts";
import { secrets, variable } from "../../lib/environment-fields.ts";
import { type CarrierDefinition, defineCarrier, type Given } from "../define-carrier.ts";
import { createHttpCarrier } from "./http-carrier.ts";

/** One each. What several of them use is one secret, which has to do for all that it is used for. */
export function httpCarriers(described: readonly HttpCarrier[]): readonly CarrierDefinition[] {
  const paths = new Set(described.flatMap(({ proof }) => proof.secretPath ?? []));
  const proving = new Set(described.flatMap(provingSecrets));
  const fieldOf = (name: SecretName) =>
    paths.has(name)
      ? secrets(readSegment, 2)
      : proving.has(name)
        ? secrets(readPlain, 2)
        : variable([], readOne);
  return described.map((one) => httpCarrier(one, fieldOf));
}

function httpCarrier(
  description: HttpCarrier,
  fieldOf: (name: SecretName) => ReturnType<typeof secrets<string>>,
): CarrierDefinition {
  const { name, title } = description;
  return defineCarrier({
    name,
    title,
    isDescribed: true,
    variables: Object.fromEntries(secretsOf(description).map((one) => [one, fieldOf(one)])),
    missing: (given) => missing(description, given),
    /** By the names of their variables. */
    configure: (values) => ({ secrets: values }),
    create: ({ secrets: values }, { publicUrl, call, fetchSafely, now }) =>
      createHttpCarrier({
        description,
        secrets: new Map(Object.entries(values)),
        publicUrl,
        call,
        ...(fetchSafely && { fetchSafely }),
        now,
      }),
  });
}

function missing(description: HttpCarrier, given: Given): string[] {
  const { title, proof } = description;
  const absent = secretsOf(description).filter((name) => given[name] === undefined);
  const problems = absent.map(
    (name) =>
      `${name} is missing; the directory names it for ${title} (${useOf(name, proof)}). Set it in the environment.`,
  );
  if (given.PUBLIC_URL === undefined)
    problems.push(
      `PUBLIC_URL is missing, so no text of ${title} can come in; set it to the address that ${title} reaches.`,
    );
  return problems;
}

/** What a secret is for. */
function useOf(name: SecretName, { secretPath, basic, hmac }: HttpCarrier["proof"]): string {
  if (name === secretPath) return "the end of the address to which it posts";
  if (name === basic?.username) return "the user name with which it posts";
  if (name === basic?.password) return "the password with which it posts";
  return name === hmac?.secret ? "what it signs with" : "what lets in when a text is sent";
}

function readPlain(text: string) {
  return /\s/.test(text) ? { problem: "holds spaces; copy it again." } : { value: text };
}

/** What is only used is one, commas and all. */
function readOne(text: string) {
  const found = readPlain(text);
  return "value" in found ? { value: [found.value] } : found;
}

/** It stands in an address, and whoever guessed it could post texts. */
function readSegment(text: string) {
  return /^[\w.~-]{16,200}$/.test(text)
    ? { value: text }
    : {
        problem:
          "must be 16 or more letters, digits and `-`, since it ends an address; make one with: openssl rand -hex 16",
      };
}
