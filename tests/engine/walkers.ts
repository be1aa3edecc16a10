/** The two that go the walk: the real engine, and the one that plays it. Each has a cloud of its own. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EmbeddedCloud } from "../../emulator/index";
import { repositoryRoot } from "../../tools/pulumi/recipe";
import { type Call, Deployment } from "../support/engine";
import { Nova } from "../support/nova";
import { Setting } from "./setting";
import type { Ground, Step } from "./walk";
import { declared, type Program, written } from "./walk-program";

/** Goes a step, and says which calls of the provider that took. */
export interface Walker {
    go(step: Step, program: Program): Promise<Call[]>;
    end(): Promise<void>;
}

const SPEED = 50;
const RECORDER = join(repositoryRoot(__dirname), "tests", "support", "recorder.js");

/** The real one. */
export class Engine implements Walker {
    private commands = 0;

    private constructor(
        private readonly setting: Setting,
        private readonly folder: string,
    ) {}

    static async make(folder: string): Promise<Engine> {
        const env = { NODE_OPTIONS: `--require ${JSON.stringify(RECORDER)}` };
        return new Engine(await Setting.make({ cloud: { speed: SPEED }, env }), folder);
    }

    async go({ does, outside, fails }: Step, program: Program): Promise<Call[]> {
        const { stack } = this.setting;
        await outside?.(this.setting);
        stack.write(written(program));
        this.commands += 1;
        const file = join(this.folder, `calls-${this.commands}.jsonl`);
        await stack[does]({ expectFailure: fails ?? false, env: { RECORDED_CALLS: file } });
        const lines = existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
        return lines.map((line) => JSON.parse(line) as Call);
    }

    end(): Promise<void> {
        return this.setting.end();
    }
}

/** The one that is put to the test. */
export class Player implements Walker {
    private constructor(
        private readonly ground: Ground,
        private readonly stack: Deployment,
    ) {}

    static async make(folder: string): Promise<Player> {
        const cloud = await EmbeddedCloud.start({ speed: SPEED });
        const cloudsYaml = cloud.cloudsYaml({ project: "admin" });
        const file = join(folder, "clouds.yaml");
        writeFileSync(file, cloudsYaml, { mode: 0o600 });
        Object.assign(process.env, { OS_CLIENT_CONFIG_FILE: file, OS_CLOUD: "embedded" });
        return new Player({ cloud, nova: await Nova.connect(cloudsYaml) }, await Deployment.on({}));
    }

    async go({ does, outside, fails }: Step, program: Program): Promise<Call[]> {
        await outside?.(this.ground);
        const before = this.stack.calls.length;
        const going = this.stack[does](...declared(program));
        await (fails ? expect(going).rejects.toThrow() : going);
        return this.stack.calls.slice(before);
    }

    end(): Promise<void> {
        return this.ground.cloud.stop();
    }
}
