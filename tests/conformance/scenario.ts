/**
 * A scenario: a story about a resource, written once, told on whichever cloud the run is on. Each has names of its own,
 * ends with a destroy, and leaves nothing, judged by the {@link Witness}; scenarios of a file run side by side.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Declared, Deployment, type Steps } from "../support/engine";
import { type CloudUnderTest, openCloud, releaseUnderTest } from "./cloud";
import { Witness } from "./witness";

/** What a scenario has in its hands. */
export class Scene {
    private names = 0;

    constructor(
        readonly cloud: CloudUnderTest,
        /** The provider, with the engine's part played. */
        readonly stack: Deployment,
        /** Looks at the same project. */
        readonly witness: Witness,
        /** Looks at the admin's. */
        readonly admin: Witness,
        /** What the names of everything in this scenario begin with. */
        readonly prefix: string,
        readonly memberProject: string,
        readonly memberUser: string,
        private readonly printed: readonly string[],
    ) {}

    /** A name for what the provider makes. */
    name(stem: string): string {
        this.names += 1;
        return `${this.prefix}-${stem}-${this.names}`;
    }

    /** A name for what the scenario makes by itself: it is removed afterwards, and is none of the provider's leavings. */
    byHand(stem: string): string {
        this.names += 1;
        return `${byHandIn(this.prefix)}${stem}-${this.names}`;
    }

    /** A declaration under a logical name of this scenario's own. */
    declare(kind: string, args: Declared["args"], options: { name?: string; timeouts?: Declared["timeouts"] } = {}) {
        const name = `${this.prefix}-${options.name ?? "it"}`;
        return { kind, name, args, timeouts: { ...TIMEOUTS, ...options.timeouts } } satisfies Declared;
    }

    /** A server with what every server needs. */
    server(args: Declared["args"] = {}, options: { name?: string; timeouts?: Declared["timeouts"] } = {}): Declared {
        const { flavors, images, network } = this.cloud;
        const base = { flavor: flavors[0], image: images[0], networks: [{ network }] };
        return this.declare("Server", { ...base, ...args }, options);
    }

    /** What the provider has printed of this scenario's resources, without their names: `flavor m1.tiny -> …`. */
    get said(): string[] {
        return this.printed
            .filter((line) => line.includes(`"${this.prefix}-`))
            .map((line) => line.replace(/^[\w ]+ "[^"]+"(?: \([^)]+\))?: /, ""));
    }

    /** An `up` in which that resource is updated in place and keeps its id; afterwards nothing more is proposed. */
    async inPlace(...program: Declared[]): Promise<void> {
        const ids = program.map(({ name }) => this.stack.resource(name).id);
        const steps = await this.stack.up(...program);
        expect(program.map(({ name }) => this.stack.resource(name).id)).toEqual(ids);
        expect(new Set(steps.map((step) => step.split(" ").at(-1)))).toEqual(new Set(["update"]));
        await this.unchanged(...program);
    }

    /** Neither a preview nor one after a refresh proposes anything. */
    async unchanged(...program: Declared[]): Promise<void> {
        expect(await this.stack.preview(...program)).toEqual([]);
        await this.stack.refresh();
        expect(await this.stack.preview(...program)).toEqual([]);
    }

    id({ name }: Declared): string {
        return this.stack.resource(name).id;
    }
}

/** The steps of an `up` without the resource's name. */
export function ops(steps: Steps): string[] {
    return steps.map((step) => step.replace(/^.* /, ""));
}

export const CREATED_FIRST = ["create-replacement", "delete-replaced"];
export const DELETED_FIRST = ["delete-replaced", "create-replacement"];

/** Milliseconds for one scenario: a real cloud on a busy machine takes its time. */
const SCENARIO = releaseUnderTest() === undefined ? 300_000 : 900_000;

/** Milliseconds: what waits in vain ends with the provider's own words about it, before the scenario's time is up. */
const TIMEOUTS = { create: SCENARIO * 0.6, update: SCENARIO * 0.6, delete: SCENARIO * 0.4 };

export interface ScenarioOptions {
    /** Whose cloud it is. @default "admin" */
    as?: "admin" | "member";
}

export type Scenario = (title: string, tell: (scene: Scene) => Promise<void>, options?: ScenarioOptions) => void;

/** The scenarios of a file: `scenarios("a server", (scenario) => { scenario("boots", async (scene) => { … }) })`. */
export function scenarios(subject: string, define: (scenario: Scenario) => void): void {
    describe(`${subject}, on ${releaseUnderTest() ?? "the embedded cloud"},`, () => {
        const stage = new Stage();
        // The first file of a run may have to start the cloud.
        beforeAll(() => stage.open(), 600_000);
        afterAll(() => stage.close());
        define((title, tell, options) => {
            it.concurrent(title, () => stage.play(tell, options), SCENARIO);
        });
        it("leaves nothing in the cloud", () => stage.expectNothingLeft());
    });
}

/** The cloud of a file, and what its scenarios share. */
class Stage {
    private readonly run = `conf-${randomBytes(4).toString("hex").slice(0, 6)}`;
    private readonly folder = mkdtempSync(join(tmpdir(), "conformance-"));
    private readonly printed: string[] = [];
    private readonly configured = process.env.OS_CLIENT_CONFIG_FILE;
    private scenes = 0;
    /** They have no names. */
    private readonly floatingIps: string[] = [];
    private opened: { cloud: CloudUnderTest; admin: Witness; member: Witness } | undefined;

    async open(): Promise<void> {
        const cloud = await openCloud();
        const file = join(this.folder, "clouds.yaml");
        writeFileSync(file, cloud.cloudsYaml(), { mode: 0o600 });
        process.env.OS_CLIENT_CONFIG_FILE = file;
        jest.spyOn(console, "log").mockImplementation((line: string) => {
            this.printed.push(line);
        });
        const [admin, member] = await Promise.all([Witness.of(cloud, cloud.admin), Witness.of(cloud, cloud.member)]);
        this.opened = { cloud, admin, member };
    }

    async play(tell: (scene: Scene) => Promise<void>, { as = "admin" }: ScenarioOptions = {}): Promise<void> {
        const { cloud, ...witnesses } = this.set;
        this.scenes += 1;
        const prefix = `${this.run}-${this.scenes}`;
        const stack = await Deployment.on({ "openstack-compute:cloud": cloud[as] });
        const scene = new Scene(
            cloud,
            stack,
            witnesses[as],
            witnesses.admin,
            prefix,
            witnesses.member.nova.projectId,
            witnesses.member.nova.userId,
            this.printed,
        );
        try {
            await tell(scene);
            await stack.destroy();
            expect(await left(witnesses, `${prefix}-`)).toEqual([]);
            const addresses = await Promise.all(stack.made("FloatingIp").map((id) => witnesses[as].floatingIp(id)));
            expect(addresses.filter((address) => address !== undefined)).toEqual([]);
        } finally {
            for (const id of stack.made("FloatingIp")) {
                this.floatingIps.push(id);
                await witnesses[as].releaseFloatingIp(id);
            }
            await cleanUp(witnesses, `${prefix}-`);
            await cleanUp(witnesses, byHandIn(prefix));
        }
    }

    async expectNothingLeft(): Promise<void> {
        const { admin, member } = this.set;
        expect(await left({ admin, member }, this.run)).toEqual([]);
        for (const id of this.floatingIps) {
            expect([await admin.floatingIp(id), await member.floatingIp(id)]).toEqual([undefined, undefined]);
        }
    }

    async close(): Promise<void> {
        jest.restoreAllMocks();
        if (this.configured === undefined) {
            delete process.env.OS_CLIENT_CONFIG_FILE;
        } else {
            process.env.OS_CLIENT_CONFIG_FILE = this.configured;
        }
        rmSync(this.folder, { recursive: true });
        await this.opened?.cloud.close();
    }

    private get set() {
        if (this.opened === undefined) {
            throw new Error("the cloud is not open");
        }
        return this.opened;
    }
}

interface Witnesses {
    admin: Witness;
    member: Witness;
}

function byHandIn(prefix: string): string {
    return `${prefix}h-`;
}

/** What the projects have under names that begin so. */
async function left({ admin, member }: Witnesses, prefix: string): Promise<string[]> {
    const found = [admin, member].map(async (witness) => [
        ...(await witness.servers(prefix)).map(({ name }) => `Server ${name}`),
        ...(await witness.declared(prefix)).map(({ kind, name }) => `${kind} ${name}`),
    ]);
    return [...new Set((await Promise.all(found)).flat())];
}

async function cleanUp({ admin, member }: Witnesses, prefix: string): Promise<void> {
    for (const witness of [admin, member]) {
        await Promise.all((await witness.servers(prefix)).map(({ id }) => witness.deleteServer(id)));
        for (const one of await witness.declared(prefix)) {
            await witness.deleteDeclared(one);
        }
        for (const { id } of await witness.images(prefix)) {
            await witness.deleteImage(id);
        }
    }
}
