/** The processes that a command of the CLI has started, whatever their parent is now. */
import { readdirSync, readFileSync } from "node:fs";
import { hasCode } from "../process-lock";

/** An environment variable of a command and all its child processes: which run it is. */
export const RUN_VARIABLE = "KILLS_RUN";

/** The process that must end because of our own code. The language host ends by itself, some minutes after the CLI. */
const PROVIDER = "the provider";

export interface Started {
    pid: number;
    /** In words. */
    what: string;
}

/** Needs /proc. */
export function startedBy(run: string): Started[] {
    return readdirSync("/proc")
        .map(Number)
        .filter(Number.isInteger)
        .filter((pid) => text(pid, "environ").split("\0").includes(`${RUN_VARIABLE}=${run}`))
        .map((pid) => ({ pid, what: roleOf(text(pid, "cmdline").split("\0").join(" ").trim()) }));
}

/** By a pattern in their command lines. */
const ROLES: readonly (readonly [pattern: RegExp, what: string])[] = [
    [/\/cmd\/dynamic-provider(\/|\s|$)/, PROVIDER],
    [/pulumi-resource-pulumi-nodejs/, "the provider's launcher"],
    [/pulumi-language-nodejs/, "the language host"],
    [/\/cmd\/run/, "the program"],
];

function roleOf(command: string): string {
    return ROLES.find(([pattern]) => pattern.test(command))?.[1] ?? "another process";
}

/** Empty if the process has ended, or belongs to another user. */
function text(pid: number, file: string): string {
    try {
        return readFileSync(`/proc/${pid}/${file}`, "utf8");
    } catch (error) {
        if (hasCode(error, "ENOENT", "ESRCH", "EACCES", "EPERM")) {
            return "";
        }
        throw error;
    }
}

/** How often the processes are checked, and how long they may take to end, in milliseconds. */
const LOOK_EVERY = 200;
const LONGEST = 60_000;

/** The processes of a run after it was killed. */
export class Survivors {
    private readonly began = Date.now();
    private readonly lastSeen = new Map<string, number>();
    private left: readonly Started[];
    private readonly timer: NodeJS.Timeout;
    private done = (): void => undefined;
    /** Resolves when no provider is left, or after a minute. */
    readonly over: Promise<void>;

    constructor(private readonly run: string) {
        this.over = new Promise((resolve) => {
            this.done = resolve;
        });
        this.left = startedBy(run);
        this.timer = setInterval(() => this.look(), LOOK_EVERY);
        this.look();
    }

    /** Providers that still run after a minute. */
    get providers(): readonly Started[] {
        return this.left.filter(({ what }) => what === PROVIDER);
    }

    /** Seconds from the kill to the last sight of each role: `the provider 0.4 s`. */
    get lifetimes(): ReadonlyMap<string, number> {
        return this.lastSeen;
    }

    private look(): void {
        const age = Date.now() - this.began;
        this.left = startedBy(this.run);
        for (const { what } of this.left) {
            this.lastSeen.set(what, age / 1000);
        }
        if (this.providers.length === 0 || age > LONGEST) {
            clearInterval(this.timer);
            this.done();
        }
    }
}
