/**
 * What must never be seen is not: passwords, user data, private keys, tokens and secret metadata stand in no state, log,
 * preview or error of a stack's whole life, neither plain nor in base64 nor URL-encoded.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Result, RunOptions } from "../support/stack";
import { keptIn } from "../support/wire";
import { Setting } from "./setting";

/** Each with characters that the encodings change. */
const FIRST = {
    rescuePass: "Resc+ue/P?one&=2a8f",
    adminPass: "Adm1n+P/ss?one&=7c1e",
    userData: "#!/bin/sh\nexport VAULT=us3r/d+ta?sw0rdfish=one\n",
    apiKey: "m3ta/d+ta?api-key=one",
};
const SECOND = {
    rescuePass: "Resc+ue/P?two&=6e0c",
    adminPass: "Adm1n+P/ss?two&=9d3b",
    userData: "#!/bin/sh\nexport VAULT=us3r/d+ta?sw0rdfish=two\n",
    apiKey: "m3ta/d+ta?api-key=two",
};
const THIRD = { ...SECOND, adminPass: "Adm1n+P/ss?three&=4f6a", apiKey: "m3ta/d+ta?api-key=three" };
const DRIFTED = "m3ta/d+ta?api-key=drift";
const WRONG_PASSWORD = "wr0ng+cl/uds?password&=5b8e";

/** The values come by the environment, so that the program's own text has none of them. */
const PROGRAM = `
    const pulumi = require("@pulumi/pulumi");
    const compute = require("pulumi-openstack-compute");
    const planted = JSON.parse(process.env.PLANTED);
    const key = new compute.Keypair("key");
    const server = (name, args) => new compute.Server(name, { flavor: "m1.tiny", image: "cirros", ...args });
    const web = server("web", {
        keyName: key.name,
        adminPass: planted.adminPass,
        userData: planted.userData,
        metadata: { role: "web", apiKey: pulumi.secret(planted.apiKey) },
    });
    server("also", { adminPass: planted.adminPass });
    const made = server("made", { userDataBase64: Buffer.from(planted.userData).toString("base64") });
    new compute.ServerAction("rescue", {
        server: server("rescued", {}).id,
        rescue: { image: "debian-12", adminPass: planted.rescuePass },
    });
    if (planted.more) {
        server("more", {
            adminPass: planted.more,
            userData: "#!/bin/sh\\necho " + planted.more,
            metadata: pulumi.secret({ apiKey: planted.apiKey }),
        });
    }
    exports.privateKey = key.privateKey;
    exports.passwords = [web.adminPass, made.adminPass];
`;

/** A secret in every spelling in which it may appear; in base64 also as a part of a longer text. */
function spellings(secret: string): string[] {
    const bytes = Buffer.from(secret);
    // What stands beside it in a longer text changes the first and the last characters.
    const within = [0, 1, 2].map((offset) =>
        bytes.subarray(offset, offset + 3 * Math.floor((bytes.length - offset) / 3)).toString("base64"),
    );
    const escaped = encodeURIComponent(secret);
    return [
        secret,
        JSON.stringify(secret).slice(1, -1),
        ...within,
        ...within.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
        escaped,
        escaped.replaceAll("%20", "+"),
    ];
}

interface Text {
    name: string;
    text: string;
}

/** `apiKey in backend/….json`, for each secret in each text. */
function found(secrets: Record<string, string>, texts: Text[]): string[] {
    return Object.entries(secrets).flatMap(([name, secret]) =>
        texts
            .filter(({ text }) => spellings(secret).some((spelling) => text.includes(spelling)))
            .map((text) => `${name} in ${text.name}`),
    );
}

/** Every file below a folder, but for what is the user's own: clouds.yaml. */
function filesBelow(folder: string): Text[] {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !/clouds.*\.yaml$/.test(entry.name))
        .map((entry) => {
            const path = join(entry.parentPath, entry.name);
            const name = path.slice(folder.length + 1);
            const text = readFileSync(path, "utf8");
            return { name, text: name.startsWith("logs/") ? withoutDebug(text) : text };
        });
}

/** An event log without Pulumi's own debug traces, which have whole answers of its RPC in them, for every provider. */
function withoutDebug(events: string): string {
    return events
        .split("\n")
        .filter((line) => !/"severity":"debug"/.test(line))
        .join("\n");
}

/** The records of the CLI's own verbose log: where each comes from, and what it says, all its lines. */
function records(verbose: string): { from: string; text: string }[] {
    return verbose.split(/^(?=[IWEF]\d{4} [\d:.]+ +\d+ \S+:\d+\] )/m).map((text) => ({
        from: /^\S+ \S+ +\d+ (\S+?):\d+\]/.exec(text)?.[1] ?? "no log",
        text,
    }));
}

/**
 * The traces of Pulumi's own RPC and planner: with `-v=9` they have every property of every provider in them. What a
 * provider prints goes through the event sink as Info, Warning or Error.
 */
const TRACES = /^(rpc|step_generator)\.go$/;
const DEBUG = /eventsink\.go:\d+\] (eventSink::Debug|RegisterResource)/;

describe("the secrets of a stack", () => {
    let setting: Setting;
    /** Backend, home, event logs, project. */
    let folder: string;
    let log: string;
    let planted: Record<string, unknown> = FIRST;
    const printed: Text[] = [];
    const secrets: Record<string, string> = {
        ...named("first", FIRST),
        ...named("second", SECOND),
        ...named("third", THIRD),
        vault: "us3r/d+ta?sw0rdfish",
        drifted: DRIFTED,
        wrongPassword: WRONG_PASSWORD,
        password: '"osreal"',
        applicationCredential: "admin-secret",
        tokens: "gAAAAA",
    };

    beforeAll(async () => {
        setting = await Setting.make({ program: PROGRAM });
        folder = dirname(setting.stack.folder);
        log = join(folder, "requests.log");
        for (const auth of ["token", "applicationCredential"] as const) {
            setting.stack.writeFile(`clouds-${auth}.yaml`, setting.cloud.cloudsYaml({ project: "admin", auth }));
        }
        const wrong = setting.cloud
            .cloudsYaml({ project: "admin" })
            .replace('"osreal"', JSON.stringify(WRONG_PASSWORD));
        setting.stack.writeFile("clouds-wrong.yaml", wrong);
    });
    afterAll(() => setting.end());

    /** Adds the environment to an operation, and keeps what it prints. */
    async function run(
        operation: "preview" | "up" | "refresh" | "destroy",
        { as, ...options }: RunOptions & { skipPreview?: boolean; refresh?: boolean; diff?: boolean; as?: string } = {},
    ): Promise<Result> {
        const clouds =
            as === undefined ? {} : { OS_CLIENT_CONFIG_FILE: join(setting.stack.folder, `clouds-${as}.yaml`) };
        const env = { PLANTED: JSON.stringify(planted), OPENSTACK_COMPUTE_LOG: log, ...clouds };
        const result = await setting.stack[operation]({ ...options, env });
        printed.push({ name: `${printed.length + 1} ${operation}`, text: `${result.stdout}\n${result.stderr}` });
        return result;
    }

    const leaks = () => found(secrets, [...printed, ...filesBelow(folder)]);

    it("are found by the scan that looks for them, in each spelling", () => {
        const file = join(folder, "planted.txt");
        const secret = FIRST.apiKey;
        for (const text of [
            secret,
            JSON.stringify({ value: secret }),
            ...["", "x", "xy"].map((before) => Buffer.from(`${before}${secret} and more`).toString("base64")),
            Buffer.from(secret).toString("base64url"),
            `?key=${encodeURIComponent(secret)}`,
        ]) {
            writeFileSync(file, `before ${text} after`);
            expect(found({ secret }, filesBelow(folder))).toEqual(["secret in planted.txt"]);
        }
        rmSync(file);
        expect(found({ secret }, filesBelow(folder))).toEqual([]);
    });

    it("are not seen in a preview and an up", async () => {
        await run("up", { skipPreview: false });
        const { privateKey, passwords } = await outputs();
        const [first = "", second = ""] = privateKey.split("\n").slice(1);
        const { key } = (await setting.stack.resource("openstack-compute", { showSecrets: true })).outputs ?? {};
        const { plaintext } = key as { plaintext: string };
        Object.assign(secrets, {
            privateKey: first,
            privateKeyToo: second,
            madePassword: passwords[1] ?? "",
            key: JSON.parse(plaintext) as string,
        });

        expect(readFileSync(log, "utf8")).toContain('"operation":"Create server"');
        expect(leaks()).toEqual([]);
    });

    /** Read past the record of what was printed: it is the user who asks for them. */
    async function outputs(): Promise<{ privateKey: string; passwords: string[] }> {
        return (await setting.stack.outputs()) as { privateKey: string; passwords: string[] };
    }

    it("are told to the program, the password that the cloud made too", async () => {
        const made = setting.cloud.inspect().servers.find(({ name }) => name.startsWith("made-"));
        expect((await outputs()).passwords).toEqual([FIRST.adminPass, made?.adminPass]);
    });

    it("are not seen when they change: the preview names keys only", async () => {
        planted = SECOND;
        const { text } = await run("up", { skipPreview: false });
        expect(text).toContain('server "web": metadata ~apiKey: only these keys are written');
        expect(text).toContain('server "web": adminPass: ');
        expect(text).toContain('server "web": userData: replace: user data is read at the first boot');
        expect(leaks()).toEqual([]);
    });

    it("are not seen where the cloud repeats them when it refuses, in each spelling", async () => {
        planted = { ...SECOND, more: THIRD.adminPass };
        const script = Buffer.from(`#!/bin/sh\necho ${THIRD.adminPass}`).toString("base64");
        setting.cloud.faults.answer(400, {
            method: "POST",
            path: /\/servers$/,
            message: `Invalid input: adminPass '${THIRD.adminPass}', user_data ${script}, ${encodeURIComponent(SECOND.apiKey)}`,
        });
        const { text } = await run("up", { expectFailure: true });
        expect(text).toContain("Invalid input: adminPass '[secret]', user_data [secret], [secret] (HTTP 400)");
        expect(leaks()).toEqual([]);
    });

    it("are not seen where a server's build ends in a fault, or an update is refused", async () => {
        planted = { ...THIRD, more: FIRST.adminPass };
        setting.cloud.faults.failStep("spawn");
        setting.cloud.faults.answer(400, { path: /\/metadata$/, message: `Bad value ${THIRD.apiKey}`, times: 2 });
        setting.cloud.faults.answer(400, {
            action: "changePassword",
            message: `Bad password ${THIRD.adminPass} ${Buffer.from(THIRD.adminPass).toString("base64")}`,
            times: 2,
        });
        const { text } = await run("up", { expectFailure: true, args: ["--continue-on-error"] });
        setting.cloud.faults.clear();
        expect(text).toContain("went to ERROR while creating");
        expect(text).toContain("Bad value [secret] (HTTP 400)");
        expect(text).toContain("Bad password [secret] [secret] (HTTP 400)");
        expect(leaks()).toEqual([]);
    });

    it("are not seen where an argument is bad, or the credentials are", async () => {
        planted = { ...THIRD, adminPass: THIRD.adminPass.repeat(20) };
        const bad = await run("preview", { expectFailure: true });
        expect(bad.text).toContain("adminPass: at most 255 characters");

        const refused = await run("refresh", { expectFailure: true, as: "wrong" });
        expect(refused.text).toContain("HTTP 401");
        expect(leaks()).toEqual([]);
    });

    it("are not seen where an answer is cut off, or when they drift: in a refresh the changed value is a secret as the declared one is", async () => {
        planted = { ...THIRD, more: FIRST.adminPass };
        setting.cloud.faults.malformed({ method: "POST", path: /\/servers$/ });
        const up = await run("up", { as: "applicationCredential" });
        expect(up.text).toContain('server "more": server ');
        expect(up.text).toContain("was created, although the answer to the creation was lost");
        const id = setting.cloud.inspect().servers.find(({ keyName }) => keyName !== null)?.id;
        await setting.nova.post(`/servers/${id}/metadata`, { metadata: { apiKey: DRIFTED } });

        const { text } = await run("preview", { refresh: true, diff: true, as: "token" });
        expect(text).toContain('server "web": metadata ~apiKey: only these keys are written');
        await run("refresh");
        expect(leaks()).toEqual([]);
    });

    it("are in the CLI's verbose log in Pulumi's own traces alone, and in nothing that the provider prints", async () => {
        const { stdout, stderr } = await run("up", { args: ["-v=9", "--logtostderr", "--logflow"] });
        printed.pop();
        const all = records(stderr);
        const seen = all.filter(({ text }) => found(secrets, [{ name: "", text }]).length > 0);
        expect(found(secrets, [{ name: "stdout", text: stdout }])).toEqual([]);
        expect(seen.length).toBeGreaterThan(0);
        expect(seen.filter(({ from, text }) => !TRACES.test(from) && !DEBUG.test(text))).toEqual([]);
        expect(all.map(({ text }) => text).join()).toContain(
            'eventSink::Info(<{%reset%}>server "web": metadata ~apiKey',
        );
        expect(leaks()).toEqual([]);
    });

    it("are not seen where the program no longer has them, and a refresh reads what the state still has", async () => {
        planted = { ...THIRD, more: FIRST.adminPass, adminPass: undefined };
        await run("up", { refresh: true });
        await run("refresh");
        const made = await setting.stack.resource("made");
        expect(keptIn(made.outputs ?? {})).toMatchObject({ outputs: { adminPass: expect.stringMatching(/^sealed:/) } });
        const also = await setting.stack.resource("also");
        expect(Object.keys(also.outputs ?? {})).toContain("adminPass");
        expect(leaks()).toEqual([]);
    });

    it("are lost with the stack's identity where the cloud made them: a preview warns, and so does what follows", async () => {
        await setting.stack.run(["config", "set", "openstack-compute:owner", "false"]);
        const warning = "adminPass is sealed in the state with a key that this stack does not have";
        expect((await run("preview")).text).toContain(warning);
        const { text } = await run("up");
        expect(text).toContain(warning);
        expect(text).toContain("set it in the program to change it");
        expect((await outputs()).passwords[1]).toBeNull();
        expect(leaks()).toEqual([]);
    });

    it("are not seen in a destroy, and not in what is left", async () => {
        await run("destroy");
        expect(leaks()).toEqual([]);
    });
});

function named(prefix: string, values: Record<string, string>): Record<string, string> {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix} ${name}`, value]));
}
