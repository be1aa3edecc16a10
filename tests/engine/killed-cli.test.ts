/** What becomes of the provider's process when the CLI is killed. */
import { Setting } from "./setting";

/** It does not end: so the provider has done all that it was asked for, and stays with nothing to do or to print. */
const PROGRAM = `
    const compute = require("pulumi-openstack-compute");
    new compute.Keypair("deploy");
    setInterval(() => undefined, 1_000);
`;

/** How often the processes are looked at: some seconds' worth on any machine. */
const LOOKS = 500;

let setting: Setting;

beforeAll(async () => {
    setting = await Setting.make({ program: PROGRAM });
});
afterAll(() => setting.end());

it("the provider's process ends with a CLI that is killed while the provider has nothing to do", async () => {
    const { stack } = setting;
    const running = stack.startUp();
    await running.says("deploy created");
    expect(stack.providers()).toHaveLength(1);

    await running.killCli();
    await running.dies;
    for (let look = 0; stack.providers().length > 0 && look < LOOKS; look += 1) {
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(stack.providers()).toEqual([]);
});
