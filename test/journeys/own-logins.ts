/** A directory of the scene on RingCentral, where Ana and Ben answer the front desk's line by logins of their own as well. */
export function withOwnLogins(onRingCentral: string): string {
  return onRingCentral
    .replace("logins:\n", "logins:\n  - { name: ana, carrier: ringcentral }\n")
    .replace("name: Ana Reyes", "login: ana, name: Ana Reyes")
    .replace("name: Ben Ito", "login: ben, name: Ben Ito");
}
