import { CarrierError } from "../../domain/errors.ts";
import type { LoginName } from "../../domain/ids.ts";
import { describeFailure, noCredentials } from "./failures.ts";

/** Nobody there can be asked: the line names no login, or one without credentials. */
export function noLogin(named: LoginName | undefined): CarrierError {
  const { code, sentence } = named === undefined ? describeFailure("no-login") : noCredentials(named);
  return new CarrierError(sentence, { kind: code, retryable: false, certain: true });
}
