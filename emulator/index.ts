/** The embedded cloud: an OpenStack for tests, inside your own process. */
export { EmbeddedCloud, type Snapshot } from "./cloud";
export type { AuthKind, ProjectName } from "./credentials";
export type { RecordedRequest } from "./http/exchange";
export { Faults, type RequestMatch, type ServerMatch } from "./http/faults";
export type { Inspection } from "./inspection";
export type { CloudOptions } from "./options";
export { type Cancel, type Clock, ManualClock, RealClock } from "./state/clock";
export { DEFAULT_LATENCIES, type DriverStep, type Latencies, type TransitionName } from "./state/transitions";
