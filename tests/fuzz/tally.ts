/** What a run comes to. */
import type { Outcome } from "./case";

export class Tally {
    runs = 0;
    accepted = 0;
    refused = 0;
    badRequests = 0;
    others = 0;
    /** Bags that the cloud alone could refuse, by why. */
    readonly clouds = new Map<string, number>();

    add({ accepted, refused, clouds, failures }: Outcome): void {
        this.runs += 1;
        this.accepted += accepted;
        this.refused += refused;
        const badRequests = failures.filter(({ status }) => status === 400).length;
        this.badRequests += badRequests;
        this.others += failures.length - badRequests;
        for (const why of clouds) {
            this.clouds.set(why, (this.clouds.get(why) ?? 0) + 1);
        }
    }

    get failures(): number {
        return this.badRequests + this.others;
    }

    /** One line. A run is a case: one bag, changed to another. */
    toString(): string {
        const only = [...this.clouds.values()].reduce((sum, count) => sum + count, 0);
        return (
            `fuzz: runs: ${this.runs}, bags accepted: ${this.accepted}, refused by check: ${this.refused}, ` +
            `refused for what only the cloud knows: ${only}, answered 400: ${this.badRequests}, other failures: ${this.others}`
        );
    }
}
