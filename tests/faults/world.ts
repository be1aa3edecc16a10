/**
 * A cloud, a stack on it and a client that judges, in driven time. Every command of the stack is a process of its own,
 * with a connection of its own; faults are put between any two requests of it.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmbeddedCloud, type Snapshot } from "../../emulator";
import type { RequestFault } from "../../emulator/http/faults";
import { connectDirectly } from "../support/direct-line";
import { DrivenTime, type Holding } from "../support/driven-time";
import { Deployment, type Moment } from "../support/engine";
import { Nova } from "../support/nova";
import type { Spoil } from "../support/spoil";
import { type Bag, declarationIn } from "../support/wire";
import { keyOf, type Point } from "./point";

/** What the cloud is told of a request before it acts on it. */
interface Arriving {
    method: string;
    path: string;
    action: string | undefined;
}

/** In place of a key: any request. */
export const ANY = "*";

/** Where Linux keeps files in memory only: each of very many worlds writes one. */
const MEMORY = "/dev/shm";

let worlds = 0;
let made: string | undefined;

/** Of the clouds.yaml; one for all worlds of a test file, since one follows the other. */
function folder(): string {
    if (made === undefined) {
        const fresh = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), "faults-"));
        process.once("exit", () => rmSync(fresh, { recursive: true, force: true }));
        made = fresh;
    }
    return made;
}

/** A blow and where it falls: on a request, or on a step of a hypervisor. */
export interface Strike {
    readonly point: Point;
    readonly blow: Blow;
    /** On all requests like it from there on, until the operation has ended. */
    readonly always?: boolean;
    /** Not while one of these kinds is created. */
    readonly spares?: readonly unknown[];
    /** The cloud does it after everybody has given up. */
    readonly late?: boolean;
}

/** The step fails, and the server goes to ERROR or stays as it was. */
export type Blow =
    | RequestFault
    | { readonly kind: "kill"; readonly when: "before" | "after" }
    | { readonly kind: "fail" }
    /** The cloud acts and answers, and something else arrives (tests/hostile). */
    | { readonly kind: "spoil"; readonly spoil: Spoil };

/** What stands between the provider and the cloud, in place of the direct line. */
export interface Front extends Holding {
    readonly url: string;
    stop(): Promise<void>;
}

/** A world at some moment. */
export interface WorldMoment {
    readonly cloud: Snapshot;
    readonly stack: Moment;
    readonly time: number;
    /** How much the provider had said. */
    readonly said: number;
}

const START = Date.parse("2026-01-01T00:00:00Z");

/** Seconds: so long the provider waits for an answer. */
export const PATIENCE = 20;

export class World {
    /** What the provider said. */
    readonly said: string[] = [];
    /** The keys of the requests since {@link World.watch}. */
    seen: string[] = [];
    /** How often the fault at a point struck. */
    struck = 0;
    /** The steps of hypervisors since then: `create spawn`. */
    steps: string[] = [];
    private at: Strike | undefined;
    private processes = 0;
    private readonly stops: (() => Promise<void>)[] = [];
    private watching = false;
    /** The provider was killed: nothing that it still sends arrives. */
    private dying = false;
    private spoiling: Spoil | undefined;

    private constructor(
        readonly cloud: EmbeddedCloud,
        readonly time: DrivenTime,
        /** Looks at the cloud without provider code; an administrator. */
        readonly nova: Nova,
        /** The folder of its clouds.yaml. */
        private readonly place: string,
        private readonly restores: (() => void)[],
    ) {}

    stack!: Deployment;

    static async start({
        random = () => 0.5,
        settings = "",
        front,
    }: {
        random?: () => number;
        /** More lines of the clouds.yaml's entry. */
        settings?: string;
        front?: (world: World) => Promise<Front>;
    } = {}): Promise<World> {
        const time = new DrivenTime(START, random);
        // So quick that each wait has a first look, one or two in between, and a last one.
        const cloud = await EmbeddedCloud.start({ clock: time.clock, speed: 4 });
        const hangUp = connectDirectly(cloud);
        const nova = await Nova.connect(cloud.cloudsYaml({ project: "admin" }));
        // A port may come again, and with it the connection of another world, if it stood in the same file.
        worlds += 1;
        const place = join(folder(), String(worlds));
        mkdirSync(place);
        const world = new World(cloud, time, nova, place, []);
        const inFront = await front?.(world);
        const yaml = cloud.cloudsYaml({ project: "admin" }).replaceAll(cloud.url, inFront?.url ?? cloud.url);
        writeFileSync(join(place, "clouds.yaml"), `${yaml}    api_timeout: ${PATIENCE}\n${settings}`);
        const log = console.log;
        console.log = (line: string) => world.said.push(line);
        const before = process.env.OS_CLIENT_CONFIG_FILE;
        world.restores.push(() => {
            console.log = log;
            process.env.OS_CLIENT_CONFIG_FILE = before;
            if (before === undefined) {
                delete process.env.OS_CLIENT_CONFIG_FILE;
            }
        });
        world.restores.push(hangUp);
        if (inFront !== undefined) {
            world.stops.push(() => inFront.stop());
        }
        time.install();
        world.listen();
        world.stack = await Deployment.on(
            { "openstack-compute:cloud": "embedded" },
            { process: () => world.startProcess(), around: (command) => time.drive(inFront ?? cloud, command()) },
        );
        return world;
    }

    async stop(): Promise<void> {
        await Promise.all([this.cloud.stop(), ...this.stops.map((stop) => stop())]);
        this.time.restore();
        for (const restore of this.restores) {
            restore();
        }
    }

    /** This moment, to go back to; undefined while something is under way. */
    moment(): WorldMoment | undefined {
        return this.time.clock.isIdle
            ? {
                  cloud: this.cloud.snapshot(),
                  stack: this.stack.moment(),
                  time: this.time.clock.now(),
                  said: this.said.length,
              }
            : undefined;
    }

    /** Goes back to a moment: to the cloud, the state and the time of then. */
    async returnTo({ cloud, stack, time, said }: WorldMoment): Promise<void> {
        this.disarm();
        await this.time.returnTo(time, this.cloud);
        this.cloud.restore(cloud);
        this.stack.returnTo(stack);
        this.said.splice(said);
    }

    /** Counts the requests from here on, and lets the blow fall on the one at that point, or on all from there on. */
    watch(at?: Strike): void {
        this.watching = true;
        this.seen = [];
        this.steps = [];
        this.struck = 0;
        this.at = at;
    }

    /** The blow falls on nothing any more; what is under way in the cloud goes on. */
    disarm(): Pick<World, "seen" | "steps" | "struck"> {
        this.at = undefined;
        this.dying = false;
        // What the watched process left behind is not used again.
        this.processes += this.watching ? 1 : 0;
        this.watching = false;
        return { seen: [...this.seen], steps: [...this.steps], struck: this.struck };
    }

    /** How the answer to the request is spoilt that the cloud has just acted on; asked for once. */
    takeSpoil(): Spoil | undefined {
        const { spoiling } = this;
        this.spoiling = undefined;
        return spoiling;
    }

    /**
     * A connection is known by its settings, and the place of its clouds.yaml is one of them. Commands that nobody
     * watches share one, which saves time.
     */
    private startProcess(): void {
        this.dying = false;
        this.processes += this.watching || this.processes === 0 ? 1 : 0;
        process.env.OS_CLIENT_CONFIG_FILE = `${this.place}${"/.".repeat(this.processes)}/clouds.yaml`;
    }

    private listen(): void {
        const { faults } = this.cloud;
        faults.take = (request) => this.fate(request);
        faults.noHost = (_server, operation) => this.fails(`no host to ${operation}`);
        faults.failingStep = (_server, step) => this.fails(step);
    }

    /** Whether a step of a hypervisor, or the search for a host, is to fail. */
    private fails(step: string): boolean {
        const struck = this.strikes(step, this.steps) && this.at?.blow.kind === "fail";
        this.struck += struck ? 1 : 0;
        return struck;
    }

    /** Notes something and says whether the blow is to fall on it. */
    private strikes(key: string, seen: string[]): boolean {
        const { at } = this;
        const isAny = at?.point.key === ANY;
        const nth = isAny ? seen.length : seen.filter((one) => one === key).length;
        seen.push(key);
        return (
            at !== undefined &&
            (isAny || key === at.point.key) &&
            at.spares?.includes(this.creating()) !== true &&
            (at.always ? nth >= at.point.nth : nth === at.point.nth)
        );
    }

    /** The kind that the last call of the provider creates. */
    private creating(): unknown {
        const { method, args: [inputs] = [] } = this.stack.calls.at(-1) ?? {};
        return method === "create" ? declarationIn(inputs as Bag).kind : undefined;
    }

    private fate(request: Arriving): RequestFault | undefined {
        if (this.dying) {
            return { kind: "hang", when: "before" };
        }
        const strikes = this.strikes(keyOf(request), this.seen);
        const blow = this.at?.blow;
        if (!strikes || blow === undefined || blow.kind === "fail") {
            return undefined;
        }
        this.struck += 1;
        if (blow.kind === "spoil") {
            this.spoiling = blow.spoil;
            return undefined;
        }
        if (blow.kind !== "kill") {
            return blow;
        }
        this.dying = true;
        this.time.kill();
        return { kind: "hang", when: blow.when };
    }
}
