import { minorOf, NEWEST } from "./compute/microversion";
import { computeService } from "./compute/service";
import { type AuthKind, cloudsYaml, environment, type ProjectName } from "./credentials";
import type { Arriving, Delivery, RecordedRequest } from "./http/exchange";
import { Faults } from "./http/faults";
import { allowedHost } from "./http/hosts";
import { CloudServer } from "./http/server";
import { identityService } from "./identity/service";
import { Tokens } from "./identity/tokens";
import { type Inspection, inspect } from "./inspection";
import type { CloudOptions } from "./options";
import { type Clock, RealClock } from "./state/clock";
import { CloudState, type Records } from "./state/cloud-state";
import { ServerMachine } from "./state/machine";
import type { Port } from "./state/model";
import { PROJECTS } from "./state/seed";
import { DEFAULT_LATENCIES } from "./state/transitions";
import { blockStorageService } from "./volume/service";

/** What {@link EmbeddedCloud.snapshot} has copied. */
export interface Snapshot {
    readonly records: Records;
}

/**
 * An OpenStack cloud inside this process: Identity v3, Compute v2.1 (microversions 2.1 to 2.93) and the volumes of
 * Block Storage v3 over real HTTP on 127.0.0.1. Its servers go through the same states as those of a real cloud.
 *
 * A new cloud has the projects `admin` and `demo` (users of the same names, password `osreal`), five flavors, four
 * images, and the networks `private` and `public`. {@link EmbeddedCloud.stop} deletes everything.
 *
 * @example
 * const cloud = await EmbeddedCloud.start({ speed: 20 });
 * Object.assign(process.env, cloud.environment());
 * // … run a stack …
 * await cloud.stop();
 */
export class EmbeddedCloud {
    private constructor(
        private readonly server: CloudServer,
        private readonly state: CloudState,
        private readonly machine: ServerMachine,
        /** Drives the cloud's time. */
        readonly clock: Clock,
        /** Injects faults. */
        readonly faults: Faults,
        private readonly tokens: Tokens,
        private readonly region: string,
        port: number,
    ) {
        this.url = `http://127.0.0.1:${port}`;
    }

    /** `http://127.0.0.1:PORT` */
    readonly url: string;

    /** Starts a cloud. Rejects if its port is in use, or an option is unknown. */
    static async start(options: CloudOptions = {}): Promise<EmbeddedCloud> {
        const clock = options.clock ?? new RealClock();
        const region = options.region ?? "RegionOne";
        const newest = options.maximumMicroversion === undefined ? NEWEST : minorOf(options.maximumMicroversion);
        const faults = new Faults();
        const state = new CloudState(clock, options.speed ?? 1);
        const tokens = new Tokens(state, options.tokenLifetime ?? 3_600_000);
        faults.onExpireTokens(() => tokens.revokeAll());
        const machine = new ServerMachine(state, clock, faults, {
            latency: { ...DEFAULT_LATENCIES, ...options.latency },
            speed: options.speed ?? 1,
            resizeConfirmWindow: options.resizeConfirmWindow ?? 0,
        });
        const catalog = { regions: [region, ...(options.otherRegions ?? [])] };
        const cloud = {
            state,
            machine,
            clock,
            pageLimit: options.pageLimit ?? 1000,
            defaultFloatingPool: options.defaultFloatingPool ?? "nova",
            preservesEphemeral: options.preservesEphemeral ?? false,
            missingAction: (action: string) => faults.missingAction(action),
        };
        const server = new CloudServer(
            {
                identity: identityService({ state, tokens, catalog }),
                compute: computeService({ cloud, tokens, newest: Math.min(newest, NEWEST) }),
                volume: blockStorageService({ state, tokens }),
                other: identityService({ state, tokens, catalog }),
            },
            faults,
            clock,
            (options.allowedHosts ?? []).map(allowedHost),
        );
        const port = await server.listen(options.port ?? 0);
        return new EmbeddedCloud(server, state, machine, clock, faults, tokens, region, port);
    }

    /** The auth URL: `…/identity/v3`. */
    get authUrl(): string {
        return `${this.url}/identity/v3`;
    }

    /** The requests so far, oldest first: at least the latest 100,000. */
    get requests(): readonly RecordedRequest[] {
        return this.server.requests.latest;
    }

    /** The current end of the list of requests. */
    mark(): number {
        return this.server.requests.mark();
    }

    /** The requests after a {@link EmbeddedCloud.mark}. */
    requestsSince(mark: number): readonly RecordedRequest[] {
        return this.server.requests.since(mark);
    }

    /**
     * Passes a request to the cloud without a socket, for tests with very many requests. The result is delivered at
     * once, unless a fault delays it. The returned function cancels the request.
     */
    accept(request: Arriving, deliver: (delivery: Delivery) => void): () => void {
        return this.server.accept(request, deliver);
    }

    /** How many requests are held back by {@link Faults.delay} and {@link Faults.hang}. */
    get held(): number {
        return this.server.held;
    }

    /** The text of a clouds.yaml with one entry for this cloud. */
    cloudsYaml(options: { name?: string; project?: ProjectName; auth?: AuthKind } = {}): string {
        const project = options.project ?? "demo";
        const auth = options.auth ?? "password";
        return cloudsYaml({
            name: options.name ?? "embedded",
            project,
            auth,
            authUrl: this.authUrl,
            region: this.region,
            token: auth === "token" ? this.issueToken(project) : "",
        });
    }

    /** OS_* variables for this cloud. */
    environment(project: ProjectName = "demo"): Record<string, string> {
        return environment(project, this.authUrl, this.region);
    }

    /** What the cloud contains, as a copy in plain data. It is not recorded as a request. */
    inspect(): Inspection {
        return inspect(this.state);
    }

    /**
     * A copy of everything in this cloud, for {@link EmbeddedCloud.restore}: many tests can begin with the same cloud.
     * Faults, tokens, and the time are not part of it.
     */
    snapshot(): Snapshot {
        return { records: this.state.snapshot() };
    }

    /** Makes the cloud what it was at a {@link EmbeddedCloud.snapshot} of it. What is under way is aborted. */
    restore({ records }: Snapshot): void {
        this.machine.abort();
        this.state.restore(records);
    }

    /**
     * Creates a port, as a user does in the network service, which this cloud does not have. It outlives the servers
     * that it is attached to. Throws if there is no such network, or the address is taken.
     */
    createPort(options: { network?: string; project?: ProjectName; address?: string } = {}): Port {
        const { network = "private", project = "demo", address = null } = options;
        const found = this.state.networks.find(({ id, name }) => id === network || name === network);
        const owner = PROJECTS.find(({ name }) => name === project);
        if (found === undefined || owner === undefined || (address !== null && this.state.isTaken(address))) {
            throw new RangeError(`cannot create a port for ${project} on ${network} with ${address ?? "any address"}`);
        }
        const groups = this.state.groupsNamed(owner.id, "default").map(({ id }) => id);
        const request = { networkId: found.id, fixedIp: address, portId: null, tag: null };
        return structuredClone(this.state.addPort(owner.id, request, null, groups));
    }

    /** Stops the cloud: it closes every connection and answers no more requests. */
    stop(): Promise<void> {
        return this.server.close();
    }

    private issueToken(name: ProjectName): string {
        const user = this.state.users.find((candidate) => candidate.name === name);
        const project = PROJECTS.find((candidate) => candidate.name === name);
        if (user === undefined || project === undefined) {
            throw new RangeError(`the cloud has no project ${name}`);
        }
        return this.tokens.issue(user, project, ["password"]).value;
    }
}
