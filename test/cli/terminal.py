"""Types into a program on a terminal of its own. Standard input is JSON: pairs of the text to wait for and the text to type then."""

import json
import os
import pty
import select
import sys
import time

SECONDS_FOR_A_STEP = 20

steps = json.load(sys.stdin)
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
seen = ""
for awaited, typed in steps:
    end = time.monotonic() + SECONDS_FOR_A_STEP
    while awaited not in seen:
        ready, _, _ = select.select([terminal], [], [], max(0, end - time.monotonic()))
        read = os.read(terminal, 65536).decode(errors="replace") if ready else ""
        if read == "":
            sys.exit(f"{awaited!r} never came, but {seen!r}")
        seen += read
        sys.stdout.write(read)
    seen = seen[seen.index(awaited) + len(awaited) :]
    os.write(terminal, typed.encode())
os.close(terminal)
os.waitpid(child, 0)
