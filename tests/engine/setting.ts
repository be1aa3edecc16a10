/** What most engine tests need: an embedded cloud, an independent look at it, and a stack on it. */
import mapValues from "lodash/mapValues";
import { type CloudOptions, EmbeddedCloud, type ProjectName, type RecordedRequest } from "../../emulator/index";
import { Nova } from "../support/nova";
import { type Result, Stack, type StackOptions } from "../support/stack";
import { callOf } from "../support/told";

export interface SettingOptions extends Omit<StackOptions, "cloud"> {
    /** Whose cloud it is. @default "admin" */
    as?: ProjectName;
    cloud?: CloudOptions;
}

export class Setting {
    private constructor(
        readonly cloud: EmbeddedCloud,
        readonly stack: Stack,
        /** Looks at the cloud without provider code. */
        readonly nova: Nova,
    ) {}

    static async make({ as = "admin", cloud: options, ...stackOptions }: SettingOptions = {}): Promise<Setting> {
        const cloud = await EmbeddedCloud.start({ speed: 20, ...options });
        const cloudsYaml = () => cloud.cloudsYaml({ project: as });
        const stack = await Stack.create({ cloud: { cloudsYaml }, ...stackOptions });
        return new Setting(cloud, stack, await Nova.connect(cloudsYaml()));
    }

    /** Takes away the project's limits on servers, cores and memory: for a program of more servers than they allow. */
    async liftQuotas(): Promise<void> {
        const admin = await Nova.connect(this.cloud.cloudsYaml({ project: "admin" }));
        await admin.call("PUT", `/os-quota-sets/${this.nova.projectId}`, {
            quota_set: { instances: -1, cores: -1, ram: -1 },
        });
    }

    async end(): Promise<void> {
        await this.stack.dispose();
        await this.cloud.stop();
    }

    /** What was written to the cloud meanwhile: `POST /servers`, `POST /servers/{id}/action resize`, in order. */
    async writes(during: () => Promise<unknown>): Promise<string[]> {
        return (await this.calls(during)).filter((call) => !call.startsWith("GET "));
    }

    /** {@link Setting.writes} of many resources at once: a function that gives those with this id, or name, in their path. */
    async writesById(during: () => Promise<unknown>): Promise<(id: string) => string[]> {
        const writes = (await this.requests(during)).filter(({ method }) => method !== "GET");
        return (id) => writes.filter(({ path }) => path.split(/[/?]/).includes(id)).map(callOf);
    }

    /** Every call of the Compute API meanwhile, but for the look at its version document. */
    async calls(during: () => Promise<unknown>): Promise<string[]> {
        return (await this.requests(during)).map(callOf);
    }

    private async requests(during: () => Promise<unknown>): Promise<RecordedRequest[]> {
        const mark = this.cloud.mark();
        await during();
        return this.cloud.requestsSince(mark).filter(({ path }) => /\/v2\.1\/./.test(path));
    }
}

/** What the provider said of its resources: each line once, without the engine's own. */
export function words(result: Result): string[] {
    return [...new Set(result.messages.flatMap(({ text }) => text.split("\n").map((line) => line.trim())))];
}

/** A program of many resources of one kind: their arguments by their names. */
export function resources(kind: string, all: Readonly<Record<string, object>>): string {
    const made = Object.entries(all).map(
        ([name, args]) =>
            `all[${JSON.stringify(name)}] = new compute.${kind}(${JSON.stringify(name)}, ${JSON.stringify(args)});`,
    );
    return ['const compute = require("pulumi-openstack-compute");', "const all = {};", ...made].join("\n");
}

/** A program of servers by their names: small ones on the private network, but for what is said of each. */
export function servers(all: Readonly<Record<string, object>>): string {
    const base = { flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }] };
    return resources(
        "Server",
        mapValues(all, (args) => ({ ...base, ...args })),
    );
}

/** The steps of a replacement, by its order. */
export const CREATED_FIRST = ["create-replacement", "replace", "delete-replaced"];
export const DELETED_FIRST = ["delete-replaced", "replace", "create-replacement"];
