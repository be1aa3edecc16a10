import fc from "fast-check";
import { redactBody, redactHeaders, redactor, rewriteTold, secretValues } from "../../../provider/cloud/redact";

const script = "#!/bin/sh\nexport DB_PASSWORD=swordfish-42\necho done\n";
const encode = (text: string) => Buffer.from(text).toString("base64");

test("the secrets of a body are the values of the table's keys, wherever they stand", () => {
    expect(
        secretValues({
            server: {
                name: "web",
                adminPass: "hunter2",
                user_data: encode(script),
                metadata: { role: "db", count: 3 },
                personality: [{ path: "/etc/motd", contents: "aGVsbG8=" }],
            },
        }).sort(),
    ).toEqual(["aGVsbG8=", "hunter2", encode(script)].sort());
});

test("no key and no value of metadata is a secret, for each may be any word of a message", () => {
    const metadata = { password: "instances", adminPass: "10", output: "cores" };
    expect(secretValues({ server: { metadata }, metadata, meta: metadata })).toEqual([]);
    const refusal = "Quota exceeded for instances: Requested 1, but already used 10 of 10 instances";
    expect(redactor(secretValues({ server: { metadata, adminPass: "used1" } }))(refusal)).toBe(refusal);
});

test("of a request for a token only the secrets are secret", () => {
    const password = { methods: ["password"], password: { user: { name: "deploy", password: "s3cret" } } };
    expect(secretValues({ auth: { identity: password } })).toEqual(["s3cret"]);
    expect(secretValues({ auth: { identity: { token: { id: "gAAAA" } } } })).toEqual(["gAAAA"]);
    expect(secretValues({ auth: { identity: { application_credential: { id: "i", secret: "s" } } } })).toEqual(["s"]);
});

test("a logged body keeps its shape and loses its secrets", () => {
    expect(
        redactBody({
            server: { adminPass: "x", metadata: { a: "b" }, personality: [{ path: "/p", contents: "c" }], ram: 1 },
        }),
    ).toEqual({
        server: {
            adminPass: "[secret]",
            metadata: { a: "[secret]" },
            personality: [{ path: "/p", contents: "[secret]" }],
            ram: 1,
        },
    });
    expect(redactBody({ remote_console: { type: "novnc", url: "http://vnc?token=1" } })).toEqual({
        remote_console: { type: "novnc", url: "[secret]" },
    });
    expect(redactBody({ links: [{ url: "http://public" }] })).toEqual({ links: [{ url: "http://public" }] });
});

test("token headers are masked in any case", () => {
    expect(redactHeaders({ "X-Auth-Token": "t", "x-subject-token": "t", Accept: "a" })).toEqual({
        "X-Auth-Token": "[secret]",
        "x-subject-token": "[secret]",
        Accept: "a",
    });
});

test.each([
    ["plain", "Invalid input for field/attribute adminPass. Value: p@ss \"w'ord\\. 1", "p@ss \"w'ord\\"],
    ["base64", `got ${encode("p@ss word")}!`, "p@ss word"],
    ["base64 without padding", `got ${encode("p@ss word1").replace(/=+$/, "")}!`, "p@ss word1"],
    ["URL-encoded", `got ${encodeURIComponent("p@ss word")}`, "p@ss word"],
    ["form-encoded", "got p%40ss+word", "p@ss word"],
    ["JSON-escaped", `got ${JSON.stringify('p@ss "word"')}`, 'p@ss "word"'],
    ["HTML-escaped", "got p&amp;ss&lt;word", "p&ss<word"],
    ["decoded, where the request held base64", `near ${script}`, encode(script)],
    ["one line of several", "unexpected: export DB_PASSWORD=swordfish-42", encode(script)],
    ["cut short", `Value: ${encode(script).slice(0, 30)}...`, encode(script)],
])("a cloud's message is cleaned of a secret that returns %s", (_, message, secret) => {
    const cleaned = redactor([secret])(message);
    expect(cleaned).toContain("[secret]");
    expect(cleaned).not.toMatch(/p@ss|p%40ss|word|swordfish|cEBzcyB3b3Jk|IyEvYmlu/);
});

test("another spelling that begins like the one that returned leaves nothing of it", () => {
    expect(redactor(["Adm1n+P/ss?three&=4f6a"])("Value: Adm1n+P/ss?three&=4f6a!")).toBe("Value: [secret]!");
    const padded = encode("#!/bin/sh\nexport A=1\n#");
    expect(padded).toMatch(/==$/);
    expect(redactor([padded])(`got ${padded}!`)).toBe("got [secret]!");
});

test("a very short value goes where it stands alone and leaves words whole", () => {
    expect(redactor(["a"])("Value: a. 'a' is too short for a name")).toBe(
        "Value: [secret]. '[secret]' is too short for [secret] name",
    );
    expect(redactor(["db"])("feedback")).toBe("feedback");
    expect(redactor(["quota"])("quotas of a quota")).toBe("quotas of a [secret]");
});

test("whatever stands in a short value, it breaks nothing", () => {
    fc.assert(
        fc.property(fc.string({ maxLength: 3 }), (secret) => {
            expect(redactor([secret])("a - b / c")).toEqual(expect.any(String));
        }),
    );
    expect(redactor(["-"])("a - b")).toBe("a [secret] b");
});

test("whatever the secret, it is not in the message any more", () => {
    fc.assert(
        fc.property(fc.string({ minLength: 6 }), fc.string(), fc.string(), (secret, before, after) => {
            fc.pre(secret.trim().length >= 6 && !"[secret]".includes(secret.trim()));
            fc.pre(!`${before}[secret]${after}`.includes(secret));
            expect(redactor([secret])(`${before}${secret}${after}`)).not.toContain(secret);
        }),
    );
});

test("a secret that repeats itself is found whole, wherever it begins again, in one pass", () => {
    expect(redactor(["abababababababX"])("ababababababababX!")).toBe("[secret]!");
    const same = "a".repeat(200_000);
    expect(redactor([`${same}b`])(same)).toBe("[secret]");
});

test("the query of a Location is masked in a log: a console's is its token", () => {
    expect(redactHeaders({ location: "https://vnc/?token=t0k" })).toEqual({ location: "https://vnc/?[secret]" });
});

test("what a cloud tells of a fault or an action is rewritten, and nothing else of the answer", () => {
    const server = { name: "pw", metadata: { fault: { message: "pw" } }, fault: { message: "pw", code: 500 } };
    const instanceAction = { message: "pw", events: [{ event: "pw", details: "pw", traceback: "pw" }] };
    expect(rewriteTold({ servers: [server], instanceAction }, () => "-")).toEqual({
        servers: [{ ...server, fault: { message: "-", code: 500 } }],
        instanceAction: { message: "-", events: [{ event: "pw", details: "-", traceback: "-" }] },
    });
});
