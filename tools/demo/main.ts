/**
 * `npm run demo`: the life of a small stack on the real Pulumi engine, on the embedded cloud or a real one. It explains
 * and checks each step, with a client of its own.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NoPulumiError } from "../pulumi/build";
import { type PulumiCommand, pulumiCommand } from "../pulumi/command";
import { CheckFailed, leftovers, type Scene } from "./checks";
import { type DemoOptions, readOptions, USAGE, UsageError } from "./options";
import { embeddedPlace, namedPlace, type Place } from "./place";
import { Printer, seconds } from "./print";
import { Problem } from "./problem";
import { InterruptedError, Stack } from "./stack";
import { STEPS, type Step } from "./story";

const INTERRUPTED = 130;

async function main(argv: readonly string[]): Promise<number> {
    const options = readOptions(argv);
    if (options.help) {
        console.log(USAGE);
        return 0;
    }
    const broken = STEPS.find(({ id }) => id === options.broken);
    if (options.broken !== undefined && broken?.sabotage === undefined) {
        const known = STEPS.filter(({ sabotage }) => sabotage !== undefined).map(({ id }) => id);
        throw new UsageError(`--break ${options.broken}: expected one of ${known.join(", ")}`);
    }
    const printer = Printer.forTerminal();
    const pulumi = await pulumiCommand();
    const folder = mkdtempSync(join(tmpdir(), "openstack-demo-"));
    let keepFolder = false;
    try {
        const place =
            options.cloud === undefined
                ? await embeddedPlace(options, folder)
                : await namedPlace(options.cloud, options);
        try {
            const result = await play({ options, broken, printer, pulumi, folder, place });
            keepFolder = result.keepFolder;
            return result.code;
        } finally {
            await place.embedded?.stop();
        }
    } finally {
        if (!keepFolder) {
            rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
        }
    }
}

interface Play {
    options: DemoOptions;
    /** The step to break. */
    broken: Step | undefined;
    printer: Printer;
    pulumi: PulumiCommand;
    folder: string;
    place: Place;
}

async function play({ options, broken, printer, pulumi, folder, place }: Play) {
    introduce(printer, place, pulumi);
    const stack = await Stack.create(pulumi, folder, place.environment, printer);
    const before = await place.nova.census();
    const scene: Scene = { place, stack, printer, made: [], began: undefined, before, isMeddled: true };
    let isKept = false;
    const onSignal = () => {
        printer.say(isKept ? "Ending." : "Interrupted: waiting for the current operations, then cleaning up.");
        stack.interrupt();
    };
    process.on("SIGINT", onSignal);
    process.on("SIGTERM", onSignal);
    const began = Date.now();
    let code = 0;
    try {
        await stack.configure(settings(place));
        const steps = options.keep ? STEPS.filter(({ id }) => id !== "destroy") : STEPS;
        for (const [index, step] of steps.entries()) {
            await perform(step, index + 1, scene, step === broken);
        }
        if (options.keep) {
            isKept = true;
            await keep(scene);
        } else {
            printer.blank();
            printer.check(`All ${steps.length} steps passed, in ${seconds(Date.now() - began)}.`);
        }
    } catch (error) {
        code = report(error, printer);
    }
    const isClean = options.keep || code !== 0 ? await cleanUp(scene) : true;
    process.removeListener("SIGINT", onSignal);
    process.removeListener("SIGTERM", onSignal);
    return { code: isClean ? code : code || 1, keepFolder: !isClean };
}

function introduce(printer: Printer, place: Place, pulumi: PulumiCommand): void {
    const { flavors, images, network, pool, ownFlavor } = place.choice;
    const names = images.map(({ name }) => name);
    printer.title("The life of a small stack");
    printer.say(
        [
            `Cloud:    ${place.title}`,
            `Engine:   Pulumi ${pulumi.version}, its state in a temporary folder`,
            "Program:  examples/quickstart",
            `Creates:  two servers, keypair, security group, floating IP${ownFlavor ? ", flavor" : ""}`,
            `Flavor:   ${flavors[0].name}, later ${flavors[1].name}`,
            `Image:    ${names[0]}, later ${names[1]}`,
            `Network:  ${network}, floating IPs from ${pool}`,
        ].join("\n"),
    );
    printer.blank();
    printer.say(
        "A ✓ is a check of the demo itself: it reads the cloud with a client of its own, and does not rely on Pulumi.",
    );
}

function settings({ choice }: Place): Record<string, string> {
    return {
        flavor: choice.flavors[0].name,
        image: choice.images[0].name ?? "",
        network: choice.network,
        pool: choice.pool,
        ...(choice.ownFlavor ? { ownFlavor: "true" } : {}),
    };
}

/** One step. A failure in it is reported under its name. */
async function perform(step: Step, number: number, scene: Scene, isBroken: boolean): Promise<void> {
    scene.printer.heading(number, step.title);
    scene.printer.say(step.why);
    if (isBroken) {
        await step.sabotage?.(scene);
    }
    try {
        await step.run(scene);
    } catch (error) {
        if (error instanceof InterruptedError) {
            throw error;
        }
        const reason = error instanceof Error ? error.message : String(error);
        throw new CheckFailed(`Step ${number} (${step.id}), "${step.title}": ${reason}`, { cause: error });
    }
}

function report(error: unknown, printer: Printer): number {
    if (error instanceof InterruptedError) {
        return INTERRUPTED;
    }
    printer.failure(error instanceof Error ? error.message : String(error));
    return 1;
}

/** Leaves everything as it is, explains how to use it, and waits for Ctrl-C. */
async function keep({ stack, printer, place }: Scene): Promise<void> {
    const file = join(stack.folder, "env.sh");
    const lines = Object.entries(stack.environment()).map(([name, value]) => `export ${name}='${value}'`);
    writeFileSync(file, `cd '${stack.folder}'\n${lines.join("\n")}\n`, { mode: 0o600 });
    printer.blank();
    printer.say("Cloud and stack stay as they are. In another terminal:");
    for (const line of [
        `. ${file}`,
        "pulumi stack",
        `pulumi config set flavor ${place.choice.flavors[0].name} && pulumi preview`,
        "pulumi up",
        "pulumi preview --refresh --expect-no-changes",
    ]) {
        printer.output(line);
    }
    printer.say("The program is examples/quickstart/index.ts. Press Ctrl-C here to delete everything.");
    await new Promise<void>((resolve) => {
        // The embedded cloud's own timers do not keep the process alive.
        const alive = setInterval(() => undefined, 60_000);
        for (const signal of ["SIGINT", "SIGTERM"] as const) {
            process.once(signal, () => {
                clearInterval(alive);
                resolve();
            });
        }
    });
}

/** Whether nothing is left. The embedded cloud ends with this process. */
async function cleanUp(scene: Scene): Promise<boolean> {
    const { place, stack, printer } = scene;
    if (place.embedded !== undefined) {
        return true;
    }
    stack.resume();
    try {
        scene.made = [...scene.made, ...(await stack.resources())];
        printer.blank();
        printer.say("Cleaning up.");
        const { succeeded } = await stack.destroy();
        const left = await leftovers(scene);
        if (succeeded && left.length === 0) {
            printer.check("nothing of the stack is left in the cloud");
            return true;
        }
        printer.failure(`Left in the cloud: ${left.join(", ") || "nothing, but `pulumi destroy` failed"}`);
    } catch (error) {
        report(error, printer);
    }
    printer.say(`The state is kept in ${stack.folder}. To try again:`);
    for (const [name, value] of Object.entries(stack.environment())) {
        printer.output(`export ${name}='${value}'`);
    }
    printer.output(`cd ${stack.folder} && pulumi destroy --refresh`);
    return false;
}

main(process.argv.slice(2)).then(
    (code) => {
        process.exitCode = code;
    },
    (error: unknown) => {
        const isPlain = [UsageError, NoPulumiError, Problem].some((kind) => error instanceof kind);
        console.error(isPlain && error instanceof Error ? error.message : error);
        if (error instanceof UsageError) {
            console.error(`\n${USAGE}`);
        }
        process.exitCode = error instanceof UsageError ? 2 : 1;
    },
);
