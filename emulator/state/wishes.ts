import type { DriverStep } from "./transitions";

/**
 * Faults that a server asks for itself, by its metadata, in the words of the real test bed:
 *
 *     osreal:fail  = spawn                   that step of the hypervisor fails
 *     osreal:delay = spawn=5,power_off=2     it takes so many seconds more
 */
export interface Wishes {
    fails(step: DriverStep): boolean;
    delayOf(step: DriverStep): number;
}

export function wishesOf(metadata: Readonly<Record<string, string>>): Wishes {
    const fail = (metadata["osreal:fail"] ?? "").replaceAll(" ", "").split(",");
    const delays = new Map(
        (metadata["osreal:delay"] ?? "").split(",").map((item) => {
            const [name = "", seconds = "0"] = item.split("=");
            return [name.trim(), Number(seconds) * 1000 || 0] as const;
        }),
    );
    return {
        fails: (step) => fail.includes(step),
        delayOf: (step) => delays.get(step) ?? 0,
    };
}
