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
