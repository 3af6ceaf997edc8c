#!/usr/bin/env python3
"""Runs random programs in every engine and compares what they print with what they should.

    Tests/Differential/compare.py --quartz PATH [--first SEED] [--count N] [--batch N] [--jobs N]

Each program is made from its seed alone, so a number is all that is needed to see it again:
`--first 1234 --count 1 --keep FOLDER` leaves its source and its expected text in FOLDER.
Exits with 1 when a program was refused or did something else than the evaluator in Python.
"""

import argparse
import concurrent.futures
import os
import subprocess
import sys
import tempfile

from programs import HELPERS, program

sys.setrecursionlimit(20_000)
ENGINES = {"debug": ["run"], "release": ["run", "--release"], "interpreter": ["run", "--interpret"]}


def batch(first, count):
    """A source file of the programs of `count` seeds, and what it prints and panics with."""
    made = [(seed, program(seed, f"P{seed}")) for seed in range(first, first + count)]
    made = [(seed, one) for seed, one in made if one is not None]
    quiet = [pair for pair in made if pair[1].panic is None]
    # A panic ends the file, so that only one program that panics fits in, as the last.
    loud = [pair for pair in made if pair[1].panic is not None][:1]
    lines, output = [HELPERS], ""
    for seed, one in quiet + loud:
        lines += one.lines + [""]
        output += f"seed {seed}\n{one.output}"
    calls = [f'  puts("seed {seed}")\n  run_p{seed}()' for seed, _ in quiet + loud]
    lines += ["def main(): Void", *calls, "end", ""]
    return "\n".join(lines), output, loud[0][1].panic if loud else None


def difference(expected, seen):
    """The first line that differs, with the seed that it belongs to."""
    seed = "?"
    a, b = expected.splitlines(), seen.splitlines()
    for i in range(max(len(a), len(b))):
        x, y = (a[i] if i < len(a) else "(nothing)"), (b[i] if i < len(b) else "(nothing)")
        if x.startswith("seed "):
            seed = x
        if x != y:
            return f"{seed}, line {i + 1}:\n  expected {x}\n  seen     {y}"
    return None


def complaint(outcome, output, panic):
    """Why what a program did is not right, or None."""
    errors = outcome.stderr.decode(errors="replace")
    found = difference(output, outcome.stdout.decode(errors="replace"))
    wanted = 0 if panic is None else 101
    if found is None and outcome.returncode == wanted and (panic is None or panic in errors):
        return None
    return f"{found or 'the same output'}; exit code {outcome.returncode}, expected {wanted}" + (
        f" ({panic})" if panic else "") + "\n" + "\n".join(errors.splitlines()[:12])


def run(quartz, stdlib, source, engine, output, panic):
    command = [quartz, *ENGINES[engine], *stdlib, source]
    try:
        outcome = subprocess.run(command, capture_output=True, timeout=300)
    except subprocess.TimeoutExpired:
        return "took more than 300 s"
    return complaint(outcome, output, panic)


def check(options, first, folder):
    """The complaints about one batch."""
    source, output, panic = batch(first, min(options.batch, options.first + options.count - first))
    path = os.path.join(folder, f"seeds_{first}.qz")
    with open(path, "w") as file:
        file.write(source)
    with open(path[:-3] + ".expected", "w") as file:
        file.write(output)
    stdlib = ["--stdlib-path", options.stdlib_path] if options.stdlib_path else []
    found = []
    for engine in options.engines.split(","):
        bad = run(options.quartz, stdlib, path, engine, output, panic)
        if bad:
            found.append(f"seeds from {first}, {engine}: {bad}")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quartz", required=True, help="the compiler")
    parser.add_argument("--stdlib-path", help="the standard library, if not the compiler's own")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--count", type=int, default=100, help="how many programs")
    parser.add_argument("--batch", type=int, default=10, help="how many programs in a file")
    parser.add_argument("--jobs", type=int, default=1, help="how many files at once")
    parser.add_argument("--engines", default=",".join(ENGINES), help="which engines")
    parser.add_argument("--keep", help="a folder for the sources")
    options = parser.parse_args()
    folder = options.keep or tempfile.mkdtemp()
    os.makedirs(folder, exist_ok=True)
    firsts = range(options.first, options.first + options.count, options.batch)
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for found in pool.map(lambda first: check(options, first, folder), firsts):
            bad += len(found)
            for text in found:
                print(text, flush=True)
    print(f"{options.count} programs, {bad} complaints")
    sys.exit(1 if bad else 0)


main()
