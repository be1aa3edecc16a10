/**
 * The embedded cloud answers in the shape that the API reference (2016, base microversion) prints: every key of an
 * example is in the answer, with a value of the same type. What is meant to differ stands in a table, with its reason.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EmbeddedCloud } from "../../emulator";
import { type Answer, type Client, request, signIn } from "./client";

interface Example {
    file: string;
    seed: string;
    operation: string;
    kind: "request" | "response" | "fault";
}

const FIXTURES = join(__dirname, "..", "fixtures");
const INDEX = JSON.parse(readFileSync(join(FIXTURES, "index.json"), "utf8")) as Example[];
const EXAMPLES = INDEX.filter(({ seed, kind }) => seed.startsWith("001") && kind === "response");

/** Where the printed example is not what a Nova answers. */
const MEANT: Readonly<Record<string, { readonly differs: RegExp; readonly because: string }>> = {
    servers: {
        differs: /^server\.(image|flavor)\.name$/,
        because: "a leftover of v2 in Update server: Nova gives the id",
    },
    images: { differs: /OS-EXT-IMG-SIZE:size: number instead of string$/, because: "Nova answers a number" },
    securityGroups: {
        differs: /^security_groups?(\[\])?\.id: string instead of number$/,
        because: "numbers are nova-network's; with a network service ids are UUIDs",
    },
};

/** The parts of an example that are names and values of its own, and not keys of the API. */
const FREE = /(^|\.)(metadata|extra_specs|addresses)\.|^(private|public|key1)(\.|$)/;

/** The operations that are asked, by the names of the fixtures. */
const OPERATIONS = [
    "versions.list",
    "servers.list",
    "servers.listDetails",
    "servers.create",
    "servers.show",
    "servers.update",
    "serverActions.rebuild",
    "serverAddresses.list",
    "serverAddresses.show",
    "serverMetadata.list",
    "serverMetadata.replace",
    "serverMetadata.merge",
    "serverMetadata.showItem",
    "serverMetadata.setItem",
    "instanceActions.list",
    "instanceActions.show",
    "serverInterfaces.list",
    "serverInterfaces.show",
    "flavors.list",
    "flavors.show",
    "flavors.listDetails",
    "flavors.create",
    "flavorAccess.list",
    "flavorAccess.add",
    "flavorAccess.remove",
    "flavorExtraSpecs.create",
    "flavorExtraSpecs.list",
    "flavorExtraSpecs.show",
    "flavorExtraSpecs.update",
    "keypairs.show",
    "keypairs.create",
    "keypairs.list",
    "limits.show",
    "images.list",
    "images.listDetails",
    "images.show",
    "floatingIps.listPools",
    "floatingIps.create",
    "floatingIps.show",
    "networks.list",
    "networks.show",
    "securityGroups.list",
    "securityGroups.create",
    "securityGroups.show",
    "securityGroups.update",
    "securityGroups.listOfServer",
    "securityGroups.createRule",
];

describe("the embedded cloud's answers have the documented shape", () => {
    let cloud: EmbeddedCloud;
    let answers: Record<string, Answer>;

    beforeAll(async () => {
        cloud = await EmbeddedCloud.start({ speed: 100 });
        answers = await ask(await signIn(cloud, "admin"));
    });

    afterAll(() => cloud.stop());

    const asked = new Set(OPERATIONS);
    const cases = EXAMPLES.filter(({ operation }) => asked.has(operation));

    it("is asked everything that the five resources need", () => {
        expect([...asked].filter((operation) => !EXAMPLES.some((example) => example.operation === operation))).toEqual(
            [],
        );
    });

    it.each(cases)("$operation ($file)", ({ operation, file }) => {
        const example = JSON.parse(readFileSync(join(FIXTURES, file), "utf8")) as unknown;
        const answer = answers[operation];
        expect(answer?.status).toBeLessThan(300);
        const meant = MEANT[operation.split(".")[0] ?? ""];
        const unmeant = differences(example, answer?.body, "").filter(
            (difference) => !FREE.test(difference) && meant?.differs.test(difference) !== true,
        );
        expect(unmeant).toEqual([]);
    });
});

async function ask(client: Client): Promise<Record<string, Answer>> {
    const { images, networks } = client.cloud.inspect();
    const image = images[0]?.id ?? "";
    const metadata = { "My Server Name": "Apache1" };
    const create = await client.post("/servers", {
        server: { name: "web", flavorRef: "1", imageRef: image, metadata },
    });
    const id = String(create.body.server.id);
    const server = `/servers/${id}`;
    while ((await client.state(id)) !== "ACTIVE/-") {
        // It boots by itself, a hundred times faster than usual.
    }
    const flavor = await client.post("/flavors", {
        flavor: { name: "own", ram: 1024, vcpus: 2, disk: 10, id: "10", "os-flavor-access:is_public": false },
    });
    const group = await client.post("/os-security-groups", { security_group: { name: "test", description: "d" } });
    const groupId = String(group.body.security_group.id);
    const actions = await client.get(`${server}/os-instance-actions`);
    const interfaces = await client.get(`${server}/os-interface`);
    const ip = await client.post("/os-floating-ips", { pool: "public" });
    const specs = "/flavors/10/os-extra_specs";
    const access = (action: string) => client.post("/flavors/10/action", { [action]: { tenant: client.projectId } });

    const answers: Record<string, Answer> = {
        "versions.list": await request(`${client.cloud.url}/compute/`, "GET", {}),
        "servers.list": await client.get("/servers"),
        "servers.listDetails": await client.get("/servers/detail"),
        "servers.create": create,
        "servers.show": await client.get(server),
        "servers.update": await client.put(server, { server: { name: "web-2" } }),
        "serverAddresses.list": await client.get(`${server}/ips`),
        "serverAddresses.show": await client.get(`${server}/ips/private`),
        "serverMetadata.list": await client.get(`${server}/metadata`),
        "serverMetadata.merge": await client.post(`${server}/metadata`, { metadata: { foo: "x" } }),
        "serverMetadata.setItem": await client.put(`${server}/metadata/foo`, { meta: { foo: "y" } }),
        "serverMetadata.showItem": await client.get(`${server}/metadata/foo`),
        "serverMetadata.replace": await client.put(`${server}/metadata`, { metadata }),
        "instanceActions.list": actions,
        "instanceActions.show": await client.get(
            `${server}/os-instance-actions/${actions.body.instanceActions[0].request_id}`,
        ),
        "serverInterfaces.list": interfaces,
        "serverInterfaces.show": await client.get(
            `${server}/os-interface/${interfaces.body.interfaceAttachments[0].port_id}`,
        ),
        "flavors.create": flavor,
        "flavors.list": await client.get("/flavors"),
        "flavors.listDetails": await client.get("/flavors/detail"),
        "flavors.show": await client.get("/flavors/1"),
        "flavorAccess.add": await access("addTenantAccess"),
        "flavorAccess.list": await client.get("/flavors/10/os-flavor-access"),
        "flavorAccess.remove": await access("removeTenantAccess"),
        "flavorExtraSpecs.create": await client.post(specs, { extra_specs: { key1: "a", key2: "b" } }),
        "flavorExtraSpecs.list": await client.get(specs),
        "flavorExtraSpecs.update": await client.put(`${specs}/key1`, { key1: "c" }),
        "flavorExtraSpecs.show": await client.get(`${specs}/key1`),
        "keypairs.create": await client.post("/os-keypairs", { keypair: { name: "k", public_key: PUBLIC_KEY } }),
        "keypairs.list": await client.get("/os-keypairs"),
        "keypairs.show": await client.get("/os-keypairs/k"),
        "limits.show": await client.get("/limits"),
        "images.list": await client.get("/images"),
        "images.listDetails": await client.get("/images/detail"),
        "images.show": await client.get(`/images/${image}`),
        "floatingIps.listPools": await client.get("/os-floating-ip-pools"),
        "floatingIps.create": ip,
        "floatingIps.show": await client.get(`/os-floating-ips/${ip.body.floating_ip.id}`),
        "networks.list": await client.get("/os-networks"),
        "networks.show": await client.get(`/os-networks/${networks[0]?.id}`),
        "securityGroups.list": await client.get("/os-security-groups"),
        "securityGroups.create": group,
        "securityGroups.show": await client.get(`/os-security-groups/${groupId}`),
        "securityGroups.update": await client.put(`/os-security-groups/${groupId}`, {
            security_group: { name: "test-2", description: "d" },
        }),
        "securityGroups.listOfServer": await client.get(`${server}/os-security-groups`),
        "securityGroups.createRule": await client.post("/os-security-group-rules", {
            security_group_rule: {
                parent_group_id: groupId,
                ip_protocol: "tcp",
                from_port: "443",
                to_port: "443",
                cidr: "0.0.0.0/0",
            },
        }),
    };
    answers["serverActions.rebuild"] = await client.act(id, "rebuild", { imageRef: image });
    return answers;
}

/** Where the answer lacks a key of the example, or has another type of value there. */
function differences(example: unknown, answer: unknown, path: string): string[] {
    if (example === null || answer === null) {
        return [];
    }
    if (Array.isArray(example)) {
        if (!Array.isArray(answer)) {
            return [`${path}: no list`];
        }
        const [first] = example;
        return first === undefined || answer.length === 0 ? [] : differences(first, answer[0], `${path}[]`);
    }
    if (typeof example === "object") {
        if (typeof answer !== "object") {
            return [`${path}: no object`];
        }
        const there = answer as Record<string, unknown>;
        return Object.entries(example as Record<string, unknown>).flatMap(([key, value]) => {
            const at = path === "" ? key : `${path}.${key}`;
            return key in there ? differences(value, there[key], at) : [at];
        });
    }
    return typeof example === typeof answer ? [] : [`${path}: ${typeof answer} instead of ${typeof example}`];
}

const PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f k";
