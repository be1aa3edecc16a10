/** The output of the demo: headings, paragraphs, commands and their output, and a ✓ for each check. */

const WIDTH = 96;

type Tone = "bold" | "dim" | "green" | "red" | "yellow" | "cyan";

const CODES: Readonly<Record<Tone, string>> = {
    bold: "1",
    dim: "2",
    green: "32",
    red: "31",
    yellow: "33",
    cyan: "36",
};

export class Printer {
    constructor(
        private readonly write: (text: string) => void,
        private readonly isColored: boolean,
    ) {}

    /** For standard output; coloured on a terminal, or where FORCE_COLOR asks for it. */
    static forTerminal(): Printer {
        const asked = process.env.FORCE_COLOR !== undefined && process.env.FORCE_COLOR !== "0";
        const isColored = asked || (process.stdout.isTTY === true && !process.env.NO_COLOR);
        return new Printer((text) => process.stdout.write(text), isColored);
    }

    title(text: string): void {
        this.write(`\n${this.tone("bold", text)}\n`);
    }

    heading(number: number, text: string): void {
        this.write(`\n${this.tone("bold", `${number}. ${text}`)}\n`);
    }

    /** A paragraph, wrapped. */
    say(text: string): void {
        for (const line of wrap(text, WIDTH - 3)) {
            this.write(`   ${line}\n`);
        }
    }

    /** A command that is about to run, after a blank line. */
    command(text: string): void {
        this.blank();
        this.commandLine(text);
    }

    commandLine(text: string): void {
        this.write(`   ${this.tone("cyan", `$ ${text}`)}\n`);
    }

    /** A line of a command's output. */
    output(text: string, tone?: Tone): void {
        for (const line of wrap(text, WIDTH - 7, "  ")) {
            this.write(`     ${tone === undefined ? line : this.tone(tone, line)}\n`);
        }
    }

    /** Something that the demo has checked itself. */
    check(text: string): void {
        const [first, ...more] = wrap(text, WIDTH - 5);
        this.write(`   ${this.tone("green", "✓")} ${first}\n`);
        for (const line of more) {
            this.write(`     ${line}\n`);
        }
    }

    failure(text: string): void {
        const [first, ...more] = text.split("\n");
        this.write(`\n${this.tone("red", `✗ ${first}`)}\n`);
        for (const line of more) {
            this.write(`  ${line}\n`);
        }
    }

    blank(): void {
        this.write("\n");
    }

    private tone(tone: Tone, text: string): string {
        return this.isColored ? `\u001b[${CODES[tone]}m${text}\u001b[0m` : text;
    }
}

/** `0.4 s`, `12 s`. */
export function seconds(milliseconds: number): string {
    return milliseconds < 9_950 ? `${(milliseconds / 1000).toFixed(1)} s` : `${Math.round(milliseconds / 1000)} s`;
}

/** Lines no longer than `width`, broken between words; the lines of `text` stay apart and keep their indent. */
function wrap(text: string, width: number, hanging = ""): string[] {
    return text.split("\n").flatMap((paragraph) => {
        if (paragraph.length <= width) {
            return [paragraph];
        }
        const indent = /^ */.exec(paragraph)?.[0] ?? "";
        const lines: string[] = [];
        let line = "";
        for (const word of paragraph.trim().split(/ +/)) {
            if (line !== "" && indent.length + line.length + 1 + word.length > width) {
                lines.push(indent + line);
                line = hanging + word;
            } else {
                line = line === "" ? word : `${line} ${word}`;
            }
        }
        lines.push(indent + line);
        return lines;
    });
}
