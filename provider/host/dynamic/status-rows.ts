/**
 * The progress of an operation (`creating: BUILD (spawning)`), shown as a status on the row of its resource. Pulumi shows
 * a status once, and not again under Diagnostics. If no engine takes it, it is printed on standard output.
 *
 * A status never fails an operation, and delays its end by a tenth of a second at most.
 */
import { visible } from "../../cloud/index";
import type { Subject } from "../requests";
import type { EngineLog } from "./engine-log";

interface Row {
    /** How many operations are under way. The stack's row may have many. */
    operations: number;
    /** Whether it shows a status. */
    shows: boolean;
    /** Settles when the engine has the last status. They are sent one by one: concurrent calls may overtake one another. */
    sent: Promise<void>;
}

/** An empty URN: the engine shows the status on the row of the stack. */
const STACK = "";

/** How long an operation waits at its end until the engine has cleared its row, in milliseconds. */
const PATIENCE = 100;

export class StatusRows {
    private log: EngineLog | "unopened" | undefined = "unopened";
    private readonly rows = new Map<string, Row>();

    /** `open` is called for the first status. Without an engine it returns undefined or throws. */
    constructor(private readonly open: () => EngineLog | undefined) {}

    show({ urn, name, whole }: Subject, line: string): void {
        const printed = visible(`${whole}: ${line}`);
        if (this.opened() === undefined) {
            console.log(printed);
            return;
        }
        const row = this.rowOf(urn);
        row.shows = true;
        // On its own row the name comes last, where a terminal cuts the line. With `--diff` there are no rows: it is needed.
        this.send(row, urn, visible(urn === undefined ? `${name}: ${line}` : `${line} [${name}]`), printed);
    }

    /** Runs an operation, and clears its row at the end: Pulumi would print the last status again beside `created`. */
    async during<T>(urn: string | undefined, operation: () => Promise<T>): Promise<T> {
        const row = this.rowOf(urn);
        row.operations += 1;
        try {
            return await operation();
        } finally {
            row.operations -= 1;
            if (row.shows && row.operations === 0) {
                row.shows = false;
                this.send(row, urn, "");
                await soon(row.sent);
            }
        }
    }

    private opened(): EngineLog | undefined {
        if (this.log === "unopened") {
            try {
                this.log = this.open();
            } catch {
                // A Pulumi whose files lie elsewhere: statuses are printed instead.
                this.log = undefined;
            }
        }
        return this.log;
    }

    private rowOf(urn = STACK): Row {
        const row = this.rows.get(urn) ?? { operations: 0, shows: false, sent: Promise.resolve() };
        this.rows.set(urn, row);
        return row;
    }

    private send(row: Row, urn: string | undefined, message: string, printed?: string): void {
        row.sent = row.sent.then(async () => {
            try {
                await this.opened()?.status(urn ?? STACK, message);
            } catch {
                // The engine is not asked again, because each status would appear seconds late.
                this.log = undefined;
            }
            if (this.log === undefined && printed !== undefined) {
                console.log(printed);
            }
        });
    }
}

async function soon(sent: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, PATIENCE);
    });
    await Promise.race([sent, late]);
    clearTimeout(timer);
}
