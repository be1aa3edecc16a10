/** What stands in the requests for a server's guest: at its creation, and in the one rebuild of all that changed. */
import type { Result } from "../support/stack";
import { CREATED_FIRST, program, Setting, words } from "./setting";

const BASE = { name: "web", flavor: "m1.tiny", image: "debian-12", networks: [{ network: "private" }] };
const KEYS = {
    first: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f ops@one",
    second: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgEA ops@two",
};
const [CERTIFICATE, OTHER] = ["0b5d2c72-12cc-4ba6-a8d7-3ff5cc1d8cb8", "674736e3-f25c-405c-8362-bbf991e0ce0a"];
const LOSS = "the root disk is lost; id and addresses stay";
const base64 = (text: string) => Buffer.from(text).toString("base64");

let setting: Setting;
let id = "";

/** A write of an `up`. */
interface Written {
    method: string;
    microversion: string | undefined;
    body: Record<string, unknown>;
}

interface Told {
    written: Written[];
    said: string[];
    result: Result;
}

async function up(args: Record<string, unknown>, options = {}): Promise<Told> {
    setting.stack.write(program("Server", "web", { ...BASE, ...args }));
    const mark = setting.cloud.mark();
    const result = await setting.stack.up(options);
    const written = setting.cloud
        .requestsSince(mark)
        .filter(({ service, method }) => service === "compute" && method !== "GET")
        .map(({ method, microversion, body }) => ({ method, microversion, body: body as Record<string, unknown> }));
    id = (await setting.stack.resource("web")).id ?? "";
    return { written, said: words(result), result };
}

async function seen(): Promise<Record<string, unknown>> {
    const { server } = await setting.nova.get<{ server: Record<string, unknown> }>(`/servers/${id}`, {
        microversion: "2.93",
    });
    return server;
}

const unchanged = () => setting.stack.preview({ refresh: true, expectNoChanges: true });
const imageId = (name: string) => setting.cloud.inspect().images.find((image) => image.name === name)?.id;

beforeAll(async () => {
    setting = await Setting.make();
    for (const [name, publicKey] of Object.entries(KEYS)) {
        await setting.nova.post("/os-keypairs", { keypair: { name, public_key: publicKey } });
    }
});

afterAll(() => setting.end());

describe("a server with a host name, certificates and hints", () => {
    afterAll(() => setting.stack.destroy());

    const hints = { different_host: ["2b2f9b6e-8a0e-4b6e-9a55-000000000000"], zone: "any" };
    const args = { hostname: "first", trustedImageCertificates: [CERTIFICATE], schedulerHints: hints };

    it("is asked for so, at the lowest microversion that carries it", async () => {
        const { written } = await up(args);
        expect(written).toMatchObject([
            {
                method: "POST",
                microversion: "2.90",
                body: {
                    server: { hostname: "first", trusted_image_certificates: [CERTIFICATE] },
                    "os:scheduler_hints": hints,
                },
            },
        ]);
        await unchanged();
    });

    it("changes its host name in place", async () => {
        const { written, said } = await up({ ...args, hostname: "second" });
        expect(said).toContain('server "web": hostname first -> second: updated in place');
        expect(written).toEqual([{ method: "PUT", microversion: "2.90", body: { server: { hostname: "second" } } }]);
        expect(await seen()).toMatchObject({ "OS-EXT-SRV-ATTR:hostname": "second" });
        await unchanged();
    });

    it("is rebuilt for other certificates", async () => {
        const { written } = await up({ ...args, hostname: "second", trustedImageCertificates: [OTHER] });
        expect(written).toMatchObject([
            { microversion: "2.63", body: { rebuild: { trusted_image_certificates: [OTHER] } } },
        ]);
        expect(await seen()).toMatchObject({ trusted_image_certificates: [OTHER] });
        await unchanged();
    });

    it("is replaced for other hints", async () => {
        const now = { ...args, trustedImageCertificates: [OTHER], schedulerHints: { zone: "any" } };
        const { result, written, said } = await up(now);
        expect(result.ops("web")).toEqual(CREATED_FIRST);
        expect(said).toContainEqual(expect.stringMatching(/schedulerHints .*: replace: hints are for the choice of a/));
        expect(written).toMatchObject([{ body: { "os:scheduler_hints": { zone: "any" } } }, { method: "DELETE" }]);
    });
});

describe("a server with files", () => {
    afterAll(() => setting.stack.destroy());

    const files = (text: string) => ({ personality: [{ path: "/etc/motd", contents: text }] });

    it("is given them at its creation, below the microversion that took them away", async () => {
        const { written } = await up(files("größer"));
        expect(written).toMatchObject([
            {
                microversion: "2.1",
                body: { server: { personality: [{ path: "/etc/motd", contents: base64("größer") }] } },
            },
        ]);
        expect(JSON.stringify(await setting.stack.state())).not.toContain("größer");
        await unchanged();
    });

    it("is rebuilt for others, and they go along with each rebuild", async () => {
        const { written, said } = await up(files("two"));
        expect(said).toContain(`server "web": personality: rebuild in place with these files, ${LOSS}`);
        const personality = [{ path: "/etc/motd", contents: base64("two") }];
        expect(written).toMatchObject([{ body: { rebuild: { imageRef: imageId("debian-12"), personality } } }]);
        const next = await up({ ...files("two"), image: "debian-13" });
        expect(next.written).toMatchObject([{ body: { rebuild: { imageRef: imageId("debian-13"), personality } } }]);
        await unchanged();
    });

    it("cannot have them together with what came later", async () => {
        const onChange = { userData: "rebuild" };
        const change = { ...files("two"), image: "debian-13", onChange, userData: "#!/bin/sh\n" };
        const { written, result } = await up(change, { expectFailure: true });
        expect(written).toEqual([]);
        expect(result.text).toContain(
            "personality is carried up to microversion 2.56, and userData from 2.57 on: one request cannot have both. Nothing was changed.",
        );
        const late = await up({ ...files("two"), hostname: "late" }, { expectFailure: true });
        expect(late.result.text).toContain("microversion 2.57 took personality away, and hostname came later");
    });
});

describe("a server's key, user data and image, as onChange says", () => {
    const onChange = { keyName: "rebuild", userData: "rebuild" };
    const started = { keyName: "first", userData: "one" };

    it("are noted only (the key by default): no call, and no drift", async () => {
        await up({ ...started, onChange: { userData: "ignore" } });
        const { written, said } = await up({ keyName: "second", userData: "two", onChange: { userData: "ignore" } });
        expect(said).toEqual(
            expect.arrayContaining([
                'server "web": keyName first -> second: noted only: a key is put into a server at its first boot; see onChange',
                'server "web": userData: noted only: user data is read at the first boot',
            ]),
        );
        expect(written).toEqual([]);
        expect((await setting.stack.resource("web")).outputs).toMatchObject({ keyName: "second" });
        expect(await seen()).toMatchObject({ key_name: "first", "OS-EXT-SRV-ATTR:user_data": base64("one") });
        await unchanged();
    });

    it("go into one rebuild, at the microversion of the latest", async () => {
        const { written, said } = await up({ keyName: "first", userData: "three", image: "debian-13", onChange });
        expect(said).toEqual(
            expect.arrayContaining([
                `server "web": keyName second -> first: rebuild in place with the key, ${LOSS}`,
                `server "web": userData: rebuild in place with the user data, ${LOSS}`,
                `server "web": image debian-12 -> debian-13: rebuild in place, ${LOSS}`,
            ]),
        );
        expect(written).toMatchObject([
            {
                microversion: "2.57",
                body: { rebuild: { imageRef: imageId("debian-13"), key_name: "first", user_data: base64("three") } },
            },
        ]);
        expect(await seen()).toMatchObject({ key_name: "first", "OS-EXT-SRV-ATTR:user_data": base64("three") });
        await unchanged();
    });

    it("are taken away by a rebuild too", async () => {
        const { written } = await up({ image: "debian-13", onChange });
        expect(written).toMatchObject([
            { microversion: "2.57", body: { rebuild: { key_name: null, user_data: null } } },
        ]);
        expect(await seen()).toMatchObject({ key_name: null, "OS-EXT-SRV-ATTR:user_data": null });
        await unchanged();
    });

    it("has a key alone rebuild it at the key's microversion", async () => {
        const { written } = await up({ image: "debian-13", keyName: "second", onChange });
        expect(written).toMatchObject([{ microversion: "2.54", body: { rebuild: { key_name: "second" } } }]);
        expect(written[0]?.body).not.toHaveProperty("rebuild.user_data");
    });

    it("asks for the ephemeral disk to be kept where it says so", async () => {
        const keeping = { ...onChange, image: "rebuild-preserve-ephemeral" };
        // Whether the hypervisor can is another matter.
        setting.stack.write(
            program("Server", "web", { ...BASE, image: "debian-13", keyName: "second", onChange: keeping }),
        );
        await setting.stack.up();
        setting.stack.write(program("Server", "web", { ...BASE, keyName: "second", onChange: keeping }));
        const { text } = await setting.stack.preview();
        expect(text).toContain(
            "image debian-13 -> debian-12: rebuild in place, the root disk is lost and the ephemeral disk is kept; id and addresses stay",
        );
    });

    it.each([
        [
            "image",
            { image: "debian-12" },
            'server "web": image debian-13 -> debian-12: replace: onChange says so for an image',
        ],
        [
            "flavor",
            { flavor: "m1.small" },
            'server "web": flavor m1.tiny -> m1.small: replace: onChange says so for a flavor',
        ],
    ])("has a change of %s replace it where it says so", async (argument, change, said) => {
        const replacing = { onChange: { [argument]: "replace" }, keyName: "second", image: "debian-13" };
        await up({ ...replacing });
        const told = await up({ ...replacing, ...change });
        expect(told.said).toContain(said);
        expect(told.result.ops("web")).toEqual(CREATED_FIRST.slice());
        expect(told.written.map(({ method }) => method)).toEqual(["POST", "DELETE"]);
    });
});
