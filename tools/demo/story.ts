/** The story: its steps in order, what each does, which checks follow (checks.ts), and how a test can break it. */
import pick from "lodash/pick";
import {
    check,
    checkFloatingIp,
    checkSameServers,
    checkSilence,
    checkWords,
    counted,
    group,
    idOf,
    imageOf,
    leftovers,
    rulesOf,
    type Scene,
    server,
    succeed,
    tellRequests,
} from "./checks";
import type { Place } from "./place";

export interface Step {
    /** The name for `--break`. */
    id: string;
    title: string;
    why: string;
    run(scene: Scene): Promise<void>;
    /** Makes the step fail on the embedded cloud: with a fault of the cloud, or by removing what it is about. */
    sabotage?(scene: Scene): void | Promise<void>;
}

/** What somebody writes into a server's metadata by hand. */
const BY_HAND = "changed-by-hand";

export const STEPS: readonly Step[] = [
    {
        id: "preview",
        title: "Preview: what would be created",
        why: "Pulumi checks the types of the program, runs it, and prints what it would do.",
        async run(scene) {
            const { ownFlavor } = scene.place.choice;
            const mark = scene.place.embedded?.mark() ?? 0;
            const outcome = await scene.stack.preview();
            // With the stack itself and its identity.
            const wanted = ownFlavor ? 8 : 7;
            check(scene, `${wanted} resources would be created, nothing else`, counted(outcome), { create: wanted });
            checkSilence(scene, mark);
            check(scene, "the cloud is unchanged", await scene.place.nova.census(), scene.before);
        },
        sabotage: ({ place }) => {
            place.choice = { ...place.choice, ownFlavor: !place.choice.ownFlavor };
        },
    },
    {
        id: "create",
        title: "Up: make it",
        why: "Independent resources are created in parallel. A server is complete when it is ACTIVE, not when the cloud has accepted the request. The floating IP waits for its server.",
        async run(scene) {
            const { stack, place } = scene;
            await succeed(stack.up());
            scene.made = await stack.resources();
            const { flavors, images, ownFlavor } = place.choice;
            const front = await server(scene, "front");
            const batch = await server(scene, "batch");
            scene.began = { front, batch };
            const key = idOf(scene, "Keypair", "deploy");
            const batchFlavor = ownFlavor ? idOf(scene, "Flavor", "batch") : flavors[0].id;
            check(
                scene,
                `two servers are ACTIVE, from image ${images[0].name}, with the keypair`,
                [front, batch].map(({ status, image, key_name }) => [status, imageOf(image), key_name]),
                [front, batch].map(() => ["ACTIVE", images[0].id, key]),
            );
            check(
                scene,
                `front has flavor ${flavors[0].name}, batch ${ownFlavor ? "the stack's own" : "too"}`,
                [front.flavor.id, batch.flavor.id],
                [flavors[0].id, batchFlavor],
            );
            check(scene, "the security group has the rules of the program", rulesOf(await group(scene)), [
                "tcp 22 from 10.0.0.0/8",
                "tcp 443 from 0.0.0.0/0",
            ]);
            await checkFloatingIp(scene);
            check(
                scene,
                "the private key is encrypted in the state",
                [(await stack.outputs()).privateKey, stack.stateFile().includes("PRIVATE KEY")],
                ["[secret]", false],
            );
        },
        sabotage: ({ place }) => place.embedded?.faults.failStep("spawn"),
    },
    {
        id: "again",
        title: "Preview again: nothing to do",
        why: "The same program on the same cloud must propose no changes: first compared with the state, then with a refresh of every resource.",
        async run(scene) {
            const mark = scene.place.embedded?.mark() ?? 0;
            const first = await scene.stack.preview(["--expect-no-changes"]);
            check(scene, "no change is proposed", [first.succeeded, first.steps], [true, []]);
            checkSilence(scene, mark);
            const second = await scene.stack.preview(["--refresh", "--expect-no-changes"]);
            check(scene, "no change either after a refresh", [second.succeeded, second.steps], [true, []]);
        },
        sabotage: (scene) => scene.place.nova.setMetadata(idOf(scene, "Server", "front"), { role: BY_HAND }),
    },
    {
        id: "resize",
        title: "Another flavor: a resize in place",
        why: "A new flavor does not replace the server. Nova resizes it, stops at VERIFY_RESIZE, and waits for a confirmation. The preview says so first.",
        async run(scene) {
            const { stack, place } = scene;
            const [small, big] = place.choice.flavors;
            await stack.configure({ flavor: big.name });
            const previewed = await stack.preview();
            checkWords(scene, "the preview calls it a resize that restarts the server", previewed, [
                `server "front": flavor ${small.name} -> ${big.name}: resize in place, the server restarts`,
            ]);
            const mark = place.embedded?.mark() ?? 0;
            const outcome = await succeed(stack.up());
            tellRequests(scene, mark);
            const front = await server(scene, "front");
            check(
                scene,
                `front has flavor ${big.name} now, and is ACTIVE`,
                [front.flavor.id, front.status],
                [big.id, "ACTIVE"],
            );
            check(
                scene,
                "the cloud's own record: resized, then confirmed",
                (await place.nova.actions(front.id)).slice(0, 2),
                ["confirmResize", "resize"],
            );
            await checkSameServers(scene, outcome);
        },
        sabotage: ({ place }) => place.embedded?.faults.noValidHost("resize"),
    },
    {
        id: "ceiling",
        title: "A ceiling: limit the disruption",
        why: "A new image means a rebuild: the root disk is lost. openstack-compute:allow limits how much a change may disrupt. Above that limit, even the preview fails.",
        async run(scene) {
            const { stack, place } = scene;
            const image = place.choice.images[1];
            await stack.configure({ "openstack-compute:allow": "restart", image: image.name ?? "" });
            const refused = await stack.preview();
            check(scene, "the preview is refused", refused.succeeded, false);
            checkWords(scene, "it says what is above the ceiling", refused, [
                'The stack allows no more than "restart"',
                'this is "rebuild"',
            ]);
            const { image: standing } = await server(scene, "front");
            check(scene, "the server still runs from its old image", imageOf(standing), place.choice.images[0].id);
        },
    },
    {
        id: "rebuild",
        title: "Another image: a rebuild in place",
        why: "With a higher ceiling, the same change is applied. The server gets a new root disk and keeps its id and its addresses.",
        async run(scene) {
            const { stack, place } = scene;
            const [old, next] = place.choice.images;
            await stack.configure({ "openstack-compute:allow": "rebuild" });
            const previewed = await stack.preview();
            checkWords(scene, "the preview says that the root disk is lost", previewed, [
                `server "front": image ${old.name} -> ${next.name}: rebuild in place, the root disk is lost`,
            ]);
            const outcome = await succeed(stack.up());
            const servers = [await server(scene, "front"), await server(scene, "batch")];
            check(
                scene,
                `both servers run from ${next.name}, and are ACTIVE`,
                servers.map(({ image, status }) => [imageOf(image), status]),
                servers.map(() => [next.id, "ACTIVE"]),
            );
            await checkSameServers(scene, outcome);
        },
        sabotage: ({ place }) => place.embedded?.faults.failStep("spawn"),
    },
    {
        id: "drift",
        title: "Somebody changes things by hand",
        why: "The demo's own client changes the cloud without Pulumi. In CI, this preview detects drift: it must fail, and name each difference.",
        async run(scene) {
            const { stack, place, printer } = scene;
            const [small, big] = place.choice.flavors;
            printer.blank();
            if (scene.isMeddled) {
                await changeByHand(scene);
            }
            const outcome = await stack.preview(["--refresh", "--expect-no-changes"]);
            check(scene, "the preview fails: the cloud differs from the program", outcome.succeeded, false);
            checkWords(scene, "it names each difference, and what it would do", outcome, [
                'server "front": metadata ~role',
                'security group "web": rules + tcp 443 from 0.0.0.0/0',
                ...(canGoBack(place) ? [`server "front": flavor ${small.name} -> ${big.name}: resize in place`] : []),
            ]);
            check(scene, "and nothing else", [...outcome.steps].sort(), [
                'update security group "web"',
                'update server "front"',
            ]);
        },
        sabotage: (scene) => {
            scene.isMeddled = false;
        },
    },
    {
        id: "repair",
        title: "Up: correct the drift",
        why: "The same program again. Only the differences are changed.",
        async run(scene) {
            const { stack, place } = scene;
            const outcome = await succeed(stack.up(["--refresh"]));
            const front = await server(scene, "front");
            check(
                scene,
                "front has its flavor and its metadata again",
                [front.flavor.id, pick(front.metadata, ["role"]), front.status],
                [place.choice.flavors[1].id, { role: "front" }, "ACTIVE"],
            );
            check(scene, "port 443 is open again", rulesOf(await group(scene)), [
                "tcp 22 from 10.0.0.0/8",
                "tcp 443 from 0.0.0.0/0",
            ]);
            await checkSameServers(scene, outcome);
            const quiet = await stack.preview(["--refresh", "--expect-no-changes"]);
            check(scene, "the preview finds no drift", quiet.succeeded, true);
        },
        sabotage: ({ place }) =>
            place.embedded?.faults.answer(403, { method: "POST", path: "os-security-group-rules" }),
    },
    {
        id: "destroy",
        title: "Destroy: delete everything",
        why: "Resources are deleted in the reverse order of their dependencies. Each deletion is awaited.",
        async run(scene) {
            await succeed(scene.stack.destroy());
            check(scene, "nothing of the stack is left in the cloud", await leftovers(scene), []);
            check(scene, "nor in the state", await scene.stack.resources(), []);
            if (scene.place.embedded !== undefined) {
                check(scene, "the cloud is as empty as before", await scene.place.nova.census(), scene.before);
            }
        },
        sabotage: ({ place }) => place.embedded?.faults.failStep("destroy"),
    },
];

/** Whether a server can be resized back: no cloud makes a disk smaller. */
function canGoBack({ choice: { flavors } }: Place): boolean {
    return flavors[0].disk === flavors[1].disk;
}

/** The changes of somebody who does not know about Pulumi. */
async function changeByHand(scene: Scene): Promise<void> {
    const { place, printer } = scene;
    const id = idOf(scene, "Server", "front");
    await place.nova.setMetadata(id, { role: BY_HAND });
    printer.output(`server "front": metadata role=${BY_HAND}`);
    const rule = (await group(scene)).rules.find(({ from_port }) => from_port === 443);
    if (rule !== undefined) {
        await place.nova.deleteRule(rule.id);
        printer.output('security group "web": port 443 closed');
    }
    if (canGoBack(place)) {
        const [small] = place.choice.flavors;
        await place.nova.resize(id, small.id);
        printer.output(`server "front": resized back to ${small.name}, and confirmed`);
    }
}
