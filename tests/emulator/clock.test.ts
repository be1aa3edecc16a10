import { ManualClock } from "../../emulator";

test("what is due runs in its order, each at its own moment", () => {
    const clock = new ManualClock(0);
    const seen: [string, number][] = [];
    clock.after(20, () => seen.push(["second", clock.now()]));
    clock.after(10, () => {
        seen.push(["first", clock.now()]);
        clock.after(5, () => seen.push(["between", clock.now()]));
    });
    clock.advance(30);
    expect(seen).toEqual([
        ["first", 10],
        ["between", 15],
        ["second", 20],
    ]);
    expect(clock.now()).toBe(30);
});

test("what was cancelled does not run", () => {
    const clock = new ManualClock(0);
    const run = jest.fn();
    clock.after(10, run)();
    clock.advance(10);
    expect(run).not.toHaveBeenCalled();
    expect(clock.step()).toBe(false);
});
