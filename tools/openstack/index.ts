/** The test bed: a real OpenStack on this machine, with fake hypervisors, that tests run against. */
export { adminCloud, cloudsYaml, demoCloud } from "./clouds";
export { type Bed, bedOf, PASSWORD, RELEASE_NAMES, type Release } from "./releases";
export { OpenStackError, type Progress } from "./scripts";
export { ensureOpenStack, installOpenStack, type OpenStack, startOpenStack, stopOpenStack } from "./start";
export { type Status, statusOf } from "./status";
