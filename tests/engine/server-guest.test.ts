/**
 * What stands in the requests for a server's guest: at its creation, and in the one rebuild of all that changed. Each
 * change has a server of its own; all are in one program.
 */
import mapValues from "lodash/mapValues";
import type { RecordedRequest } from "../../emulator/index";
import type { Result } from "../support/stack";
import { CREATED_FIRST, idsAfter, Setting, servers, words } from "./setting";

const KEYS = {
    first: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f ops@one",
    second: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgEA ops@two",
};
const [CERTIFICATE, OTHER] = ["0b5d2c72-12cc-4ba6-a8d7-3ff5cc1d8cb8", "674736e3-f25c-405c-8362-bbf991e0ce0a"];
const LOSS = "the root disk is lost; id and addresses stay";
const base64 = (text: string) => Buffer.from(text).toString("base64");

const HINTS = { different_host: ["2b2f9b6e-8a0e-4b6e-9a55-000000000000"], zone: "any" };
const NAMED = { hostname: "first", trustedImageCertificates: [CERTIFICATE], schedulerHints: HINTS };
const files = (text: string) => ({ personality: [{ path: "/etc/motd", contents: text }] });
const REBUILD = { keyName: "rebuild", userData: "rebuild" };
const KEEP = { image: "rebuild-preserve-ephemeral" };

type Program = Record<string, object>;

const CREATED: Program = {
    named: NAMED,
    certified: NAMED,
    hinted: NAMED,
    filed: files("größer"),
    clashing: files("two"),
    late: files("two"),
    noted: { keyName: "first", userData: "one", onChange: { userData: "ignore" } },
    stripped: { keyName: "first", userData: "one", onChange: REBUILD },
    keyed: { onChange: REBUILD },
    kept: { image: "debian-13", onChange: KEEP },
    imaged: { image: "debian-13", onChange: { image: "replace" } },
    resized: { onChange: { flavor: "replace" } },
};

const CHANGED: Program = {
    named: { ...NAMED, hostname: "second" },
    certified: { ...NAMED, trustedImageCertificates: [OTHER] },
    hinted: { ...NAMED, schedulerHints: { zone: "any" } },
    filed: files("two"),
    noted: { keyName: "second", userData: "two", onChange: { userData: "ignore" } },
    stripped: { onChange: REBUILD },
    keyed: { keyName: "second", onChange: REBUILD },
    kept: { onChange: KEEP },
    imaged: { onChange: { image: "replace" } },
    resized: { flavor: "m1.small", onChange: { flavor: "replace" } },
};

const CHANGED_AGAIN: Program = {
    filed: { ...files("two"), image: "debian-13" },
    noted: { keyName: "first", userData: "three", image: "debian-13", onChange: REBUILD },
};

let setting: Setting;
let program: Program = {};
/** Of the last command. */
let result: Result;
let requests: readonly RecordedRequest[] = [];
/** The servers' ids, after each command that made or changed one. */
let ids: ((server: string) => string)[] = [];

async function up(change: Program, options = {}): Promise<void> {
    program = { ...program, ...change };
    setting.stack.write(servers(mapValues(program, (args, name) => ({ name, ...args }))));
    const mark = setting.cloud.mark();
    result = await setting.stack.up(options);
    requests = setting.cloud.requestsSince(mark);
    ids = [...ids, idsAfter(result)];
}

/** What the last command wrote of a server: its creation has the name, all else an id that it has or had. */
function written(name: string): { method: string; microversion: string | undefined; body: unknown }[] {
    const known = ids.map((id) => id(name));
    return requests
        .filter(({ service, method }) => service === "compute" && method !== "GET")
        .filter(({ path, body }) => known.some((id) => path.includes(id)) || nameIn(body) === name)
        .map(({ method, microversion, body }) => ({ method, microversion, body }));
}

const nameIn = (body: unknown) => (body as { server?: { name?: string } } | undefined)?.server?.name;

async function seen(name: string): Promise<Record<string, unknown>> {
    const { server } = await setting.nova.get<{ server: Record<string, unknown> }>(`/servers/${ids.at(-1)?.(name)}`, {
        microversion: "2.93",
    });
    return server;
}

/** The servers that the last command's refresh found otherwise than they were left. */
const differing = () => Object.keys(program).filter((server) => result.found(server) !== "same");

const imageId = (name: string) => setting.cloud.inspect().images.find((image) => image.name === name)?.id;

beforeAll(async () => {
    setting = await Setting.make({ cloud: { preservesEphemeral: true } });
    await setting.liftQuotas();
    for (const [name, publicKey] of Object.entries(KEYS)) {
        await setting.nova.post("/os-keypairs", { keypair: { name, public_key: publicKey } });
    }
});

afterAll(() => setting.end());

describe("a server is asked for", () => {
    it("with a host name, certificates and hints at the lowest microversion that carries them", async () => {
        await up(CREATED);
        expect(written("named")).toMatchObject([
            {
                method: "POST",
                microversion: "2.90",
                body: {
                    server: { hostname: "first", trusted_image_certificates: [CERTIFICATE] },
                    "os:scheduler_hints": HINTS,
                },
            },
        ]);
    });

    it("with files below the microversion that took them away", async () => {
        const personality = [{ path: "/etc/motd", contents: base64("größer") }];
        expect(written("filed")).toMatchObject([{ microversion: "2.1", body: { server: { personality } } }]);
        expect(JSON.stringify(await setting.stack.state())).not.toContain("größer");
    });
});

describe("a change for a server's guest", () => {
    it("follows a refresh that finds it as it was made", async () => {
        await up(CHANGED, { refresh: true });
        expect(differing()).toEqual([]);
    });

    it("of the host name is made in place", async () => {
        expect(words(result)).toContain('server "named": hostname first -> second: updated in place');
        expect(written("named")).toEqual([
            { method: "PUT", microversion: "2.90", body: { server: { hostname: "second" } } },
        ]);
        expect(await seen("named")).toMatchObject({ "OS-EXT-SRV-ATTR:hostname": "second" });
    });

    it("of the certificates rebuilds it", async () => {
        expect(written("certified")).toMatchObject([
            { microversion: "2.63", body: { rebuild: { trusted_image_certificates: [OTHER] } } },
        ]);
        expect(await seen("certified")).toMatchObject({ trusted_image_certificates: [OTHER] });
    });

    it("of the hints replaces it", () => {
        expect(result.ops("hinted")).toEqual(CREATED_FIRST);
        expect(words(result)).toContainEqual(
            expect.stringMatching(/server "hinted": schedulerHints .*: replace: hints are for the choice of a/),
        );
        expect(written("hinted")).toMatchObject([
            { body: { "os:scheduler_hints": { zone: "any" } } },
            { method: "DELETE" },
        ]);
    });

    it("of the files rebuilds it with them", () => {
        expect(words(result)).toContain(`server "filed": personality: rebuild in place with these files, ${LOSS}`);
        const personality = [{ path: "/etc/motd", contents: base64("two") }];
        expect(written("filed")).toMatchObject([
            { body: { rebuild: { imageRef: imageId("debian-12"), personality } } },
        ]);
    });

    it("of key (by default) and user data is noted only where onChange says so: no call", async () => {
        expect(words(result)).toEqual(
            expect.arrayContaining([
                'server "noted": keyName first -> second: noted only: a key is put into a server at its first boot; see onChange',
                'server "noted": userData: noted only: user data is read at the first boot',
            ]),
        );
        expect(written("noted")).toEqual([]);
        expect((await setting.stack.resource("noted")).outputs).toMatchObject({ keyName: "second" });
        expect(await seen("noted")).toMatchObject({ key_name: "first", "OS-EXT-SRV-ATTR:user_data": base64("one") });
    });

    it("takes key and user data away by a rebuild where onChange says so", async () => {
        expect(written("stripped")).toMatchObject([
            { microversion: "2.57", body: { rebuild: { key_name: null, user_data: null } } },
        ]);
        expect(await seen("stripped")).toMatchObject({ key_name: null, "OS-EXT-SRV-ATTR:user_data": null });
    });

    it("of the key alone rebuilds it at the key's microversion", () => {
        const [rebuild, ...others] = written("keyed");
        expect(rebuild).toMatchObject({ microversion: "2.54", body: { rebuild: { key_name: "second" } } });
        expect(rebuild?.body).not.toHaveProperty("rebuild.user_data");
        expect(others).toEqual([]);
    });

    it("of the image asks for the ephemeral disk to be kept where onChange says so", () => {
        expect(words(result)).toContain(
            'server "kept": image debian-13 -> debian-12: rebuild in place, the root disk is lost and the ephemeral disk is kept; id and addresses stay',
        );
        const rebuild = { imageRef: imageId("debian-12"), preserve_ephemeral: true };
        expect(written("kept")).toMatchObject([{ body: { rebuild } }]);
    });

    it.each([
        ["imaged", 'server "imaged": image debian-13 -> debian-12: replace: onChange says so for an image'],
        ["resized", 'server "resized": flavor m1.tiny -> m1.small: replace: onChange says so for a flavor'],
    ])("replaces it where onChange says so: %s", (server, said) => {
        expect(words(result)).toContain(said);
        expect(result.ops(server)).toEqual(CREATED_FIRST);
        expect(written(server).map(({ method }) => method)).toEqual(["POST", "DELETE"]);
    });
});

describe("a rebuild of a server that was changed before", () => {
    it("follows a refresh that finds no drift, not in what was noted only either", async () => {
        await up(CHANGED_AGAIN, { refresh: true });
        expect(differing()).toEqual([]);
    });

    it("takes the files along", () => {
        const personality = [{ path: "/etc/motd", contents: base64("two") }];
        expect(written("filed")).toMatchObject([
            { body: { rebuild: { imageRef: imageId("debian-13"), personality } } },
        ]);
    });

    it("takes key, user data and image in one, at the microversion of the latest", async () => {
        expect(words(result)).toEqual(
            expect.arrayContaining([
                `server "noted": keyName second -> first: rebuild in place with the key, ${LOSS}`,
                `server "noted": userData: rebuild in place with the user data, ${LOSS}`,
                `server "noted": image debian-12 -> debian-13: rebuild in place, ${LOSS}`,
            ]),
        );
        const rebuild = { imageRef: imageId("debian-13"), key_name: "first", user_data: base64("three") };
        expect(written("noted")).toMatchObject([{ microversion: "2.57", body: { rebuild } }]);
        expect(await seen("noted")).toMatchObject({ key_name: "first", "OS-EXT-SRV-ATTR:user_data": base64("three") });
    });

    it("leaves nothing to change", async () => {
        await setting.stack.preview({ refresh: true, expectNoChanges: true });
    });
});

describe("files", () => {
    // One after the other: what is wrong with a new one ends the program, and perhaps before the other has its turn.
    it.each<[title: string, program: Program, said: string]>([
        [
            "user data of a rebuild",
            { clashing: { ...files("two"), onChange: { userData: "rebuild" }, userData: "#!/bin/sh\n" } },
            "personality is carried up to microversion 2.56, and userData from 2.57 on: one request cannot have both. Nothing was changed.",
        ],
        [
            "a host name",
            { clashing: files("two"), late: { ...files("two"), hostname: "late" } },
            "microversion 2.57 took personality away, and hostname came later",
        ],
    ])("cannot be had together with what came later: %s", async (_, program, said) => {
        await up(program, { expectFailure: true });
        expect(result.text).toContain(said);
        expect(requests.filter(({ method, service }) => service === "compute" && method !== "GET")).toEqual([]);
    });
});
