/** The functions for the steps of an update. The change table names steps in `by`. */
import sortBy from "lodash/sortBy";
import type { ServerRecord } from "../../../api/index";
import { ACTIVE_STEPS, type ActiveStep } from "../fields/server-field";
import type { ServerArguments } from "../server-fields";
import { attributes } from "./attributes";
import { securityGroups } from "./group-memberships";
import { interfaces } from "./interfaces";
import { lock } from "./lock";
import { metadata } from "./metadata";
import { password } from "./password";
import { power } from "./power";
import { rebuild } from "./rebuild";
import { resize } from "./resize";
import type { Run } from "./step";
import { tags } from "./tags";
import { volumes } from "./volume-attachments";

const STEPS: Readonly<Record<ActiveStep, Run>> = {
    attributes,
    metadata,
    tags,
    securityGroups,
    interfaces,
    volumes,
    resize,
    rebuild,
    password,
    power,
    lock,
};

/**
 * The steps in their order. A password needs a running guest: starting the server comes before that step, and stopping
 * it after. A server in ERROR is rebuilt first: until then the cloud refuses most other changes, even to metadata.
 */
export function stepsFor({ powerState }: ServerArguments, { status }: ServerRecord): [by: ActiveStep, run: Run][] {
    const steps = ACTIVE_STEPS.map((by): [ActiveStep, Run] => [by, STEPS[by]]);
    const last = (by: ActiveStep) => (by === "lock" ? 2 : by === "password" ? 1 : 0);
    const ordered = powerState === "active" ? sortBy(steps, ([by]) => last(by)) : steps;
    return status === "ERROR" ? sortBy(ordered, ([by]) => by !== "rebuild") : ordered;
}
