"""The Python side of Limbeck: started by the project's own interpreter, it carries out commands from its standard input.

Frames are JSON, one on a line. In: {"id", "command", "request"}, and {"id", "answer"} or {"id", "refused"} after a question. Out: any
number of {"id", "event"} and {"id", "ask"}, then one {"id", "ok"} or {"id", "error"}. What the project's code prints goes to standard
error, so that it can't get between the frames. Python 3.9 or later.
"""
from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import io
import json
import os
import platform
import re
import select
import sys
import sysconfig
import traceback
from typing import Any, Callable, Optional, TextIO

STDLIB = sysconfig.get_path("stdlib") + os.sep
HERE = os.path.dirname(os.path.abspath(__file__))

# An application that is imported makes hundreds of thousands of objects which all stay. Python's own numbers let its collector go through them
# time and again, a third of the time of an import; with these it runs once in some hundred megabytes.
COLLECTOR = (2_000_000, 10, 10)

# Where each command is: "module:function". The function takes the request and the Channel, and returns what JSON can say.
COMMANDS = {
    "hello": "limbeck_bridge:hello",
    "headers": "limbeck_headers:headers",
    "environment": "limbeck_env:environment",
    "load": "limbeck_models:load",
    "models": "limbeck_models:models",
    "directives": "limbeck_directives:directives",
    "run": "limbeck_run:run",
    "script": "limbeck_script:script",
    "record": "limbeck_script:record",
    "spell": "limbeck_write:spell",
    "remake": "limbeck_write:remake",
    "template": "limbeck_write:template",
    "hooks": "limbeck_write:hooks",
}

# What helps where the project's code fails in a command, if that is not what helps everywhere.
HINTS = {
    "script": "Correct the code at the line that the message names; where it reads the database, which a script is written without, let it ask `context.is_offline_mode()` first.",
}


class Refusal(Exception):
    """An error with one of Limbeck's codes; anything else that is raised counts as a fault of the project's code."""

    def __init__(self, code: str, message: str, hint: Optional[str] = None, **details: Any) -> None:
        super().__init__(message)
        self.code, self.hint, self.details = code, hint, details


class Refused(Exception):
    """Limbeck didn't answer a question because of an error on its side: the command undoes what it began and ends."""


class Channel:
    """The pipes of the one command that is being carried out."""

    def __init__(self, requests: TextIO, replies: TextIO, notes: Optional[int]) -> None:
        self.requests, self.replies, self.notes, self.id = requests, replies, notes, 0
        # Tells when the other end is closed; Windows has no such thing.
        self.poll = select.poll() if hasattr(select, "poll") else None
        if self.poll is not None:
            self.poll.register(replies.fileno(), 0)

    def event(self, **event: Any) -> None:
        """Reports something on the way."""
        self.send({"event": event})

    def note(self, **event: Any) -> None:
        """Reports one of a few words, of which Limbeck hears when it looks, or when something else comes: whoever is woken for each takes this process's time."""
        line = event_line(self.id, tuple(event.items()))
        if not self.write_note(line):
            self.replies.write(line)
            self.replies.flush()

    def write_note(self, line: str) -> bool:
        """Whether the line stands in the file of the notes. Half a line is none, and nothing is written behind it."""
        if self.notes is None:
            return False
        written = line.encode()
        try:
            if os.write(self.notes, written) == len(written):
                return True
        except OSError:
            pass
        self.notes = None
        return False

    def expect_reader(self) -> None:
        """Makes sure that Limbeck is there. Raises Refused."""
        if self.poll is None:
            self.replies.flush()
        elif self.poll.poll(0):
            raise Refused("Limbeck is gone")

    def ask(self, **question: Any) -> Any:
        """Asks Limbeck and waits for the answer. Raises Refused."""
        self.send({"ask": question})
        frame = self.receive()
        if frame is None:
            raise Refused("Limbeck is gone")
        if "refused" in frame:
            raise Refused(frame["refused"])
        return frame["answer"]

    def send(self, frame: "dict[str, Any]") -> None:
        self.write(frame)
        self.replies.flush()

    def write(self, frame: "dict[str, Any]") -> None:
        self.replies.write(json.dumps({"id": self.id, **frame}) + "\n")

    def receive(self) -> "Optional[dict[str, Any]]":
        line = self.requests.readline()
        return json.loads(line) if line else None


class Printed(io.TextIOWrapper):
    """A stream of the project's code. What hooks of env.py write to it is told."""

    def write(self, text: str) -> int:
        if hooked:
            channels[0].event(kind="printed", text=text)
        return super().write(text)


# The channel once it is there, and how many hooks are being asked, one inside the other.
channels: "list[Channel]" = []
hooked = 0


def heard(hook: "Callable[..., Any]") -> "Callable[..., Any]":
    """The hook of env.py, of which is told what it prints and logs."""

    @functools.wraps(hook)
    def ask(*given: Any, **named: Any) -> Any:
        global hooked
        hooked += 1
        try:
            return hook(*given, **named)
        finally:
            hooked -= 1

    return ask


@functools.lru_cache
def event_line(command: int, event: "tuple[tuple[str, Any], ...]") -> str:
    """The frame of an event that is told time and again."""
    return json.dumps({"id": command, "event": dict(event)}) + "\n"


def hello(request: "dict[str, Any]", _channel: Channel) -> "dict[str, Any]":
    """What this interpreter has, and what it lacks of what it needs: then it carries out nothing else, for its commands may wait in the pipe."""
    global lacks
    versions = {name: version_of(name) for name in ("sqlalchemy", "alembic")}
    found = {name: version for name, version in versions.items() if version is not None}
    have = {"python": platform.python_version(), **found}
    lacking = [words for words in (lacking_of(need, have.get(need["name"])) for need in request.get("needs", [])) if words is not None]
    lacks = lacking[0] if lacking else None
    return {**have, "executable": sys.executable, **({} if lacks is None else {"lacks": lacks})}


lacks: Optional[str] = None


def lacking_of(need: "dict[str, str]", version: Optional[str]) -> Optional[str]:
    title, oldest = need["title"], need["oldest"]
    if version is None:
        return f"has no {title}"
    is_older = numbers_of(version) < numbers_of(oldest)
    return f"has {title} {version}, which is older than {oldest}" if is_older else None


def numbers_of(version: str) -> "list[int]":
    """Of `2.1.0b1` the 2 and the 1."""
    return [int(number) for number in re.findall(r"\d+", version)[:2]]


def version_of(name: str) -> Optional[str]:
    try:
        return str(importlib.import_module(name).__version__)
    except ImportError:
        return None


def main() -> None:
    gc.set_threshold(*COLLECTOR)
    # The project's code gets a standard output of its own, which is standard error, and an empty standard input.
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    requests = os.fdopen(os.dup(0), "r", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    # The project's modules come first, and this directory, which Python put in front, last. In its place stands what Alembic's command has
    # there, for there are env.py that take the first away.
    sys.path[:] = [os.path.dirname(sys.executable), *(path for path in sys.path if os.path.abspath(path) != HERE), HERE]
    # One module under two names would have two classes Refusal.
    sys.modules["limbeck_bridge"] = sys.modules["__main__"]
    channel = Channel(requests, replies, notes_file(*sys.argv[1:]))
    # The project's code finds what it would find in a script that it starts.
    del sys.argv[1:]
    channels.append(channel)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        # The stream itself stays as sys.__stdout__ and sys.__stderr__, or it would close what both write to.
        setattr(sys, name, Printed(stream.buffer, encoding=stream.encoding, errors=stream.errors, line_buffering=True, write_through=True))
    while True:
        frame = channel.receive()
        if frame is None:
            return
        if "command" in frame:
            channel.id = frame["id"]
            channel.send(carry_out(frame["command"], frame["request"], channel))
            # What is there by now is left out of collections.
            gc.freeze()


def notes_file(path: Optional[str] = None) -> Optional[int]:
    """A file that Limbeck reads, and that nobody else finds any more; None where it can't be opened."""
    if path is None:
        return None
    try:
        file = os.open(path, os.O_WRONLY | os.O_APPEND)
    except OSError:
        return None
    with contextlib.suppress(OSError):
        # Where an open file can't be removed, Limbeck does it at the end.
        os.unlink(path)
    return file


def carry_out(name: str, request: "dict[str, Any]", channel: Channel) -> "dict[str, Any]":
    try:
        if lacks is not None and name != "hello":
            raise Refusal("BRIDGE_PYTHON_UNUSABLE", f"{sys.executable} {lacks}")
        return {"ok": command(name)(request, channel)}
    except (Exception, SystemExit, KeyboardInterrupt) as error:
        return {"error": {"hint": HINTS.get(name), **fault_of(error)}}


def fault_of(error: BaseException) -> "dict[str, Any]":
    """What Limbeck makes its own error of."""
    if isinstance(error, Refusal):
        return {"code": error.code, "message": str(error), "hint": error.hint, "details": error.details}
    return {"message": words_of(error), "type": type(error).__name__, "traceback": lines_of(error), "details": refused(error)}


def command(name: str) -> "Callable[[dict[str, Any], Channel], Any]":
    module, function = COMMANDS[name].split(":")
    found: "Callable[[dict[str, Any], Channel], Any]" = getattr(importlib.import_module(module), function)
    return found


def words_of(error: BaseException) -> str:
    """The exception as Python itself prints it, which for a SyntaxError shows the place."""
    return "".join(traceback.format_exception_only(type(error), error)).strip()


def refused(error: BaseException) -> "dict[str, str]":
    """The statement that the server refused, and its SQLSTATE, as SQLAlchemy's errors and the drivers' have them."""
    driver = getattr(error, "orig", None)
    found = {"sql": getattr(error, "statement", None), "sqlState": getattr(driver, "sqlstate", None) or getattr(driver, "pgcode", None)}
    said = {name: value for name, value in found.items() if isinstance(value, str)}
    return {**said, "isPutBack": "true"} if getattr(error, "limbeck_is_put_back", False) else said


def lines_of(error: BaseException) -> "list[dict[str, Any]]":
    """The traceback in the project's own code: without this bridge, the import system and installed packages where anything else is left."""
    frames: "list[dict[str, Any]]" = [
        {"path": frame.filename, "line": frame.lineno or 0, "in": frame.name, "text": (frame.line or "").strip()}
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith((HERE, "<"))
    ]
    if isinstance(error, SyntaxError) and error.filename:
        frames.append({"path": error.filename, "line": error.lineno or 0, "in": "<module>", "text": (error.text or "").strip()})
    own = [frame for frame in frames if "site-packages" not in frame["path"] and not frame["path"].startswith(STDLIB)]
    return own or frames


if __name__ == "__main__":
    main()
