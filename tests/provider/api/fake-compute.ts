import type { Answer, Call, Compute } from "../../../provider/cloud/compute";
import { MicroversionError } from "../../../provider/cloud/errors";
import { compareMicroversions } from "../../../provider/cloud/microversions";

/** A cloud in memory: it answers what it is told to, in turn, and keeps the calls. */
export class FakeCompute implements Compute {
    readonly identity = { authUrl: "https://cloud.example/identity/v3", projectId: "project-1" };
    readonly name = "fake";
    readonly microversions: { minimum: string; maximum: string };
    readonly calls: Call[] = [];
    ahead: number | undefined = 0;

    readonly writing = 0;

    get writes(): number {
        return this.calls.filter(({ method }) => method !== "GET").length;
    }
    private readonly answers: (Partial<Answer> | Error)[] = [];

    constructor(maximum = "2.93") {
        this.microversions = { minimum: "2.1", maximum };
    }

    /** The answers to come; the last one is given again and again. */
    answering(...answers: (Partial<Answer> | Error)[]): this {
        this.answers.push(...answers);
        return this;
    }

    readLevel(cap?: string): string {
        const { maximum } = this.microversions;
        return cap !== undefined && compareMicroversions(maximum, cap) > 0 ? cap : maximum;
    }

    serves(microversion: string): boolean {
        return compareMicroversions(microversion, this.microversions.maximum) <= 0;
    }

    need(microversion: string, argument: string, resource?: string): void {
        if (!this.serves(microversion)) {
            throw new MicroversionError(argument, microversion, "Ocata", this.microversions.maximum, resource);
        }
    }

    async call(call: Call): Promise<Answer> {
        this.need(call.microversion ?? "2.1", call.operation, call.resource);
        this.calls.push(call);
        const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
        if (answer instanceof Error) {
            throw answer;
        }
        return { status: 200, headers: {}, requestId: "req-1", body: undefined, ...answer };
    }

    /** The only call so far. */
    get onlyCall(): Call {
        expect(this.calls).toHaveLength(1);
        return this.calls[0] as Call;
    }
}
