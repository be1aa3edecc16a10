/** The time that the cloud itself needs for this many servers: raw requests in parallel, with frequent polls. */
import { type Nova, PROXIES } from "./nova";
import { secondsOf } from "./seconds";

/** Milliseconds between two polls of all servers. */
const LOOK_EVERY = 200;

/** A step that takes longer than this hangs. In milliseconds. */
const LONGEST = 300_000;

interface Seen {
    id: string;
    name: string;
    status: string;
    "OS-EXT-STS:task_state": string | null;
}

/** By the cloud's names. */
export interface Wanted {
    count: number;
    flavor: string;
    image: string;
    network: string;
    metadata: Readonly<Record<string, string>>;
}

/** This many servers, with the same steps as in the bench. Each step returns its seconds. */
export class CloudFloor {
    private made: readonly string[] = [];

    private constructor(
        private readonly nova: Nova,
        private readonly ids: ReadonlyMap<string, string>,
    ) {}

    /** Names are looked up before the measurement. */
    static async on(nova: Nova): Promise<CloudFloor> {
        const [{ flavors }, { images }, { networks }] = await Promise.all([
            nova.call<{ flavors: Named[] }>("GET", "/flavors"),
            nova.call<{ images: Named[] }>("GET", "/images", undefined, PROXIES),
            nova.call<{ networks: { id: string; label: string }[] }>("GET", "/os-networks", undefined, PROXIES),
        ]);
        return new CloudFloor(
            nova,
            new Map([
                ...[...flavors, ...images].map(({ id, name }): [string, string] => [name, id]),
                ...networks.map(({ id, label }): [string, string] => [label, id]),
            ]),
        );
    }

    create({ count, flavor, image, network, metadata }: Wanted): Promise<number> {
        const server = {
            flavorRef: this.idOf(flavor),
            imageRef: this.idOf(image),
            networks: [{ uuid: this.idOf(network) }],
            metadata,
        };
        return secondsOf(async () => {
            const answers = await Promise.all(
                Array.from({ length: count }, (_, index) =>
                    this.nova.call<{ server: { id: string } }>("POST", "/servers", {
                        server: { ...server, name: `bench-floor-${index}` },
                    }),
                ),
            );
            this.made = answers.map(({ server: { id } }) => id);
            await this.until(({ status }) => status === "ACTIVE");
        });
    }

    resize({ flavor }: Wanted): Promise<number> {
        return secondsOf(async () => {
            await this.act({ resize: { flavorRef: this.idOf(flavor) } });
            // Each resize is confirmed as soon as possible. A refusal is thrown after the others have finished.
            const refusals = new Map<string, Promise<unknown>>();
            await this.until(({ id, status }) => {
                if (status === "VERIFY_RESIZE" && !refusals.has(id)) {
                    const confirmed = this.nova.call("POST", `/servers/${id}/action`, { confirmResize: null });
                    refusals.set(
                        id,
                        confirmed.then(nothing, (error: unknown) => error),
                    );
                }
                return status === "ACTIVE" && refusals.has(id);
            });
            const refused = (await Promise.all(refusals.values())).find((error) => error !== undefined);
            if (refused !== undefined) {
                throw refused;
            }
        });
    }

    rebuild({ image }: Wanted): Promise<number> {
        return secondsOf(async () => {
            await this.act({ rebuild: { imageRef: this.idOf(image) } });
            await this.until((server) => server.status === "ACTIVE" && server["OS-EXT-STS:task_state"] === null);
        });
    }

    destroy(): Promise<number> {
        return secondsOf(async () => {
            await Promise.all(this.made.map((id) => this.nova.call("DELETE", `/servers/${id}`)));
            await this.until(() => false);
        });
    }

    private async act(body: object): Promise<void> {
        await Promise.all(this.made.map((id) => this.nova.call("POST", `/servers/${id}/action`, body)));
    }

    private idOf(name: string): string {
        const id = this.ids.get(name);
        if (id === undefined) {
            throw new Error(`the cloud has no "${name}"; it has: ${[...this.ids.keys()].join(", ")}`);
        }
        return id;
    }

    /** Ends when the condition holds for each existing server. A deleted server counts as done. */
    private async until(isDone: (server: Seen) => boolean): Promise<void> {
        const latest = Date.now() + LONGEST;
        for (;;) {
            const { servers } = await this.nova.call<{ servers: Seen[] }>("GET", "/servers/detail");
            const mine = servers.filter(({ id }) => this.made.includes(id));
            const failed = mine.find(({ status }) => status === "ERROR");
            if (failed !== undefined || Date.now() > latest) {
                throw new Error(
                    `the cloud's floor: ${failed?.id ?? "a step"} ${failed === undefined ? "hangs" : "is in ERROR"}`,
                );
            }
            if (mine.map(isDone).every(Boolean)) {
                return;
            }
            await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
        }
    }
}

interface Named {
    id: string;
    name: string;
}

const nothing = () => undefined;
