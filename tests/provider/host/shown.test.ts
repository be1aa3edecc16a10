/** What is printed of a cloud's words, and which secrets the layer below is told of. */
import { InitFailure, thrownTo } from "../../../provider/host/dynamic/failures";
import { secretsIn } from "../../../provider/host/secret-texts";
import { kindOf } from "../../../provider/resources/registry";
import { newKey, seal } from "../../../provider/state/sealed";

test("no error brings a terminal's escapes or a mark of direction to the terminal", () => {
    const error = new Error("there is no flavor: \u001b]0;owned\u0007, \u202ecod.exe\nsecond line");
    const words = "there is no flavor: \\u001b]0;owned\\u0007, \\u202ecod.exe\nsecond line";
    expect(thrownTo(error, {})).toEqual(new Error(words));
    expect(new InitFailure("1", {}, error).reasons).toEqual([words]);
    const plain = new Error("größer");
    expect(thrownTo(plain, {})).toBe(plain);
});

test("the secrets of a server are its password, its user data and the contents of its files, also as a state has them", () => {
    const key = newKey();
    const resource = { kind: kindOf("Server"), declaration: { kind: "Server", name: "web" } };
    const state = {
        flavor: "m1.small",
        adminPass: seal("made-by-the-cloud", key),
        userData: "#!/bin/sh\n",
        personality: [{ path: "/etc/motd", contents: "aGVsbG8=" }],
        metadata: { role: "web" },
    };
    expect(secretsIn(resource, state, key).sort()).toEqual(["#!/bin/sh\n", "aGVsbG8=", "made-by-the-cloud"].sort());
    expect(secretsIn(resource, state, undefined)).not.toContain(state.adminPass);
});

test("of a secret argument with parts, only the marked parts are secret: a password, not the image beside it", () => {
    const action = { kind: kindOf("ServerAction"), declaration: { kind: "ServerAction", name: "act" } };
    const rescue = { image: "debian-12", adminPass: "nested-password" };
    const state = { server: "1", rescue, adminPass: "made-password" };
    expect(secretsIn(action, state, undefined).sort()).toEqual(["made-password", "nested-password"]);
    const server = { kind: kindOf("Server"), declaration: { kind: "Server", name: "web" } };
    const personality = [{ path: "/etc/motd", contentsBase64: "aGVsbG8=" }];
    expect(secretsIn(server, { flavor: "m1.small", personality }, undefined)).toEqual(["aGVsbG8="]);
});

test("what the program has marked is secret with all that is in it", () => {
    const kind = kindOf("Server");
    const marked = (secrets: string[][]) => ({ kind, declaration: { kind: "Server", name: "web", secrets } });
    const args = { metadata: { role: "web", apiKey: "key" } };
    expect(secretsIn(marked([["metadata", "apiKey"]]), args, undefined)).toEqual(["key"]);
    expect(secretsIn(marked([["metadata"]]), args, undefined)).toEqual(["web", "key"]);
});
