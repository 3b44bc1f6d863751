"""Prints what compare measured: a line for each program, and how the first of each task stands to it.

    table.py LOG    lines of task, program, round, wall, user, sys seconds and KB of memory, with tabs between
"""
import collections
import statistics
import sys


def main() -> None:
    tasks: dict = collections.defaultdict(dict)
    with open(sys.argv[1], encoding="utf-8") as log:
        for line in log:
            task, program, round_, wall, user, system, memory = line.rstrip("\n").split("\t")
            runs = tasks[task].setdefault(program, {})
            runs[int(round_)] = (float(wall), float(user) + float(system), int(memory) / 1024)
    print(f"{'task':23} {'program':20} {'wall s':>7} {'CPU s':>7} {'MiB':>5}   Lifeboat's wall and CPU time to this")
    for task, programs in tasks.items():
        ours = next(iter(programs.values()))
        for i, (program, runs) in enumerate(programs.items()):
            wall, cpu, memory = (statistics.median(values) for values in zip(*runs.values()))
            line = f"{task if i == 0 else '':23} {program:20} {wall:7.2f} {cpu:7.2f} {memory:5.0f}"
            if i > 0:
                line += "   " + "".join(f"{ratio(ours, runs, column):8.2f}" for column in (0, 1))
            print(line)


def ratio(ours: dict, theirs: dict, column: int) -> float:
    return statistics.median(ours[round_][column] / max(0.005, theirs[round_][column])
                             for round_ in ours.keys() & theirs.keys())


if __name__ == "__main__":
    main()
