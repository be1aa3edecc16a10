import { parseFault, refusalError } from "../../../provider/cloud/faults";

const message = (status: number, body: unknown, cloud = "prod") => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const fault = parseFault(status, text, typeof body === "string" ? undefined : body);
    return refusalError({ operation: "Create server", status, fault, requestId: "req-1", cloud }).message;
};

describe("a fault is read from", () => {
    test.each([
        ["Nova's faults", { itemNotFound: { code: 404, message: "gone" } }, "itemNotFound", "gone"],
        [
            "v1.1 faults with details",
            { cloudServersFault: { code: 500, message: "broken", details: "stack" } },
            "cloudServersFault",
            "broken",
        ],
        ["Keystone's errors", { error: { code: 401, title: "Unauthorized", message: "no" } }, "Unauthorized", "no"],
        [
            "Neutron's errors",
            { NeutronError: { type: "PortInUse", message: "in use", detail: "" } },
            "PortInUse",
            "in use",
        ],
        ["a gateway's message", { message: "no Route matched" }, undefined, "no Route matched"],
        ["the API working group's errors", { errors: [{ title: "Conflict", detail: "twice" }] }, "Conflict", "twice"],
        ["plain text", "  503 Service\n\n Unavailable ", undefined, "503 Service Unavailable"],
        [
            "a web page",
            "<html><style>p{}</style><body><h1>502</h1>Bad&nbsp;Gateway</body></html>",
            undefined,
            "502 Bad Gateway",
        ],
        ["nothing", "", undefined, "HTTP status 500"],
    ])("%s", (_, body, name, text) => {
        const isText = typeof body === "string";
        expect(parseFault(500, isText ? body : JSON.stringify(body), isText ? undefined : body)).toEqual({
            name,
            message: text,
        });
    });

    test("a page of a megabyte, shortened", () => {
        expect(parseFault(500, "x".repeat(1_000_000), undefined).message).toHaveLength(1_001);
    });
});

describe("what to do", () => {
    test.each([
        [
            "a quota",
            403,
            {
                forbidden: {
                    code: 403,
                    message: "Quota exceeded for cores: Requested 8, but already used 20 of 20 cores",
                },
            },
            "higher quota",
        ],
        [
            "a quota of v2",
            413,
            { overLimit: { code: 413, message: "Quota exceeded, too many key pairs." } },
            "higher quota",
        ],
        [
            "a policy",
            403,
            {
                forbidden: {
                    code: 403,
                    message: "Policy doesn't allow os_compute_api:servers:create to be performed.",
                },
            },
            'The user of "prod" needs a role',
        ],
        ["a lock", 409, { conflictingRequest: { code: 409, message: "Instance 1 is locked" } }, "Unlock it first"],
        [
            "another change",
            409,
            {
                conflictingRequest: {
                    code: 409,
                    message: "Cannot 'rebuild' instance 1 while it is in task_state spawning",
                },
            },
            "Another change may be in progress",
        ],
        ["a rate limit", 429, "slow down", "--parallel"],
        ["a body too large", 413, "Request Entity Too Large", "Shorten user data"],
        ["a gateway that timed out", 504, "", "The cloud may have carried out the request"],
        [
            "a fault of the cloud's",
            500,
            { computeFault: { code: 500, message: "Unexpected API Error." } },
            "by the request id",
        ],
        ["a proxy that wants credentials", 407, "", "HTTPS_PROXY"],
    ])("about %s", (_, status, body, words) => {
        expect(message(status, body)).toContain(words);
    });

    test("nothing is advised where nothing is known", () => {
        expect(message(400, { badRequest: { code: 400, message: "Invalid imageRef provided." } })).toBe(
            "Create server: Invalid imageRef provided. (HTTP 400) [request id req-1].",
        );
    });

    test("the OS_* variables are named where they are the cloud", () => {
        expect(message(401, "", "environment")).toContain("Check the OS_* variables");
    });
});
