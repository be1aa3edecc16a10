import { BlockStorage } from "./block-storage";
import type { Clock } from "./clock";
import { newMacAddress, newUuid } from "./identifiers";
import type {
    Aggregate,
    ApplicationCredential,
    Flavor,
    FloatingIp,
    Image,
    Keypair,
    Network,
    NetworkRequest,
    Port,
    Project,
    SecurityGroup,
    Server,
    ServerGroup,
    User,
} from "./model";
import { DEFAULT_NETWORK_QUOTAS, DEFAULT_QUOTAS, type NetworkQuotas, type Quotas } from "./quotas";
import { APPLICATION_CREDENTIALS, NETWORKS, PROJECTS, seedFlavors, seedImages, USERS } from "./seed";

/** All records of a cloud, as a copy. */
export type Records = ReturnType<CloudState["maps"]> & { readonly serials: readonly [number, number] };

/** Everything in one cloud, with the few operations that touch several records. */
export class CloudState {
    readonly projects: readonly Project[] = PROJECTS;
    readonly users: readonly User[] = USERS;
    readonly applicationCredentials: readonly ApplicationCredential[] = APPLICATION_CREDENTIALS;
    readonly networks: readonly Network[] = NETWORKS;
    readonly flavors = new Map<string, Flavor>();
    readonly images = new Map<string, Image>();
    readonly servers = new Map<string, Server>();
    readonly keypairs = new Map<string, Keypair>();
    readonly ports = new Map<string, Port>();
    readonly securityGroups = new Map<string, SecurityGroup>();
    readonly floatingIps = new Map<string, FloatingIp>();
    readonly aggregates = new Map<number, Aggregate>();
    readonly serverGroups = new Map<string, ServerGroup>();
    readonly blockStorage: BlockStorage;
    readonly networkQuotas: NetworkQuotas = { ...DEFAULT_NETWORK_QUOTAS };
    private readonly quotas = new Map<string, Quotas>();
    /** Of the users that have quotas of their own in a project: by project, then by user. */
    private readonly userQuotas = new Map<string, Map<string, Partial<Quotas>>>();
    private serial = 0;
    private aggregateSerial = 0;

    constructor(
        readonly clock: Clock,
        speed = 1,
    ) {
        this.blockStorage = new BlockStorage(clock, speed);
        for (const flavor of seedFlavors()) {
            this.flavors.set(flavor.id, flavor);
        }
        for (const image of seedImages(clock.now())) {
            this.images.set(image.id, image);
        }
        for (const project of this.projects) {
            this.addDefaultGroup(project);
        }
    }

    /** A copy of all records. */
    snapshot(): Records {
        return structuredClone({ ...this.maps(), serials: [this.serial, this.aggregateSerial] as const });
    }

    /** Replaces all records by those of a snapshot. */
    restore(snapshot: Records): void {
        const { serials, ...maps } = structuredClone(snapshot);
        const own: Readonly<Record<string, Map<unknown, unknown>>> = this.maps();
        for (const [name, records] of Object.entries(maps)) {
            own[name]?.clear();
            for (const [id, record] of records) {
                own[name]?.set(id, record);
            }
        }
        [this.serial, this.aggregateSerial] = serials;
    }

    private maps() {
        const { flavors, images, servers, keypairs, ports, securityGroups, floatingIps, aggregates, serverGroups } =
            this;
        const { quotas, userQuotas, blockStorage } = this;
        return {
            ...{ flavors, images, servers, keypairs, ports, securityGroups, floatingIps, aggregates, serverGroups },
            ...{ quotas, userQuotas, volumes: blockStorage.volumes },
        };
    }

    nextAggregate(): number {
        this.aggregateSerial += 1;
        return this.aggregateSerial;
    }

    /** The next number of a row in Nova's database (keypairs, instances). */
    nextNumber(): number {
        this.serial += 1;
        return this.serial;
    }

    quotasOf(projectId: string): Quotas {
        let quotas = this.quotas.get(projectId);
        if (quotas === undefined) {
            quotas = { ...DEFAULT_QUOTAS };
            this.quotas.set(projectId, quotas);
        }
        return quotas;
    }

    /** A user's own quotas in a project. */
    ownQuotasOf(projectId: string, userId: string): Partial<Quotas> {
        const users = this.userQuotas.get(projectId) ?? new Map<string, Partial<Quotas>>();
        const own = users.get(userId) ?? {};
        this.userQuotas.set(projectId, users.set(userId, own));
        return own;
    }

    /** What holds for a user: its own quotas, and the project's. */
    quotasFor({ projectId, userId }: { projectId: string; userId: string }): Readonly<Quotas> {
        return { ...this.quotasOf(projectId), ...this.ownQuotasOf(projectId, userId) };
    }

    /** How much of a project's quota its users have for themselves. */
    sharedOut(projectId: string, name: keyof Quotas): number {
        const users = [...(this.userQuotas.get(projectId)?.values() ?? [])];
        return users.reduce((sum, own) => sum + Math.max(0, own[name] ?? 0), 0);
    }

    /** Without a user: those of the project, and of all its users. */
    resetQuotas(projectId: string, userId?: string): void {
        if (userId === undefined) {
            this.quotas.delete(projectId);
            this.userQuotas.delete(projectId);
        } else {
            this.userQuotas.get(projectId)?.delete(userId);
        }
    }

    /** The flavor, if a member of `projectId` may see it. */
    visibleFlavor(id: string, viewer: { projectId: string | null; isAdmin: boolean }): Flavor | undefined {
        const flavor = this.flavors.get(id);
        if (flavor === undefined || viewer.isAdmin || flavor.isPublic) {
            return flavor;
        }
        return viewer.projectId !== null && flavor.projects.includes(viewer.projectId) ? flavor : undefined;
    }

    groupsOf(projectId: string): SecurityGroup[] {
        return [...this.securityGroups.values()].filter((group) => group.projectId === projectId);
    }

    /** The groups of a project with this name or id. An id takes precedence; a name may match several. */
    groupsNamed(projectId: string, nameOrId: string): SecurityGroup[] {
        const own = this.groupsOf(projectId);
        const byId = own.filter((group) => group.id === nameOrId);
        return byId.length > 0 ? byId : own.filter((group) => group.name === nameOrId);
    }

    portsOf(serverId: string): Port[] {
        return [...this.ports.values()].filter((port) => port.serverId === serverId);
    }

    /** Only administrators may use an external network. Nova notices this on the host. */
    refusesNetworks(server: Server): boolean {
        const owner = this.users.find(({ id }) => id === server.userId);
        const isAdmin = owner?.roles[server.projectId]?.includes("admin") ?? false;
        return (
            !isAdmin &&
            server.requestedNetworks.some(
                ({ networkId, portId }) =>
                    portId === null && this.networks.some(({ id, external }) => id === networkId && external),
            )
        );
    }

    /** Creates a server's ports on the requested networks. */
    plug(server: Server): void {
        for (const request of server.requestedNetworks) {
            const existing = request.portId === null ? undefined : this.ports.get(request.portId);
            if (existing !== undefined) {
                existing.serverId = server.id;
                existing.tag = request.tag;
            } else {
                this.addPort(server.projectId, request, server.id, server.securityGroupIds);
            }
        }
    }

    addPort(projectId: string, request: NetworkRequest, serverId: string | null, groups: readonly string[]): Port {
        const network = this.networks.find((candidate) => candidate.id === request.networkId);
        if (network === undefined) {
            throw new Error(`no network ${request.networkId}`);
        }
        const port: Port = {
            id: newUuid(),
            networkId: network.id,
            projectId,
            macAddress: newMacAddress(),
            address: request.fixedIp ?? this.freeAddress(network),
            tag: request.tag,
            preexisting: serverId === null,
            serverId,
            securityGroupIds: [...groups],
        };
        this.ports.set(port.id, port);
        return port;
    }

    /** Removes a server's ports. Ports that were created for it are deleted; a user's own ports stay. */
    unplug(serverId: string): void {
        for (const port of this.portsOf(serverId)) {
            this.unplugPort(port);
        }
    }

    unplugPort(port: Port): void {
        for (const floatingIp of this.floatingIps.values()) {
            if (floatingIp.portId === port.id) {
                floatingIp.portId = null;
                floatingIp.fixedAddress = null;
            }
        }
        if (port.preexisting) {
            port.serverId = null;
            port.tag = null;
        } else {
            this.ports.delete(port.id);
        }
    }

    isTaken(address: string): boolean {
        return (
            [...this.ports.values()].some((port) => port.address === address) ||
            [...this.floatingIps.values()].some((floatingIp) => floatingIp.address === address)
        );
    }

    /** The lowest free address of the pool x.x.x.10 to x.x.x.250. */
    freeAddress(network: Network): string {
        const prefix = network.cidr.replace(/\.\d+\/\d+$/, "");
        for (let host = 10; host <= 250; host += 1) {
            const address = `${prefix}.${host}`;
            if (!this.isTaken(address)) {
                return address;
            }
        }
        throw new Error(`network ${network.name} has no free address left`);
    }

    hasFreeAddress(network: Network): boolean {
        const prefix = network.cidr.replace(/\.\d+\/\d+$/, "");
        return Array.from({ length: 241 }, (_, index) => `${prefix}.${index + 10}`).some((ip) => !this.isTaken(ip));
    }

    private addDefaultGroup(project: Project): void {
        const id = newUuid();
        // Neutron's own rules of a default group. Nova's proxy shows those for incoming traffic.
        const fromItself = (ethertype: "IPv4" | "IPv6") => ({
            id: newUuid(),
            protocol: null,
            fromPort: null,
            toPort: null,
            cidr: null,
            groupId: id,
            ethertype,
        });
        this.securityGroups.set(id, {
            id,
            projectId: project.id,
            name: "default",
            description: "Default security group",
            rules: [fromItself("IPv4"), fromItself("IPv6")],
        });
    }
}
