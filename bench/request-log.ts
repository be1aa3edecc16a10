/** How many requests a real Nova was asked, by its own log: whoever asked. */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";

/** Nova's line of each request. */
const LINE = /nova\.api\.openstack\.requestlog .*?"[A-Z]+ (\S+)"/g;

export class RequestLog {
    private readonly file: string;

    /** `root`: the folder of the test bed. */
    constructor(root: string) {
        this.file = join(root, "log", "nova-api.log");
    }

    /** The place of its end, now. */
    mark(): number {
        return statSync(this.file).size;
    }

    /** The requests after a mark; the look at the list of versions included. */
    since(mark: number): number {
        const length = statSync(this.file).size - mark;
        const bytes = Buffer.alloc(length);
        const opened = openSync(this.file, "r");
        try {
            readSync(opened, bytes, 0, length, mark);
        } finally {
            closeSync(opened);
        }
        return [...bytes.toString("utf8").matchAll(LINE)].length;
    }
}
