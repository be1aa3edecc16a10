import { type RecordedRequest, RequestLog } from "../../emulator/http/exchange";

const numbered = (time: number) => ({ time }) as RecordedRequest;
const times = (requests: readonly RecordedRequest[]) => requests.map(({ time }) => time);

test("the latest requests are kept, and a place stays the same place when older ones are forgotten", () => {
    const log = new RequestLog(10);
    for (let time = 0; time < 15; time += 1) {
        log.add(numbered(time));
    }
    const mark = log.mark();
    expect(times(log.since(12))).toEqual([12, 13, 14]);
    for (let time = 15; time < 100; time += 1) {
        log.add(numbered(time));
        expect(log.latest.length).toBeLessThan(20);
    }
    expect(times(log.since(mark)).slice(-5)).toEqual([95, 96, 97, 98, 99]);
    expect(times(log.since(97))).toEqual([97, 98, 99]);
    expect(log.since(log.mark())).toEqual([]);
});
