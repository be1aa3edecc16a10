/** A cloud that is too old for an argument: the error names argument, microversion and release; nothing is sent. */
import { ED25519 } from "../resources/public-keys";
import { type Declared, Setting, thrown } from "./setting";

const server = (args: object): Declared => ({
    kind: "Server",
    name: "web",
    args: { flavor: "m1.tiny", image: "cirros", networks: [{ network: "private" }], ...args },
});

const CASES: [what: string, maximum: string, declared: Declared, message: string][] = [
    [
        "description",
        "2.18",
        server({ description: "d" }),
        "description needs Compute microversion 2.19 (OpenStack Mitaka)",
    ],
    ["tags", "2.25", server({ tags: ["a"] }), "tags needs Compute microversion 2.26 (OpenStack Newton)"],
    [
        "networks",
        "2.36",
        server({ networks: "auto" }),
        'networks "auto" or "none" needs Compute microversion 2.37 (OpenStack Newton)',
    ],
    [
        "a pin to a zone",
        "2.93",
        server({ pinnedToZone: true }),
        "pinnedToZone needs Compute microversion 2.104 (OpenStack 2026.2 Hibiscus)",
    ],
    [
        "a keypair's name",
        "2.91",
        { kind: "Keypair", name: "k", args: { name: "ops@example.org", publicKey: ED25519 } },
        "a name with . or @ needs Compute microversion 2.92 (OpenStack Zed)",
    ],
    [
        "a server group's policy",
        "2.14",
        { kind: "ServerGroup", name: "apart", args: { policy: "soft-affinity" } },
        'policy "soft-affinity" needs Compute microversion 2.15 (OpenStack Mitaka)',
    ],
    [
        "a flavor's description",
        "2.54",
        { kind: "Flavor", name: "f", args: { ram: 512, vcpus: 1, description: "d" } },
        "description needs Compute microversion 2.55 (OpenStack Queens)",
    ],
];

describe("a cloud that is too old", () => {
    test.each(CASES)("for %s says so before anything is made", async (_what, maximum, declared, message) => {
        const setting = await Setting.start({ maximumMicroversion: maximum });
        try {
            const pulumi = await setting.provider();
            const writes = await setting.writes(async () => {
                const error = await thrown(pulumi.first(declared));
                expect(error.message).toContain(`${message}; this cloud serves up to ${maximum}.`);
            });
            expect(writes).toEqual([]);
        } finally {
            await setting.stop();
        }
    });

    test("puts tags on a server afterwards where it cannot at creation", async () => {
        const setting = await Setting.start({ maximumMicroversion: "2.51" });
        try {
            const pulumi = await setting.provider();
            const writes = await setting.writes(() => pulumi.first(server({ tags: ["a"] })));
            expect(writes).toHaveLength(2);
            expect(writes[1]).toContain("/tags/a");
        } finally {
            await setting.stop();
        }
    });
});
