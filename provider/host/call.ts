/** Functions as a program calls them: they run in the program's own process, and share its connections. */
import { complaints } from "../arguments/validation";
import { type CloudReference, endingBy, visible } from "../cloud/index";
import { commonArguments } from "../plan/common-arguments";
import { functions } from "../resources/registry";
import { compact } from "./compact";
import { connectFor } from "./connection";
import { reference } from "./stack-settings";

/** Milliseconds that a function may take. */
const TIME = 120_000;

/** There is no such function, or its arguments are wrong: nothing was asked. */
export class FunctionArgumentsError extends Error {
    override readonly name = "FunctionArgumentsError";
}

/** Asks the cloud. `settings`: which cloud the stack's configuration names. */
export async function call(name: string, args: object, settings: CloudReference): Promise<object> {
    const it = functions.get(name);
    if (it === undefined) {
        throw new FunctionArgumentsError(`this release of pulumi-openstack-compute has no function "${name}".`);
    }
    const { cloud, region, ...own } = compact({ ...args });
    const wrong = [
        ...complaints(name, commonArguments, compact({ cloud, region })),
        ...complaints(name, it.schema, own),
    ];
    if (wrong.length > 0) {
        throw new FunctionArgumentsError(wrong.map((one) => visible(`${name}: ${one}`)).join("\n"));
    }
    const deadline = Date.now() + TIME;
    return endingBy(deadline, async () => {
        const named = compact({ cloud, region }) as CloudReference;
        const compute = await connectFor(name, reference(named, settings));
        return compact({ ...(await it.ask({ compute, subject: name, deadline }, own)) });
    });
}
