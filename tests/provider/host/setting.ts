/** The provider in this process against an embedded cloud: called as Pulumi calls it, one resource at a time. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { dynamic } from "@pulumi/pulumi";
import { type CloudOptions, EmbeddedCloud } from "../../../emulator";
import type { ManualClock } from "../../../emulator/state/clock";
import { provider } from "../../../provider/host";
import { connectDirectly } from "../../support/direct-line";
import { Nova } from "../../support/nova";
import { type Bag, onWire, PROVIDER } from "../../support/wire";

export type { Bag } from "../../support/wire";

/** What `up` did with a resource. */
export interface Stood {
    id: string;
    inputs: Bag;
    outs: Bag;
    /** What `diff` said; undefined at the first creation. */
    diff?: dynamic.DiffResult;
}

export class Setting {
    readonly said: string[] = [];
    private readonly folder = mkdtempSync(join(tmpdir(), "host-"));
    private readonly before = process.env.OS_CLIENT_CONFIG_FILE;
    private constructor(
        readonly clouds: readonly EmbeddedCloud[],
        private readonly hangUps: readonly (() => void)[],
    ) {}

    /** Clouds by the names `one`, `two`…; the first is the stack's. */
    static async start(...options: CloudOptions[]): Promise<Setting> {
        const clouds = await Promise.all(
            (options.length === 0 ? [{}] : options).map((one) => EmbeddedCloud.start({ speed: 100, ...one })),
        );
        const setting = new Setting(clouds, clouds.map(connectDirectly));
        const file = join(setting.folder, "clouds.yaml");
        const entries = clouds.map((cloud, index) =>
            cloud.cloudsYaml({ name: NAMES[index] ?? "", project: "admin" }).replace(/^clouds:\n/, ""),
        );
        const demo = clouds[0]?.cloudsYaml({ name: "demo", project: "demo" }).replace(/^clouds:\n/, "");
        writeFileSync(file, ["clouds:", ...entries, demo].join("\n"));
        process.env.OS_CLIENT_CONFIG_FILE = file;
        jest.spyOn(console, "log").mockImplementation((line: string) => {
            setting.said.push(line);
        });
        return setting;
    }

    async stop(): Promise<void> {
        jest.restoreAllMocks();
        restore("OS_CLIENT_CONFIG_FILE", this.before);
        rmSync(this.folder, { recursive: true });
        for (const hangUp of this.hangUps) {
            hangUp();
        }
        await Promise.all(this.clouds.map((cloud) => cloud.stop()));
    }

    get cloud(): EmbeddedCloud {
        const [first] = this.clouds;
        if (first === undefined) {
            throw new Error("a setting has a cloud");
        }
        return first;
    }

    /** The provider with a stack's configuration. */
    async provider(config: Record<string, string> = {}): Promise<Called> {
        const settings: Record<string, string> = { "openstack-compute:cloud": "one", ...config };
        const made = provider();
        const get = (key: string) => settings[key];
        await made.configure?.({ config: { get, require: (key) => get(key) ?? "" } });
        return new Called(made);
    }

    /** What was written to the first cloud meanwhile: `POST /servers/{id}/action`. */
    async writes(during: () => Promise<unknown>): Promise<string[]> {
        return (await this.calls(during)).filter((call) => !call.startsWith("GET "));
    }

    /** Every call of the first cloud's Compute API meanwhile. */
    async calls(during: () => Promise<unknown>): Promise<string[]> {
        const mark = this.cloud.mark();
        await during();
        return this.cloud
            .requestsSince(mark)
            .filter(({ service }) => service === "compute")
            .map(({ method, path }) => `${method} ${path.replace(/^.*\/v2\.1/, "").replace(ID, "{id}")}`);
    }
}

/** Those of the test that runs: {@link settingForEach} starts them. */
export let setting: Setting;
/** The provider, on the first cloud. */
export let pulumi: Called;
/** Looks at the first cloud without provider code; an administrator. */
export let nova: Nova;

/** Gives each test of a file clouds of its own. */
export function settingForEach(...options: CloudOptions[]): void {
    beforeEach(() => begin(...options));
    afterEach(() => setting.stop());
}

/** Puts other clouds in place of those that the test began with. */
export async function beginAgain(...options: CloudOptions[]): Promise<void> {
    await setting.stop();
    await begin(...options);
}

async function begin(...options: CloudOptions[]): Promise<void> {
    setting = await Setting.start(...options);
    pulumi = await setting.provider();
    nova = await Nova.connect(setting.cloud.cloudsYaml({ project: "admin" }));
}

const NAMES = ["one", "two"];
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

function restore(name: string, value: string | undefined): void {
    if (value === undefined) {
        delete process.env[name];
    } else {
        process.env[name] = value;
    }
}

/** What a program declares. */
export interface Declared {
    kind: string;
    name: string;
    args: Bag;
    timeouts?: Record<string, number>;
    /** Whose it is, as the SDK says in an `up`; left out: nobody's. */
    owner?: { stack?: string; urn: string; key?: string; reuse?: number };
    /** What only `check` is told besides. */
    told?: { preview?: true; misconfigured?: string[] };
}

/** The calls of the contract, as the engine makes them; none of them may be left out by the provider. */
export class Called {
    constructor(private readonly target: dynamic.ResourceProvider) {}

    async check(declared: Declared, olds: Bag = {}): Promise<{ inputs: Bag; failures: string[] }> {
        const { kind, name, args, timeouts, owner, told } = declared;
        const news = { ...args, __provider: PROVIDER, __resource: { kind, name, timeouts, owner, ...told } };
        const { inputs, failures } = (await this.target.check?.(olds, news)) ?? {};
        return {
            inputs: { ...inputs, __provider: PROVIDER },
            failures: (failures ?? []).map(({ property, reason }) => `${property}${reason}`),
        };
    }

    async diff(id: string, outs: Bag, inputs: Bag): Promise<dynamic.DiffResult> {
        return (await this.target.diff?.(id, onWire(outs), onWire(inputs))) ?? {};
    }

    async create(inputs: Bag): Promise<Stood> {
        const { id, outs } = await this.target.create(onWire(inputs));
        return { id, inputs, outs: onWire({ ...outs, __provider: PROVIDER }) };
    }

    async read(id: string, outs: Bag): Promise<{ id?: string; outs?: Bag; inputs?: Bag }> {
        const answer = (await this.target.read?.(id, onWire(outs))) ?? {};
        const { props, inputs } = answer;
        return {
            ...(answer.id === undefined ? {} : { id: answer.id }),
            ...(props === undefined ? {} : { outs: onWire({ ...props, __provider: PROVIDER }) }),
            ...(inputs === undefined ? {} : { inputs: onWire({ ...inputs, __provider: PROVIDER }) }),
        };
    }

    async update(id: string, outs: Bag, inputs: Bag): Promise<Bag> {
        const answer = await this.target.update?.(id, onWire(outs), onWire(inputs));
        return onWire({ ...answer?.outs, __provider: PROVIDER });
    }

    async delete(id: string, outs: Bag): Promise<void> {
        await this.target.delete?.(id, onWire(outs));
    }

    /** The first `up`: check, create. */
    async first(declared: Declared): Promise<Stood> {
        const { inputs, failures } = await this.check(declared);
        expect(failures).toEqual([]);
        return this.create(inputs);
    }

    /** A later `up`: check, diff, and what follows from it. */
    async next(declared: Declared, before: Stood): Promise<Stood> {
        const { inputs, failures } = await this.check(declared, before.inputs);
        expect(failures).toEqual([]);
        const diff = await this.diff(before.id, before.outs, inputs);
        if ((diff.replaces ?? []).length > 0) {
            const { inputs: fresh } = await this.check(declared);
            const made = await this.create(fresh);
            await this.delete(before.id, before.outs);
            return { ...made, diff };
        }
        const outs = diff.changes === true ? await this.update(before.id, before.outs, inputs) : before.outs;
        return { id: before.id, inputs, outs, diff };
    }

    /** What a preview would say: nothing is done. */
    async preview(declared: Declared, before: Stood): Promise<{ diff: dynamic.DiffResult; failures: string[] }> {
        const { inputs, failures } = await this.check(declared, before.inputs);
        return { diff: failures.length > 0 ? {} : await this.diff(before.id, before.outs, inputs), failures };
    }

    /** `pulumi refresh`. */
    async refreshed(before: Stood): Promise<Stood> {
        const { id, outs, inputs } = await this.read(before.id, before.outs);
        if (id === undefined || outs === undefined || inputs === undefined) {
            throw new Error(`${before.id} is gone`);
        }
        return { id, outs, inputs };
    }
}

/** What a rejected call threw: an error as Pulumi reads it. */
export interface Thrown {
    message: string;
    stack?: string;
    id?: string;
    properties?: Bag;
    reasons?: string[];
}

/** What a call throws. Fails when it does not. */
export async function thrown(call: Promise<unknown>): Promise<Thrown> {
    try {
        await call;
    } catch (error) {
        if (error instanceof Error) {
            return error;
        }
    }
    throw new Error("nothing was thrown");
}

/** Lets the cloud's time go by until this has come. */
export async function whileTimeGoesBy<T>(clock: ManualClock, coming: Promise<T>): Promise<T> {
    const timer = setInterval(() => clock.advance(500), 10);
    try {
        return await coming;
    } finally {
        clearInterval(timer);
    }
}
