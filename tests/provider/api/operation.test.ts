import * as z from "zod";
import { getServer, invoke, listTags, none, operation, serverOperations } from "../../../provider/api";
import { InvalidAnswerError, MicroversionError, UnaddressableError } from "../../../provider/cloud/errors";
import { FakeCompute } from "./fake-compute";

const show = operation({ title: "Show thing", method: "GET", path: "/things/{id}/{key}", answer: none });

describe("invoking an operation", () => {
    test("URI-encodes each segment of the path", async () => {
        const compute = new FakeCompute().answering({});
        await invoke(compute, show, { path: { id: "a?b#c%2e\u0000", key: "My Key?" } });
        expect(compute.onlyCall.path).toBe("/things/a%3Fb%23c%252e%00/My%20Key%3F");
    });

    test.each([
        [".", "%2E"],
        ["..", "%2E%2E"],
        ["...", "..."],
        ["%2e%2E", "%252e%252E"],
    ])("sends the segment %s in a spelling that no parser of URLs collapses", async (key, encoded) => {
        const compute = new FakeCompute().answering({});
        await invoke(compute, show, { path: { id: "1", key } });
        expect(compute.onlyCall.path).toBe(`/things/1/${encoded}`);
    });

    test.each([
        ["", "is empty"],
        ["1/../2", "contains a slash"],
        ["\ud800", "is not well-formed Unicode"],
    ])("refuses the segment %j, before anything is sent", async (id, why) => {
        const compute = new FakeCompute();
        const failing = invoke(compute, show, { path: { id, key: "k" }, resource: 'thing "web"' });
        await expect(failing).rejects.toThrow(UnaddressableError);
        await expect(failing).rejects.toThrow(
            `thing "web": Show thing: ${JSON.stringify(id)} cannot be the id in /things/{id}/{key}, because it ${why}; nothing was sent.`,
        );
        expect(compute.calls).toHaveLength(0);
    });

    test("refuses a segment that was not given, also where every object has one of its name", async () => {
        const compute = new FakeCompute();
        const odd = operation({ ...show, path: "/things/{constructor}" });
        await expect(invoke(compute, odd)).rejects.toThrow("it is empty");
    });

    test("passes on the resource, the deadline and what the operation says of itself", async () => {
        const compute = new FakeCompute().answering({});
        const post = operation({ ...show, method: "POST", repeatable: true });
        const resource = 'thing "web" (1)';
        await invoke(compute, post, { path: { id: "1", key: "k" }, resource, deadline: 42, body: { a: 1 } });
        expect(compute.onlyCall).toMatchObject({
            operation: "Show thing",
            method: "POST",
            repeatable: true,
            resource,
            deadline: 42,
            body: { a: 1 },
        });
    });

    test("hands over the request id and the headers", async () => {
        const compute = new FakeCompute().answering({ requestId: "req-9", headers: { location: "here" } });
        const invoked = await invoke(compute, show, { path: { id: "1", key: "k" } });
        expect(invoked).toEqual({ value: undefined, requestId: "req-9", headers: { location: "here" } });
    });

    test("takes any body where there is nothing to read", async () => {
        const compute = new FakeCompute().answering({ body: "<html></html>" });
        const { value } = await invoke(compute, show, { path: { id: "1", key: "k" } });
        expect(value).toBeUndefined();
    });
});

describe("the microversion", () => {
    const ranged = operation({ ...show, path: "/x", microversions: { min: "2.9", max: "2.35" } });

    test.each([
        [undefined, "2.9"],
        ["2.1", "2.9"],
        ["2.10", "2.10"],
        ["2.35", "2.35"],
        ["2.93", "2.35"],
    ])("%s is sent as %s by an operation from 2.9 to 2.35", async (wanted, sent) => {
        const compute = new FakeCompute().answering({});
        await invoke(compute, ranged, { microversion: wanted });
        expect(compute.onlyCall.microversion).toBe(sent);
    });

    test("is left to the cloud's default where nothing asks for one", async () => {
        const compute = new FakeCompute().answering({});
        await invoke(compute, operation({ ...show, path: "/x" }));
        expect(compute.onlyCall.microversion).toBeUndefined();
    });

    test("that the cloud does not serve is an error before anything is sent", async () => {
        const compute = new FakeCompute("2.25");
        await expect(listTags(compute, "1")).rejects.toThrow(MicroversionError);
        expect(compute.calls).toHaveLength(0);
    });
});

describe("an answer that was not understood", () => {
    const broken = (body: unknown) =>
        getServer(new FakeCompute().answering({ body }), "1", { resource: 'server "web"' });
    const valid = { id: "1", name: "web", status: "ACTIVE" };

    test.each([
        [{ server: { ...valid, name: 7 } }, "server.name: expected string, got number"],
        [{ server: { ...valid, id: undefined } }, "server.id: expected string or number, got nothing"],
        [{ server: { ...valid, flavor: { id: {} } } }, "server.flavor.id: expected string or number, got object"],
        [{ server: { ...valid, status: null } }, "server.status: expected string, got null"],
        [{ server: { ...valid, image: 5 } }, 'server.image: expected "" or object, got number'],
        [{ server: { ...valid, image: {} } }, "server.image.id: expected string or number, got nothing"],
        [{ server: { ...valid, addresses: { net: [{ addr: 1 }] } } }, "server.addresses.net.0.addr: expected string"],
        [{ server: [] }, "server: expected object, got array"],
        [{}, "server: expected object, got nothing"],
        [undefined, "the body: expected object, got nothing"],
        ["", "the body: expected object, got an empty string"],
    ])("names the field: %j", async (body, problem) => {
        await expect(broken(body)).rejects.toThrow(problem);
    });

    test("names the operation, the resource and the request id", async () => {
        const failure = await broken({}).catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(InvalidAnswerError);
        expect(failure).toMatchObject({ operation: "Show server details", requestId: "req-1" });
        expect(String(failure)).toContain('server "web": Show server details: the cloud\'s answer was not understood');
    });

    test("never tells a value, which may be a secret", async () => {
        const compute = new FakeCompute().answering({ body: { server: { id: "1", adminPass: ["hunter2"] } } });
        const failure = await invoke(compute, serverOperations.create).catch((error: unknown) => error);
        expect(String(failure)).toContain("server.adminPass: expected string, got array");
        expect(JSON.stringify(failure) + String(failure)).not.toContain("hunter2");
    });

    test("shows the start of a key that is long, and none of its control characters", async () => {
        const metadata = { [`\u001b[2J${"k".repeat(1_000_000)}`]: {} };
        const failure = await broken({ server: { ...valid, metadata } }).catch((error: unknown) => error);
        expect(String(failure)).toContain("server.metadata.\\u001b[2Jkkk");
        expect(String(failure).length).toBeLessThan(500);
    });

    test("says what a rule of our own asked for", async () => {
        const even = z.number().refine((value) => value % 2 === 0, "an even number");
        const compute = new FakeCompute().answering({ body: 3 });
        const odd = operation({ title: "Count", method: "GET", path: "/x", answer: even });
        await expect(invoke(compute, odd)).rejects.toThrow("the body: expected an even number, got number");
    });
});
