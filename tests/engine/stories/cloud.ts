/** The cloud of one story, what strikes at its requests, and what the stack's state has of it. */
import { parse } from "yaml";
import type { RequestFault } from "../../../emulator/http/faults";
import { EmbeddedCloud } from "../../../emulator/index";
import { kinds } from "../../../provider/resources/registry";
import type { Judged } from "../../faults/judge";
import { keyOf } from "../../faults/point";
import type { Resource, Standing } from "../../support/engine";
import { logicalName } from "../../support/engine-events";
import { Nova } from "../../support/nova";
import type { StateResource } from "../../support/stack";
import { type Bag, declarationIn } from "../../support/wire";
import { nameOf } from "./program";

/** Seconds: so long the provider waits for an answer here. */
export const PATIENCE = 3;

/** Milliseconds after which a cloud has done whatever it was at. */
const SETTLES = 30_000;

/** What others resize servers to. */
const FOREIGN = { id: "foreign", name: "foreign", ram: 1024, vcpus: 1, disk: 20 };

/** The n-th request from now on, or each from there on. */
export interface Strike {
    readonly nth: number;
    readonly fault: RequestFault;
    readonly always: boolean;
    /** A request that it passes by, for the next one. */
    readonly spares?: RegExp;
}

export class StoryCloud implements Judged {
    /** What the state has of it. */
    stack: Judged["stack"] & { all(kind: string): Resource[] } = {
        ...standing([], ""),
        made: (kind) => this.made(kind),
    };
    /** How often a blow has fallen since the last {@link StoryCloud.arm}. */
    struck = 0;
    private strike: Strike | undefined;
    private seen = 0;
    /** The ids that the state has ever had, by kind. */
    private readonly ids = new Map<string, Set<string>>();

    private constructor(
        /** Of the story, and in clouds.yaml. */
        readonly name: string,
        readonly cloud: EmbeddedCloud,
        readonly nova: Nova,
    ) {
        cloud.faults.take = (request) => this.fate(keyOf(request));
    }

    static async start(name: string): Promise<StoryCloud> {
        const cloud = await EmbeddedCloud.start({ speed: 100 });
        const nova = await Nova.connect(cloud.cloudsYaml({ project: "admin" }));
        await nova.post("/flavors", { flavor: FOREIGN });
        return new StoryCloud(name, cloud, nova);
    }

    /** Its entry of a clouds.yaml. */
    get entry(): object {
        const { clouds } = parse(this.cloud.cloudsYaml({ name: this.name, project: "admin" })) as { clouds: Bag };
        return { [this.name]: { ...(clouds[this.name] as object), api_timeout: PATIENCE } };
    }

    arm(strike: Strike | undefined): void {
        this.strike = strike;
        this.seen = 0;
        this.struck = 0;
    }

    /** Takes over what the stack's state has. */
    know(resources: readonly StateResource[]): void {
        const stack = standing(resources, this.name);
        for (const kind of kinds.keys()) {
            this.ids.set(kind, new Set([...this.made(kind), ...stack.all(kind).map(({ id }) => id)]));
        }
        this.stack = { ...stack, made: (kind) => this.made(kind) };
    }

    private made(kind: string): string[] {
        return [...(this.ids.get(kind) ?? [])];
    }

    /** Ends when the cloud has done what it is at; fails where it never has. */
    async settle(): Promise<void> {
        const latest = Date.now() + SETTLES;
        const busy = () => this.cloud.inspect().servers.filter(({ taskState }) => taskState !== null);
        while (this.cloud.held > 0 || busy().length > 0) {
            if (Date.now() > latest) {
                const tasks = busy().map(({ id, taskState }) => `${id} ${taskState}`);
                throw new Error(`${this.name} holds ${this.cloud.held} requests back, and is at: ${tasks.join(", ")}`);
            }
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    }

    private fate(key: string): RequestFault | undefined {
        const { strike } = this;
        if (strike === undefined || strike.spares?.test(key) === true) {
            return undefined;
        }
        const nth = this.seen++;
        if (strike.always ? nth < strike.nth : nth !== strike.nth) {
            return undefined;
        }
        this.struck += 1;
        return strike.fault;
    }
}

/** A stack's resources of one story, by the names that they have in its plan. */
function standing(resources: readonly StateResource[], story: string): Standing & { all(kind: string): Resource[] } {
    const prefix = nameOf(story, "");
    const own = new Map<string, Resource>();
    for (const resource of resources) {
        const { urn, id = "", inputs = {}, outputs = {}, initErrors = [] } = resource;
        const name = logicalName(urn);
        if (name.startsWith(prefix) && resource.delete !== true && resource.pendingReplacement !== true) {
            own.set(name.slice(prefix.length), { id, inputs, outs: outputs, initErrors });
        }
    }
    return {
        holds: (name) => own.has(name),
        resource: (name) => {
            const found = own.get(name);
            if (found === undefined) {
                throw new Error(
                    `There is no "${name}" of ${story} in the state, which has: ${[...own.keys()].join(", ")}`,
                );
            }
            return found;
        },
        all: (kind) => [...own.values()].filter(({ inputs }) => declarationIn(inputs).kind === kind),
    };
}
