/** Networks, as Compute shows them (API reference, "Project networks"). */
import * as z from "zod";
import { listNetworks } from "../api/index";
import { lookups } from "../lifecycle/lookup";

export const networkFunctions = lookups({
    noun: "network",
    names: ["getNetwork", "getNetworks"],
    property: "networks",
    examples: [
        `const network = await compute.getNetwork({ name: "private" });
const server = new compute.Server("web", { flavor: "m1.small", image: "debian-12", networks: [{ network: network.id }] });`,
        `const { networks } = await compute.getNetworks({ nameRegex: "^prod-" });`,
    ],
    shape: {
        id: z.string().describe("The id."),
        name: z.string().describe("The name."),
        cidr: z.string().optional().describe("Its address range in CIDR notation, if the cloud returns it."),
    },
    list: (compute, asked) => listNetworks(compute, asked),
});
