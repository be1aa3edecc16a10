/** The stack's configuration of this package, as a program has it. */
import { NAMESPACE, wrongIn } from "../provider/host/configuration-keys";
import { allConfig } from "./pulumi";

export interface Configuration {
    /** Whether what is created says whose it is. */
    owner: boolean;
    /** The keys that are wrong: `check` says why. */
    wrong: readonly string[];
}

export function configuration(): Configuration {
    const own = Object.entries(allConfig()).filter(([key]) => key.startsWith(NAMESPACE));
    const settings = new Map(own.map(([key, value]) => [key.slice(NAMESPACE.length), value]));
    return { owner: settings.get("owner") !== "false", wrong: wrongIn(settings) };
}
