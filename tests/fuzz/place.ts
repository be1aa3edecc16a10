/** The cloud of a run, and what it has for the bags to name: a keypair, a group, a server, another user. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KEYS } from "../conformance/arguments";
import { type CloudUnderTest, openCloud } from "../conformance/cloud";
import { Witness } from "../conformance/witness";
import { OWN } from "./bags";
import type { World } from "./case";

/** Milliseconds that an operation may take: a real cloud on a busy machine takes its time. */
const TIMEOUTS = { create: 180_000, update: 240_000, delete: 120_000 };

export class Place {
    private readonly tag = randomBytes(2).toString("hex");
    private readonly made: (() => Promise<void>)[] = [];

    private constructor(
        private readonly cloud: CloudUnderTest,
        private readonly folder: string,
        private readonly witness: Witness,
        private readonly member: Witness,
        private readonly configured: string | undefined,
    ) {}

    static async open(): Promise<Place> {
        const cloud = await openCloud();
        const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
        const file = join(folder, "clouds.yaml");
        writeFileSync(file, cloud.cloudsYaml(), { mode: 0o600 });
        const configured = process.env.OS_CLIENT_CONFIG_FILE;
        process.env.OS_CLIENT_CONFIG_FILE = file;
        const [admin, member] = await Promise.all([Witness.of(cloud, cloud.admin), Witness.of(cloud, cloud.member)]);
        return new Place(cloud, folder, admin, member, configured);
    }

    private shared: ReadonlyMap<string, string> = new Map();

    /** What all cases share. */
    async furnish(): Promise<void> {
        const { witness, tag } = this;
        const [key, group, server] = [`fuzz${tag}h-key`, `fuzz${tag}h-group`, `fuzz${tag}h-server`];
        await witness.makeKeypair(key, KEYS.first);
        this.made.push(() => witness.deleteKeypair(key));
        const groupId = await witness.makeGroup(group);
        this.made.push(() => witness.removeGroup(groupId));
        const serverId = await witness.boot(server);
        this.made.push(() => witness.deleteServer(serverId));
        const { addresses } = await witness.server(serverId);
        const [fixed] = Object.values(addresses).flat();
        const [host = "", other = ""] = await witness.hosts();
        // What a case gives back goes back to the cloud's default.
        await witness.nova.call("DELETE", `/os-quota-sets/${this.member.nova.projectId}`);
        this.shared = new Map([
            ["THE-HOST", host],
            ["OTHER-HOST", other],
            ["ADMIN-USER", witness.nova.userId],
            ["THE-KEY", key],
            ["THE-GROUP", group],
            ["THE-SERVER", serverId],
            ["THE-ADDRESS", fixed?.addr ?? ""],
            ["THE-USER", this.member.nova.userId],
            ["THE-PROJECT", witness.nova.projectId],
            ["OTHER-PROJECT", this.member.nova.projectId],
        ]);
    }

    world(index: number): World {
        // As long as the word that it stands for.
        const own = `f${this.tag}${index.toString(36).padStart(OWN.length - 1 - this.tag.length, "-")}`;
        const words = new Map([...this.shared, [OWN, own]]);
        return { cloud: this.cloud.admin, witness: this.witness, words, timeouts: TIMEOUTS };
    }

    async close(): Promise<void> {
        for (const unmake of this.made.reverse()) {
            await unmake();
        }
        if (this.configured === undefined) {
            delete process.env.OS_CLIENT_CONFIG_FILE;
        } else {
            process.env.OS_CLIENT_CONFIG_FILE = this.configured;
        }
        rmSync(this.folder, { recursive: true });
        await this.cloud.close();
    }
}
