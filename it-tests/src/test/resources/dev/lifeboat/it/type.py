"""Types into a shell on a terminal: type.py SHELL OPTION SCRIPT LINE...

SCRIPT is sourced first. Prints what a stand-in for lifeboat is given by each line.
"""
import os
import pty
import select
import sys
import time

shell, script, lines = [*sys.argv[1:3], "-i"], sys.argv[3], sys.argv[4:]
process, terminal = pty.fork()
if process == 0:
    os.environ.update(PS1="ready> ", TERM="dumb", HOME=os.getcwd(), LC_ALL="C.UTF-8")
    os.execvp(shell[0], shell)

seen = ""


def wait_for(text, seconds=30):
    """Reads on until the text was seen; returns what came before it."""
    global seen
    end = time.time() + seconds
    while text not in seen:
        if time.time() > end:
            sys.exit(f"waited in vain for {text!r}: {seen!r}")
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 4096).decode(errors="replace")
    before, seen = seen.split(text, 1)
    return before


def wait_for_silence():
    global seen
    while select.select([terminal], [], [], 0.4)[0]:
        seen += os.read(terminal, 4096).decode(errors="replace")


def send(text):
    os.write(terminal, text.encode())


wait_for("ready> ")
# The texts waited for are not in what is typed, which the terminal shows too.
send("lifeboat() { printf '%s' be gin; printf '<%s>' \"$@\"; printf '%s' fin ish; echo; }\n")
wait_for("ready> ")
send(f"source '{script}'; echo loa''ded\n")
wait_for("loaded")
wait_for("ready> ")
for line in lines:
    for part in line.split("\t")[:-1]:
        send(part + "\t")
        wait_for_silence()
    send(line.split("\t")[-1] + "\n")
    wait_for("begin")
    print(wait_for("finish"))
    wait_for("ready> ")
send("exit\n")
