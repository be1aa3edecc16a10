/** The connection to a cloud: authentication, catalog, microversions, HTTP with retries, and errors with remedies. */

export type { CloudSettings, Credentials, Domain, Interface, Proxies, Scope, Timing, Tls } from "./cloud-settings";
export * from "./compute";
export { connect, openCompute } from "./connect";
export { endingBy } from "./deadline";
export * from "./errors";
export { rememberSecrets } from "./known-secrets";
export { type MeantCloud, meantCloud } from "./meant";
export { compareMicroversions, KNOWN_MAXIMUM, releaseOf } from "./microversions";
export { resolveCloud } from "./resolve";
export { visible } from "./visible";
