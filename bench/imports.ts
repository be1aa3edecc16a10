/** What importing the package adds to importing Pulumi, and what the provider process loads before its first answer. */
import { execFileSync } from "node:child_process";
import { repositoryRoot } from "../tools/pulumi/recipe";

export interface ImportTimes {
    /** Milliseconds of `require("@pulumi/pulumi")`. */
    pulumi: number;
    /** Milliseconds that the package adds to it. */
    program: number;
    /** Milliseconds that the provider adds to it. */
    provider: number;
}

/** One run: a fresh process for each. */
export function importTimes(): ImportTimes {
    const [pulumi, program] = timed("pulumi-openstack-compute");
    const [, provider] = timed("pulumi-openstack-compute/provider");
    return { pulumi, program, provider };
}

function timed(name: string): [pulumi: number, then: number] {
    const script = `
        const now = () => Number(process.hrtime.bigint()) / 1e6;
        const began = now();
        require("@pulumi/pulumi");
        const between = now();
        require(${JSON.stringify(name)});
        console.log(JSON.stringify([between - began, now() - between]));`;
    const printed = execFileSync(process.execPath, ["-e", script], { cwd: repositoryRoot(), encoding: "utf8" });
    return JSON.parse(printed.trim().split("\n").at(-1) ?? "") as [number, number];
}
