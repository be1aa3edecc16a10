import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../emulator/command";
import { request } from "./client";

test("the command writes a clouds.yaml, serves until a signal comes, and stops", async () => {
    const folder = await mkdtemp(join(tmpdir(), "emulator-"));
    const file = join(folder, "clouds.yaml");
    const said = new Promise<string>((resolve) => {
        jest.spyOn(console, "log").mockImplementation(resolve);
    });
    const running = run(["--speed", "10", "--project", "admin", "--write", file]);
    expect(await said).toContain("OS_CLOUD=embedded");
    const url = /auth_url: "(.*)"/.exec(await readFile(file, "utf8"))?.[1] ?? "";
    expect((await request(url)).status).toBe(200);
    process.emit("SIGTERM");
    await running;
    await expect(request(url)).rejects.toThrow();
    await rm(folder, { recursive: true });
});

test("the command refuses what it does not know", async () => {
    await expect(run(["--project", "none"])).rejects.toThrow('--project must be admin or demo, not "none"');
    await expect(run(["--port", "x"])).rejects.toThrow('--port cannot be "x"');
});
