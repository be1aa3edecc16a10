/** The number of requests to a real Nova, from its own log. */
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

    /** The current end of the log. */
    mark(): number {
        return statSync(this.file).size;
    }

    /** The number of requests after a mark, including those for the list of versions. */
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
