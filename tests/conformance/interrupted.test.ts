/** An `up` of ten servers that dies half-way, on every cloud: one more, and there are ten. It runs what was built last. */
import { randomBytes } from "node:crypto";
import { DEATHS, underWay } from "../support/deaths";
import { Stack } from "../support/stack";
import { type CloudUnderTest, openCloud, releaseUnderTest } from "./cloud";
import { Witness } from "./witness";

/** For one command: a real cloud on a busy machine takes its time. */
const SECONDS = releaseUnderTest() === undefined ? 90 : 400;
jest.setTimeout(4 * SECONDS * 1000);

describe.each(Object.entries(DEATHS))(
    `ten servers on ${releaseUnderTest() ?? "the embedded cloud"}, and %s:`,
    (_how, die) => {
        const run = `conf-${randomBytes(4).toString("hex").slice(0, 6)}`;
        let cloud: CloudUnderTest;
        let witness: Witness;
        let stack: Stack;

        beforeAll(async () => {
            cloud = await openCloud();
            witness = await Witness.of(cloud, cloud.admin);
            const server = `{ flavor: ${JSON.stringify(cloud.flavors[0])}, image: ${JSON.stringify(cloud.images[0])}, networks: [{ network: ${JSON.stringify(cloud.network)} }] }`;
            stack = await Stack.create({
                cloud,
                program: `
                const compute = require("pulumi-openstack-compute");
                for (let at = 0; at < 10; at++) {
                    new compute.Server("${run}-" + at, ${server});
                }
            `,
            });
        }, 600_000);

        afterAll(async () => {
            for (const { id } of await witness.servers(run)) {
                await witness.deleteServer(id);
            }
            await stack.dispose();
            await cloud.close();
        });

        it("one more up, and there are exactly ten, each in the state once", async () => {
            const running = stack.startUp();
            await underWay(running, 3, async () => (await witness.servers(run)).length);
            await die(running, stack);
            const left = (await witness.servers(run)).map(({ id }) => id);

            await stack.up({ timeout: SECONDS });

            const standing = (await witness.servers(run)).map(({ id }) => id).sort();
            expect(standing).toHaveLength(10);
            expect(standing).toEqual(expect.arrayContaining(left));
            const { resources } = await stack.state();
            const known = resources.filter(({ type }) => type.endsWith(":Server")).map(({ id }) => id);
            expect(known.sort()).toEqual(standing);
            await stack.preview({ refresh: true, expectNoChanges: true, timeout: SECONDS });
        });
    },
);
