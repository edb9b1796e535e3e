#!/usr/bin/env python3
"""Trains networks on an Isograd server: a command for terminals and CI jobs, and a library for Python programs.

It needs Python 3.9 or newer and nothing else. Every server offers the version that fits it:

    curl -fsS https://isograd.example/cli/isograd -o isograd && chmod +x isograd

As a library, save it as isograd.py:

    import isograd
    client = isograd.Client("https://isograd.example", "isg_…")
    job = client.wait(client.submit({"dataset": "fashion-mnist-sample", …})["id"])
    print(job["result"]["testAccuracy"])
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import sys
import time
from typing import Any, BinaryIO, Callable, Dict, Iterator, List, NamedTuple, NoReturn, Optional, Sequence, Tuple, Union

VERSION = "development"

Json = Dict[str, Any]

OK, JOB_FAILED, USAGE, PLATFORM, CANCELLED, TIMED_OUT, GATE_NOT_MET, REFUSED, INTERRUPTED = 0, 1, 2, 3, 4, 5, 6, 7, 130
EXIT_CODES = """exit codes:
  0 ok                      5 the wait timed out, the job continues
  1 the job failed          6 a gate was not met
  2 wrong usage or spec     7 refused for memory or quota
  3 platform failure        130 interrupted, the job continues
  4 the job was cancelled"""

PATIENCE = 60.0  # seconds for a server that is away, where nobody gave a --timeout
PATIENCE_OF_WAITS = 600.0
SILENCE = 45.0  # seconds without a byte after which a connection counts as lost; streams have a comment every 15 s
CONNECTIONS = 4  # parts of an upload that are sent side by side
BLOCK = 1 << 20


# ---------------------------------------------------------------------------------------------------------- errors


class IsogradError(Exception):
    """What went wrong, as a sentence for users; each kind has its exit code."""

    exit_code = PLATFORM


class UsageError(IsogradError):
    """The command or the spec is wrong."""

    exit_code = USAGE


class Unreachable(IsogradError):
    """The server did not answer in time."""


class TimedOut(IsogradError):
    """The time of a wait is over; the job continues."""

    exit_code = TIMED_OUT


class Refused(IsogradError):
    """A training that memory or a quota keeps from ever starting."""

    exit_code = REFUSED


class Problem(IsogradError):
    """The server refused a request; has its problem details (RFC 9457)."""

    def __init__(self, status: int, details: Json, retry_after: Optional[float] = None):
        self.status = status
        self.details = details
        self.code = str(details.get("code", ""))
        self.retry_after = retry_after
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        errors = self.details.get("errors") or []
        lines = [f"  {error.get('pointer', '')}: {error.get('detail', '')}" for error in errors] if len(errors) > 1 else []
        text = self.details.get("detail") or self.details.get("title") or "The server gave no reason."
        return "\n".join([f"{text} (HTTP {self.status})"] + lines)

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """Quotas, limits and memory are refusals; otherwise 4xx is an error of the user, 5xx of the platform."""
        codes = [self.code] + [str(error.get("code", "")) for error in self.details.get("errors") or []]
        if self.status in (429, 507) or any(word in code for code in codes for word in ("quota", "memory", "does_not_fit")):
            return REFUSED
        return USAGE if self.status < 500 else PLATFORM

    @property
    def is_temporary(self) -> bool:
        """Whether the same request may succeed a little later."""
        return self.status in (408, 429, 502, 503, 504) or (self.status == 409 and self.retry_after is not None)


# ------------------------------------------------------------------------------------------------- the stored login


def config_folder() -> str:
    """Returns the folder of the login and of interrupted uploads, by the XDG rules."""
    base = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    return os.path.join(base, "isograd")


def read_config(name: str) -> Json:
    """Reads one of our files; a file that is missing or damaged is empty."""
    try:
        with open(os.path.join(config_folder(), name), encoding="utf-8") as file:
            content = json.load(file)
            return content if isinstance(content, dict) else {}
    except (OSError, ValueError):
        return {}


def write_config(name: str, content: Json) -> str:
    """Replaces one of our files, which only its owner can read; returns its path."""
    folder = config_folder()
    os.makedirs(folder, mode=0o700, exist_ok=True)
    path = os.path.join(folder, name)
    temporary = f"{path}.{os.getpid()}"
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
    os.replace(temporary, path)
    return path


# ------------------------------------------------------------------------------------------------------ the library


class Event(NamedTuple):
    """One event of a job's stream: ``state``, ``progress``, ``metric``, ``log``, ``checkpoint`` or ``end``."""

    id: str
    name: str
    data: Json


class Client:
    """Calls an Isograd server. Requests are repeated while the server is away or busy, and never act twice.

    :param url: the server; by default ``ISOGRAD_URL``, then the one of ``isograd login``, then http://localhost:8080
    :param key: an API key; by default ``ISOGRAD_KEY``, then the one that was stored for this server, then a key for the
        OIDC token of the CI system
    :param patience: seconds for which a server may be away or busy
    :param timeout: seconds after which every call ends, or None
    """

    def __init__(self, url: Optional[str] = None, key: Optional[str] = None, *, patience: float = PATIENCE,
                 timeout: Optional[float] = None):
        stored = read_config("login.json")
        self.url = (url or os.environ.get("ISOGRAD_URL") or stored.get("url") or "http://localhost:8080").rstrip("/")
        # A stored key is sent only to the server that it was stored for.
        self._key = key or os.environ.get("ISOGRAD_KEY") or (stored.get("keys") or {}).get(self.url)
        self._is_exchanged = False
        self.patience = patience
        self.deadline = None if timeout is None else time.monotonic() + timeout
        self.on_note: Callable[[str], None] = lambda text: None
        self.server_version: Optional[str] = None

    # --- jobs

    def submit(self, spec: Json, *, name: Optional[str] = None, labels: Optional[Dict[str, str]] = None,
               priority: Optional[int] = None, slots: Optional[int] = None,
               idempotency_key: Optional[str] = None) -> Json:
        """Submits a bare spec or a whole submission; returns the job. A repeated key returns the first job again."""
        body = as_submission(spec)
        given = {"name": name, "priority": priority, "slots": slots}
        body.update({field: value for field, value in given.items() if value is not None})
        if labels:
            body["labels"] = {**(body.get("labels") or {}), **labels}
        return self.post("/jobs", body, idempotency_key or new_key())

    def job(self, job: str) -> Json:
        """Returns a job as it is now."""
        return self.get(f"/jobs/{quote(job)}")

    def jobs(self, limit: int = 200, **filters: Any) -> List[Json]:
        """Lists jobs, newest first, by the filters of the API, such as ``state`` or ``label``."""
        return self._pages("/jobs", limit, filters)

    def wait(self, job: str, on_event: Optional[Callable[[Event], None]] = None) -> Json:
        """Waits until a job is over, through restarts of the server; returns it."""
        while True:
            for event in self.stream(job):
                if on_event:
                    on_event(event)
            now = self.job(job)
            if now["isTerminal"]:
                return now

    def stream(self, job: str, after: Optional[str] = None) -> Iterator[Event]:
        """Yields the events of a job until it is over; a lost connection is resumed after the last event.

        :param after: id of the event to start after, "0" for all; by default, the stream starts at the current state
        """
        last, pause, away_since = after, 0.2, None
        while True:
            try:
                for event in self._events(job, last):
                    last, pause, away_since = event.id or last, 0.2, None
                    yield event
                    if event.name == "end":
                        return
            except Problem as refusal:
                if not refusal.is_temporary:
                    raise
                # Streams are few, plain requests are not: without a stream, look at the job.
                self._pause(refusal.retry_after or 1)
                if self.job(job)["isTerminal"]:
                    yield Event("", "end", {})
                    return
                continue
            except StopFollowing:
                return
            away_since = away_since or time.monotonic()
            if time.monotonic() - away_since > self.patience:
                raise Unreachable(f"The stream of {job} ends again and again without an event.")
            self._pause(pause)
            pause = min(pause * 2, 5)

    def logs(self, job: str, follow: bool = False, stream: Optional[str] = None,
             contains: Optional[str] = None) -> Iterator[Json]:
        """Yields the log lines of a job, in order and each once; with follow until the job is over."""
        filters = {"stream": stream, "contains": contains}
        last = 0
        for line in self._log_pages(job, last, filters):
            last = line["line"]
            yield line
        if not follow:
            return
        # The stream only tells that there are lines; the pages have all of them, with the same filters.
        for event in self.stream(job):
            if event.name in ("log", "state", "end"):
                for line in self._log_pages(job, last, filters):
                    last = line["line"]
                    yield line

    def cancel(self, job: str) -> Json:
        """Saves a checkpoint and ends the job."""
        return self.command(job, "cancel")

    def command(self, job: str, command: str) -> Json:
        """Gives a job one of the commands cancel, kill, pause and resume; each may be repeated."""
        return self.post(f"/jobs/{quote(job)}/{command}")

    def retry(self, job: str, from_start: bool = False) -> Json:
        """Makes a job with the spec of one that failed or was cancelled."""
        return self.post(f"/jobs/{quote(job)}/retry", {"fromStart": True} if from_start else {}, new_key())

    def fork(self, job: str, changes: Optional[Json] = None, checkpoint: Optional[str] = None,
             name: Optional[str] = None) -> Json:
        """Makes a job from a checkpoint, with a merge patch on its spec."""
        body = {"spec": changes, "checkpoint": checkpoint, "name": name}
        return self.post(f"/jobs/{quote(job)}/fork", {k: v for k, v in body.items() if v}, new_key())

    def plan(self, spec: Json) -> Json:
        """Tells what a bare spec or a submission would need, without submitting it."""
        return self.post("/plans", as_submission(spec))

    # --- comparisons

    def compare(self, spec: Json, variants: Sequence[Json], seeds: Sequence[int] = (1, 2, 3), name: str = "comparison",
                idempotency_key: Optional[str] = None) -> Json:
        """Trains each variant of a spec, such as ``{"label": "greedy", "changes": {"rule": {"type": "greedy"}}}``, with
        each seed; returns the comparison."""
        body = {"name": name, "variants": list(variants), "seeds": list(seeds), **as_submission(spec)}
        return self.post("/comparisons", body, idempotency_key or new_key())

    def comparison(self, comparison: str) -> Json:
        """Returns a comparison: its jobs, and their figures by variant."""
        return self.get(f"/comparisons/{quote(comparison)}")

    def comparison_table(self, comparison: str) -> str:
        """Returns the table of a comparison as Markdown."""
        return self._send("GET", f"/comparisons/{quote(comparison)}", None, {"Accept": "text/markdown"}, SILENCE,
                          lambda response: response.read().decode("utf-8"))

    def wait_comparison(self, comparison: str, on_event: Optional[Callable[[Event], None]] = None) -> Json:
        """Waits until all jobs of a comparison are over; returns it."""
        while True:
            now = self.comparison(comparison)
            if now["isTerminal"]:
                return now
            for job in comparison_jobs(now):
                self.wait(job, on_event)

    # --- trained networks

    def result(self, job: str) -> Json:
        """Returns the figures and files of a job that has succeeded."""
        return self.get(f"/jobs/{quote(job)}/result")

    def download(self, job: str, folder: str = ".", names: Optional[Sequence[str]] = None,
                 on_bytes: Optional[Callable[[int, int], None]] = None) -> List[str]:
        """Downloads files of a trained network and compares their digests; returns the paths."""
        files = self.result(job)["files"]
        unknown = set(names or ()) - {file["name"] for file in files}
        if unknown:
            raise UsageError(f"{job} has no file {', '.join(sorted(unknown))}; "
                             f"it has {', '.join(file['name'] for file in files)}")
        return [self._fetch(file["href"], folder, file["name"], file["bytes"], file["sha256"], on_bytes)
                for file in files if not names or file["name"] in names]

    def download_checkpoint(self, checkpoint: str, folder: str = ".",
                            on_bytes: Optional[Callable[[int, int], None]] = None) -> str:
        """Downloads a checkpoint; returns the path."""
        link = self.post(f"/checkpoints/{quote(checkpoint)}/download")
        return self._fetch(link["url"], folder, link["fileName"], link["bytes"], link["sha256"], on_bytes)

    def export(self, job: str, format: str, up_to: Optional[int] = None) -> Json:
        """Makes a file of a trained network for other programs: onnx, torchscript or safetensors."""
        body: Json = {"format": format}
        if up_to is not None:
            body["upTo"] = up_to
        return self.post(f"/jobs/{quote(job)}/exports", body, patient=True)

    def predict(self, job: str, picture: Union[str, bytes], modules: bool = False) -> Json:
        """Returns the classes of a picture, given as a path or as bytes of PNG, JPEG or WebP; best first."""
        if isinstance(picture, str):
            with open_file(picture) as file:
                picture = file.read()
        path = f"/jobs/{quote(job)}/predictions" + ("?modules=all" if modules else "")
        return self._json("POST", path, picture, {"Content-Type": picture_type(picture)}, timeout=120)

    # --- data sets

    def datasets(self, limit: int = 1000) -> List[Json]:
        """Lists all versions of data sets, newest first."""
        return self._pages("/datasets", limit, {})

    def dataset(self, name: str) -> Json:
        """Returns a data set by its name, its name@version or its id."""
        return self.get(f"/datasets/{quote(name)}")

    def import_dataset(self, source: str, name: str, options: Optional[Json] = None,
                       on_bytes: Optional[Callable[[int, int], None]] = None) -> Json:
        """Imports a file, a folder or an https address as the next version of a data set; returns the data set.

        An upload that was interrupted continues when the same content is imported again, also by another process.
        The returned data set is still ``IMPORTING``; wait for its ``job``.
        """
        if re.match(r"https?://", source):
            body = {"name": name, "source": {"url": source}, **(options or {})}
            return self.post("/datasets", body, new_key())
        upload = self._upload(open_source(source), on_bytes)
        body = {"name": name, "source": {"upload": upload}, **(options or {})}
        dataset = self.post("/datasets", body, f"import-{fingerprint(json.dumps(body, sort_keys=True))}")
        forget_upload(upload)
        return dataset

    # --- plain calls

    def get(self, path: str, **query: Any) -> Any:
        """Answers a GET below /api/v1."""
        return self._json("GET", path + query_string(query))

    def post(self, path: str, body: Optional[Json] = None, idempotency_key: Optional[str] = None,
             patient: bool = False) -> Any:
        """Answers a POST below /api/v1."""
        headers = {"Idempotency-Key": idempotency_key} if idempotency_key else {}
        return self._json("POST", path, body if body is not None else {}, headers, 600 if patient else SILENCE)

    def _pages(self, path: str, limit: int, filters: Json) -> List[Json]:
        found: List[Json] = []
        after = None
        while len(found) < limit:
            page = self.get(path, **filters, limit=min(200, limit - len(found)), after=after)
            found += page["data"]
            after = page.get("next")
            if not page["hasMore"]:
                break
        return found

    def _log_pages(self, job: str, last: int, filters: Json) -> Iterator[Json]:
        while True:
            page = self.get(f"/jobs/{quote(job)}/logs", **filters, after=last or None, limit=5000)
            for line in page["data"]:
                last = line["line"]
                yield line
            if not page["hasMore"]:
                return

    def _json(self, method: str, path: str, body: Any = None, headers: Optional[Dict[str, str]] = None,
              timeout: float = SILENCE) -> Any:
        def read(response: Any) -> Any:
            content = response.read()
            return json.loads(content) if content else None
        return self._send(method, path, body, headers or {}, timeout, read)

    def _send(self, method: str, path: str, body: Any, headers: Dict[str, str], timeout: float,
              read: Callable[[Any], Any]) -> Any:
        """Sends a request until it is answered, and reads the answer; a broken answer counts as none."""
        import http.client
        began, pause = time.monotonic(), 0.5
        while True:
            try:
                with self._open(method, path, body, headers, timeout) as response:
                    return read(response)
            except Problem as refusal:
                if not refusal.is_temporary or not self._has_patience(began):
                    raise
                wait, why = refusal.retry_after or pause, f"The server answered {refusal.status}"
            except (OSError, http.client.HTTPException) as away:
                self._check_silence(away)
                why = f"Cannot reach {self.url}: {getattr(away, 'reason', away) or type(away).__name__}"
                if "CERTIFICATE_VERIFY_FAILED" in why or not self._has_patience(began):
                    raise Unreachable(why) from away
                wait = pause
            if pause == 0.5:
                self.on_note(f"{why}. Trying again for {seconds(self._patience_left(began))}.")
            time.sleep(max(0.0, min(wait, self._patience_left(began))))
            pause = min(pause * 2, 8)

    def _open(self, method: str, path: str, body: Any, headers: Dict[str, str], timeout: float) -> Any:
        import urllib.error
        import urllib.request
        address = path if "://" in path else self.url + self._local(path)
        is_ours = address.startswith(self.url + "/")
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
            headers = {"Content-Type": "application/json", **headers}
        request = urllib.request.Request(address, data=body, method=method, headers={
            "User-Agent": f"isograd/{VERSION} python/{sys.version_info[0]}.{sys.version_info[1]}", **headers})
        if is_ours and (key := self._credentials(path)):
            # A redirect, such as to the object store, must not get the key.
            request.add_unredirected_header("Authorization", f"Bearer {key}")
        try:
            response = urllib.request.urlopen(request, timeout=max(0.1, min(timeout, self._left(timeout))))
        except urllib.error.HTTPError as refusal:
            with refusal:
                raise self._problem(refusal, path) from None
        except ValueError as invalid:
            raise UsageError(f"{self.url} is not the address of a server: {invalid}") from None
        self._shake_hands(response)
        return response

    @staticmethod
    def _local(path: str) -> str:
        return path if path.startswith("/api/") or path.startswith("/cli/") else "/api/v1" + path

    def _problem(self, refusal: Any, path: str) -> Problem:
        self._shake_hands(refusal)
        try:
            details = json.loads(refusal.read())
        except (ValueError, OSError):
            details = {}
        details = details if isinstance(details, dict) else {}
        after = refusal.headers.get("Retry-After")
        if refusal.code == 401 and not path.endswith("/oidc/exchange"):
            details["detail"] = (f"{self.url} does not accept the API key; run `isograd login` or set ISOGRAD_KEY."
                                 if self._key else f"There is no API key for {self.url}; run `isograd login` or set ISOGRAD_KEY.")
            if self._is_exchanged:
                self._key = None  # A key of an hour is over; the next try exchanges another token.
                return Problem(503, details, 0.1)
        return Problem(refusal.code, details, float(after) if after and after.isdigit() else None)

    def _shake_hands(self, response: Any) -> None:
        version = response.headers.get("Isograd-Version")
        if version and self.server_version is None:
            self.server_version = version
            if version.split(".")[:2] != VERSION.split(".")[:2]:
                self.on_note(f"This is isograd {VERSION}, and the server is {version}. "
                             f"Get the one that fits: curl -fsS {self.url}/cli/isograd -o isograd")

    def _credentials(self, path: str) -> Optional[str]:
        if self._key is None and not path.endswith("/oidc/exchange"):
            token = ci_token(self.url)
            if token:
                self._is_exchanged = True
                self._key = self.post("/oidc/exchange", {"token": token})["key"]
        return self._key

    def _events(self, job: str, last: Optional[str]) -> Iterator[Event]:
        path = f"/jobs/{quote(job)}/stream" + (f"?after={quote(last)}" if last else "")
        headers = {"Accept": "text/event-stream", **({"Last-Event-ID": last} if last else {})}
        response = self._connect(path, headers)
        if response.status == 204:
            raise StopFollowing
        fields: Dict[str, str] = {}
        for line in self._lines(response):
            name, _, value = line.partition(":")
            if line and name:
                value = value[1:] if value.startswith(" ") else value
                fields[name] = f"{fields[name]}\n{value}" if name == "data" and "data" in fields else value
            elif not line and "event" in fields:
                yield Event(fields.get("id", ""), fields["event"], json.loads(fields.get("data") or "{}"))
                fields = {}

    def _connect(self, path: str, headers: Dict[str, str]) -> Any:
        """Opens a stream. A refusal rises at once; a server that is away is waited for."""
        import http.client
        began, tries = time.monotonic(), 0
        while True:
            try:
                return self._open("GET", path, None, headers, SILENCE)
            except (OSError, http.client.HTTPException) as away:
                self._check_silence(away)
                why = f"Cannot reach {self.url}: {getattr(away, 'reason', away)}"
                if not self._has_patience(began):
                    raise Unreachable(why) from away
                tries += 1
                if tries == 3:
                    self.on_note(f"{why}. Trying again for {seconds(self._patience_left(began))}.")
                time.sleep(max(0.0, min(1.0, self._patience_left(began))))

    def _lines(self, response: Any) -> Iterator[str]:
        """Yields lines until the connection ends. A thread reads, so that a deadline ends a silent stream as well."""
        import queue
        import threading
        lines: queue.Queue[Optional[bytes]] = queue.Queue()
        stopped = threading.Event()

        def read() -> None:
            try:
                with response:
                    for line in response:
                        lines.put(line)
                        if stopped.is_set():
                            return
            except Exception:  # Whatever cut the stream, the next connection tells more.
                pass
            finally:
                lines.put(None)

        threading.Thread(target=read, daemon=True).start()
        try:
            while True:
                try:
                    line = lines.get(timeout=self._left(3600))
                except queue.Empty:
                    self._check_deadline()
                    continue
                if line is None:
                    return
                yield line.decode("utf-8", "replace").rstrip("\r\n")
        finally:
            stopped.set()

    # --- time

    def _left(self, most: float) -> float:
        return most if self.deadline is None else max(0.01, min(most, self.deadline - time.monotonic()))

    def _check_deadline(self) -> None:
        if self.deadline is not None and time.monotonic() >= self.deadline:
            raise TimedOut("The time is over.")

    def _check_silence(self, failure: Exception) -> None:
        """A request that the deadline cut off is no sign of a server that is away, if it has answered before."""
        import socket
        if self.server_version is not None and isinstance(getattr(failure, "reason", failure), socket.timeout):
            self._check_deadline()

    def _patience_left(self, began: float) -> float:
        left = began + self.patience - time.monotonic()
        return left if self.deadline is None else min(left, self.deadline - time.monotonic())

    def _has_patience(self, began: float) -> bool:
        return self._patience_left(began) > 0

    def _pause(self, wanted: float) -> None:
        self._check_deadline()
        time.sleep(self._left(wanted))
        self._check_deadline()

    # --- files

    def _fetch(self, address: str, folder: str, name: str, size: int, digest: str,
               on_bytes: Optional[Callable[[int, int], None]]) -> str:
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, os.path.basename(name))
        part = path + ".part"
        open(part, "ab").close()
        while True:
            done = os.path.getsize(part)
            if done >= size:
                break
            headers = {"Range": f"bytes={done}-"} if done else {}
            self._send("GET", address, None, headers, SILENCE, lambda response: copy(response, part, size, on_bytes))
        if file_digest(part) != digest:
            os.remove(part)
            raise IsogradError(f"{name} arrived damaged: its SHA-256 is not {digest}. Download it again.")
        os.replace(part, path)
        return path

    def _upload(self, source: Source, on_bytes: Optional[Callable[[int, int], None]]) -> str:
        digest = source.digest()
        upload = self._known_upload(digest) or self._new_upload(source, digest)
        while upload["state"] != "COMPLETE":
            missing = sorted(set(range(1, upload["parts"] + 1)) - set(upload["received"]))
            if not missing:
                upload = self.post(f"/uploads/{upload['id']}/complete")
                break
            self._send_parts(source, upload, missing, on_bytes)
            upload = self.get(f"/uploads/{upload['id']}")
        return upload["id"]

    def _known_upload(self, digest: str) -> Optional[Json]:
        """An upload of the same content that an earlier process began and the server still has."""
        known = read_config("uploads.json").get(f"{self.url} {digest}")
        if not known:
            return None
        try:
            return self.get(f"/uploads/{quote(known)}")
        except Problem:
            return None

    def _new_upload(self, source: Source, digest: str) -> Json:
        body = {"filename": source.name, "size": source.size, "sha256": digest}
        upload = self.post("/uploads", body, new_key())
        write_config("uploads.json", {**read_config("uploads.json"), f"{self.url} {digest}": upload["id"]})
        return upload

    def _send_parts(self, source: Source, upload: Json, missing: List[int],
                    on_bytes: Optional[Callable[[int, int], None]]) -> None:
        from concurrent.futures import ThreadPoolExecutor, as_completed
        links = {link["part"]: link for link in upload.get("partUrls") or []}
        done = min(source.size, len(upload["received"]) * upload["partSize"])

        def send(number: int) -> int:
            begin = (number - 1) * upload["partSize"]
            content = source.read(begin, min(upload["partSize"], source.size - begin))
            link = links.get(number)
            if not (link and self._is_stored(link, content)):
                path = f"/uploads/{upload['id']}/parts/{number}"
                self._json("PUT", path, content, {"Content-Type": "application/octet-stream"}, 300)
            return len(content)

        with ThreadPoolExecutor(CONNECTIONS) as senders:
            parts = [senders.submit(send, number) for number in missing]
            try:
                for part in as_completed(parts):
                    done += part.result()
                    if on_bytes:
                        on_bytes(done, source.size)
            except BaseException:
                for part in parts:
                    part.cancel()
                raise

    def _is_stored(self, link: Json, content: bytes) -> bool:
        """Sends a part to the object store; where that fails, the server takes it."""
        try:
            self._open("PUT", link["url"], content, link.get("headers") or {}, 300).close()
            return True
        except (OSError, Problem):
            return False


class StopFollowing(Exception):
    """The server says that no event follows (204)."""


# ------------------------------------------------------------------------------------------- what uploads are made of


class Source:
    """Bytes to upload, which can be read from any position."""

    name = ""
    size = 0

    def read(self, begin: int, length: int) -> bytes:
        """Returns exactly these bytes."""
        raise NotImplementedError

    def digest(self) -> str:
        """Returns the SHA-256 of all bytes."""
        import hashlib
        digest = hashlib.sha256()
        for begin in range(0, self.size, 8 * BLOCK):
            digest.update(self.read(begin, min(8 * BLOCK, self.size - begin)))
        return digest.hexdigest()


class FileSource(Source):
    """A file as it is."""

    def __init__(self, path: str):
        self.path = path
        self.name = os.path.basename(path)
        self.size = os.path.getsize(path)

    def read(self, begin: int, length: int) -> bytes:
        """Returns these bytes of the file."""
        return read_exactly(self.path, begin, length)


class FolderSource(Source):
    """A folder as a tar file that exists nowhere: each read makes the bytes that were asked for."""

    def __init__(self, path: str):
        import tarfile
        self.name = os.path.basename(os.path.abspath(path)) + ".tar"
        self._starts: List[int] = []
        self._pieces: List[Tuple[int, Union[bytes, str]]] = []
        for relative in files_below(path):
            info = tarfile.TarInfo(relative)
            info.size = os.path.getsize(os.path.join(path, relative))
            self._add(len(header := info.tobuf(tarfile.PAX_FORMAT)), header)
            self._add(info.size, os.path.join(path, relative))
            self._add(-info.size % tarfile.BLOCKSIZE, bytes(-info.size % tarfile.BLOCKSIZE))
        if not self._pieces:
            raise UsageError(f"{path} contains no files.")
        self._add(2 * tarfile.BLOCKSIZE, bytes(2 * tarfile.BLOCKSIZE))

    def _add(self, length: int, piece: Union[bytes, str]) -> None:
        if length:
            self._starts.append(self.size)
            self._pieces.append((length, piece))
            self.size += length

    def read(self, begin: int, length: int) -> bytes:
        """Returns these bytes of the tar file, of which each piece is a header, a file or zeros."""
        from bisect import bisect_right
        found = []
        index = bisect_right(self._starts, begin) - 1
        while length > 0:
            size, piece = self._pieces[index]
            skip = begin - self._starts[index]
            count = min(size - skip, length)
            found.append(piece[skip:skip + count] if isinstance(piece, bytes) else read_exactly(piece, skip, count))
            begin, length, index = begin + count, length - count, index + 1
        return b"".join(found)


def open_source(path: str) -> Source:
    """Returns what is to be uploaded for a path."""
    if os.path.isdir(path):
        return FolderSource(path)
    if os.path.isfile(path):
        return FileSource(path)
    raise UsageError(f"There is no file or folder {path}.")


def files_below(folder: str) -> List[str]:
    """Lists the files of a folder in a fixed order, without hidden ones."""
    found = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = os.path.join(parent, name)
            if not name.startswith(".") and os.path.isfile(path):
                found.append(os.path.relpath(path, folder).replace(os.sep, "/"))
    return found


def forget_upload(upload: str) -> None:
    """Removes an upload from the list of interrupted ones."""
    left = {key: value for key, value in read_config("uploads.json").items() if value != upload}
    write_config("uploads.json", left)


def read_exactly(path: str, begin: int, length: int) -> bytes:
    """Reads a piece of a file, which must still have its size."""
    with open(path, "rb") as file:
        file.seek(begin)
        content = file.read(length)
    if len(content) != length:
        raise UsageError(f"{path} was changed while it was being sent. Run the command again.")
    return content


def copy(response: Any, path: str, size: int, on_bytes: Optional[Callable[[int, int], None]]) -> None:
    """Appends an answer to a file; an answer with the whole file replaces it."""
    with open(path, "ab" if response.status == 206 else "wb") as file:
        while block := response.read(BLOCK):
            file.write(block)
            if on_bytes:
                on_bytes(file.tell(), size)


def file_digest(path: str) -> str:
    """Returns the SHA-256 of a file."""
    return FileSource(path).digest()


# ---------------------------------------------------------------------------------------------------- specs and keys


def as_submission(spec: Json) -> Json:
    """Returns a submission with the spec in ``spec``, for a bare spec, fields in one object, or a submission."""
    if isinstance(spec.get("spec"), dict):
        return {**spec, "spec": dict(spec["spec"])}
    fields = ("name", "labels", "priority", "slots", "notes", "project")
    submission = {field: spec[field] for field in fields if field in spec}
    return {**submission, "spec": {field: value for field, value in spec.items() if field not in fields}}


def comparison_jobs(comparison: Json) -> List[str]:
    """Returns the ids of a comparison's jobs, without those that were deleted."""
    return [job for variant in comparison["variants"] for job in variant["jobs"] if job]


def read_spec(path: str) -> Json:
    """Reads a spec from a file or standard input: JSON, TOML (Python 3.11) or YAML (with PyYAML)."""
    text = sys.stdin.read() if path == "-" else read_text(path)
    kind = os.path.splitext(path)[1].lower()
    try:
        spec = parse_toml(text) if kind == ".toml" else parse_yaml(text) if kind in (".yaml", ".yml") else json.loads(text)
    except ImportError as missing:
        raise UsageError(f"{path}: this Python cannot read {kind} files ({missing}); use JSON.") from None
    except Exception as invalid:  # Each parser has errors of its own.
        raise UsageError(f"{path} is not valid: {invalid}") from None
    if not isinstance(spec, dict):
        raise UsageError(f"{path} is not a spec: it must be an object.")
    return spec


def parse_toml(text: str) -> Any:
    """Parses TOML, which Python can since 3.11."""
    import tomllib
    return tomllib.loads(text)


def parse_yaml(text: str) -> Any:
    """Parses YAML, where PyYAML is installed."""
    import yaml
    return yaml.safe_load(text)


def read_text(path: str) -> str:
    """Reads a file of text."""
    with open_file(path) as file:
        try:
            return file.read().decode("utf-8")
        except UnicodeDecodeError:
            raise UsageError(f"{path} is not a text file.") from None


def open_file(path: str) -> BinaryIO:
    """Opens a file that the user named."""
    try:
        return open(path, "rb")
    except OSError as failed:
        raise UsageError(f"Cannot read {path}: {failed.strerror}.") from None


def changes(parameters: Sequence[str]) -> Json:
    """Makes a merge patch of ``a.b=c`` arguments; values are JSON, or text where they are not JSON."""
    patch: Json = {}
    for parameter in (line.strip() for lines in parameters for line in lines.splitlines() if line.strip()):
        path, equals, text = parameter.partition("=")
        if not equals or not all(path.split(".")):
            raise UsageError(f"-p {parameter} is not of the form rule.weight=0.5.")
        try:
            value = json.loads(text)
        except ValueError:
            value = text
        target = patch
        *parents, last = path.split(".")
        for parent in parents:
            if not isinstance(target.setdefault(parent, {}), dict):
                raise UsageError(f"-p {parameter} contradicts an earlier -p.")
            target = target[parent]
        target[last] = value
    return patch


def merged(document: Any, patch: Any) -> Any:
    """Applies a merge patch (RFC 7396). A new ``type`` replaces the object, as it does on the server."""
    if not isinstance(patch, dict):
        return patch
    is_same = isinstance(document, dict) and patch.get("type", document.get("type")) == document.get("type")
    result = dict(document) if is_same else {}
    for field, value in patch.items():
        if value is None:
            result.pop(field, None)
        else:
            result[field] = merged(result.get(field), value)
    return result


def ci_run() -> Optional[Tuple[str, str, str]]:
    """Returns repository, run and attempt of the CI job that this process belongs to."""
    env = os.environ.get
    if env("GITHUB_RUN_ID"):
        return env("GITHUB_REPOSITORY", ""), env("GITHUB_RUN_ID", ""), env("GITHUB_RUN_ATTEMPT", "1")
    if env("CI_PIPELINE_ID"):
        return env("CI_PROJECT_PATH", ""), env("CI_PIPELINE_ID", ""), env("CI_JOB_ID", "")
    return None


def ci_labels() -> Dict[str, str]:
    """Returns the labels ``branch`` and ``commit`` of a CI job.

    A pull request has the branch of its own reference, such as 12/merge: a fork may call its branch main, and its
    trainings must not become the baseline of others.
    """
    env = os.environ.get
    if env("GITHUB_RUN_ID"):
        labels = {"branch": env("GITHUB_REF_NAME"), "commit": env("GITHUB_SHA")}
    elif env("CI_PIPELINE_ID"):
        request = env("CI_MERGE_REQUEST_IID")
        labels = {"branch": f"{request}/merge" if request else env("CI_COMMIT_REF_NAME"), "commit": env("CI_COMMIT_SHA")}
    else:
        labels = {}
    return {name: value[:256] for name, value in labels.items() if value}


def ci_token(audience: str) -> Optional[str]:
    """Returns the OIDC token of a CI job: ``ISOGRAD_ID_TOKEN``, or one that GitHub makes for this server."""
    if os.environ.get("ISOGRAD_ID_TOKEN"):
        return os.environ["ISOGRAD_ID_TOKEN"]
    address, secret = os.environ.get("ACTIONS_ID_TOKEN_REQUEST_URL"), os.environ.get("ACTIONS_ID_TOKEN_REQUEST_TOKEN")
    if not address or not secret:
        return None
    import urllib.error
    import urllib.request
    audience = os.environ.get("ISOGRAD_OIDC_AUDIENCE") or audience
    request = urllib.request.Request(f"{address}&audience={quote(audience)}", headers={"Authorization": f"bearer {secret}"})
    try:
        with urllib.request.urlopen(request, timeout=SILENCE) as response:
            return json.load(response)["value"]
    except urllib.error.HTTPError as refusal:
        raise UsageError(f"GitHub gave no OIDC token (HTTP {refusal.code}).") from None


def ci_idempotency_key(submission: Json) -> Optional[str]:
    """Returns the key by which a repeated step of a CI job adopts its training, or None outside of CI."""
    run = ci_run()
    return "ci-" + fingerprint(json.dumps([run, submission], sort_keys=True)) if run else None


def new_key() -> str:
    """Returns an Idempotency-Key for one call and its repetitions."""
    return os.urandom(16).hex()


def fingerprint(text: str) -> str:
    """Returns a short digest of a text."""
    import hashlib
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def quote(text: str) -> str:
    """Escapes a text for one part of an address."""
    from urllib.parse import quote as escape
    return escape(text, safe="")


def query_string(query: Json) -> str:
    """Returns the query of an address; None is left out, and a list repeats its name."""
    from urllib.parse import urlencode
    given = {name: value for name, value in query.items() if value not in (None, [], "")}
    return "?" + urlencode(given, doseq=True) if given else ""


def picture_type(content: bytes) -> str:
    """Tells the type of a picture by its first bytes."""
    if content.startswith(b"\x89PNG"):
        return "image/png"
    if content.startswith(b"\xff\xd8"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    raise UsageError("The picture is neither PNG nor JPEG nor WebP.")


# ------------------------------------------------------------------------------------------------------------- gates

UNITS = {"": 1, "%": 0.01, "B": 1, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "KiB": 1 << 10, "MiB": 1 << 20,
         "GiB": 1 << 30, "TiB": 1 << 40, "s": 1, "m": 60, "h": 3600}
FIGURES = ("testAccuracy", "testLoss", "bestTestAccuracy", "trainSeconds", "imagesPerSecond", "peakMemoryBytes",
           "parameters", "moduleAccuracies", "boundaryCosines")
NUMBER = r"[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?"
GATE = re.compile(rf"(?P<figure>\w+)(?:\.(?P<index>\d+))?\s*(?P<sign>>=|<=|>|<)\s*"
                  rf"(?:(?P<number>-?{NUMBER})\s*(?P<unit>[%A-Za-z]*)"
                  rf"|(?P<reference>backprop|baseline)\s*(?:(?P<change>[-+*])\s*(?P<by>{NUMBER})\s*(?P<byUnit>[%A-Za-z]*))?)")
SIGNS: Dict[str, Callable[[float, float], bool]] = {
    ">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, "<": lambda a, b: a < b}


class Gate(NamedTuple):
    """A condition on a figure of the result: against a number, or against the same figure of another job.

    ``backprop`` is the newest succeeded job with the rule backprop and the same data set, network, epochs and seed.
    ``baseline`` is the job that ``--baseline`` names.
    """

    text: str
    figure: str
    index: Optional[int]
    sign: str
    number: float
    reference: Optional[str]
    change: str

    def limit(self, reference: Optional[Json]) -> Optional[float]:
        """Returns the number to compare with, or None if the other job has no such figure."""
        if self.reference is None:
            return self.number
        value = figure_of(reference, self.figure, self.index)
        if value is None:
            return None
        return value * self.number if self.change == "*" else value + (-self.number if self.change == "-" else self.number)


class Verdict(NamedTuple):
    """Whether a job met a gate, and why."""

    gate: Gate
    is_met: bool
    sentence: str


def parse_gates(texts: Sequence[str]) -> List[Gate]:
    """Parses gates such as ``testAccuracy>=0.9``, ``peakMemoryBytes<=6GiB`` or ``testAccuracy>=backprop-0.01``, several with commas or lines."""
    return [parse_gate(text.strip()) for argument in texts for text in re.split("[,\n]", argument) if text.strip()]


def parse_gate(text: str) -> Gate:
    """Parses one gate."""
    found = GATE.fullmatch(text)
    if not found or (found["unit"] or "") not in UNITS or (found["byUnit"] or "") not in UNITS:
        raise UsageError(f"The gate {text!r} is not of the form testAccuracy>=0.9, peakMemoryBytes<=6GiB or "
                         "testAccuracy>=backprop-0.01.")
    if found["figure"] not in FIGURES:
        raise UsageError(f"The gate {text!r} has an unknown figure; known are {', '.join(FIGURES)}.")
    index = int(found["index"]) if found["index"] else None
    if (index is None) == (found["figure"] in ("moduleAccuracies", "boundaryCosines")) or index == 0:
        raise UsageError(f"The gate {text!r} needs the number of a module for a figure that each module has, counted "
                         "from 1, and only there: moduleAccuracies.1")
    number, unit = (found["by"] or "0", found["byUnit"]) if found["reference"] else (found["number"], found["unit"])
    return Gate(text, found["figure"], index, found["sign"], float(number) * UNITS[unit or ""], found["reference"],
                found["change"] or "+")


def figure_of(job: Optional[Json], figure: str, index: Optional[int] = None) -> Optional[float]:
    """Returns a figure of a job's result, or None."""
    value = ((job or {}).get("result") or {}).get(figure)
    if index is not None:
        value = value[index - 1] if isinstance(value, list) and index <= len(value) else None
    return float(value) if isinstance(value, (int, float)) and value == value else None


class Judge:
    """Compares a job with its gates; finds the jobs that gates refer to."""

    def __init__(self, client: Client, gates: List[Gate], baseline: Optional[str]):
        self._client = client
        self._baseline = baseline
        self.gates = gates
        if baseline and not any(gate.reference == "baseline" for gate in gates):
            self.gates = gates + [parse_gate("testAccuracy>=baseline-0.01")]
        if not baseline and any(gate.reference == "baseline" for gate in gates):
            raise UsageError("A gate compares with the baseline; name it, such as with --baseline label:branch=main.")
        if baseline and not baseline.startswith("job_"):
            baseline_label(baseline)

    def verdicts(self, job: Json) -> Tuple[List[Verdict], Optional[Json], Optional[Json]]:
        """Returns the verdicts on a succeeded job, and its backprop and baseline jobs where they exist."""
        backprop = self.backprop(job)
        baseline = self.baseline(job) if self._baseline else None
        others = {"backprop": backprop, "baseline": baseline}
        return [verdict(gate, job, others.get(gate.reference or "")) for gate in self.gates], backprop, baseline

    def backprop(self, job: Json) -> Optional[Json]:
        """Finds the newest back-propagation run of the same data set, network, epochs and seed."""
        spec = job["spec"]
        same = self._succeeded(job, rule="backprop")
        return next((it for it in same if all(it["spec"].get(f) == spec.get(f) for f in ("epochs", "seed"))), None)

    def baseline(self, job: Json) -> Optional[Json]:
        """Finds the newest run of the baseline with the same data set and network, if possible with the same seed."""
        name = self._baseline or ""
        if name.startswith("job_"):
            return self._client.job(name)
        same = self._succeeded(job, label=baseline_label(name))
        return next((it for it in same if it["spec"].get("seed") == job["spec"].get("seed")), same[0] if same else None)

    def _succeeded(self, job: Json, **filters: Any) -> List[Json]:
        found = self._client.jobs(1000, state="SUCCEEDED", dataset=job["spec"]["dataset"], **filters)
        return [it for it in found if it["id"] != job["id"] and it["spec"].get("network") == job["spec"].get("network")]


def baseline_label(text: str) -> str:
    """Returns the API's filter for ``label:branch=main``."""
    found = re.fullmatch(r"label:([^=]+)=(.*)", text)
    if not found:
        raise UsageError(f"--baseline {text} is neither a job nor of the form label:branch=main.")
    return f"{found[1]}:{found[2]}"


def verdict(gate: Gate, job: Json, reference: Optional[Json]) -> Verdict:
    """Compares one figure."""
    measured, limit = figure_of(job, gate.figure, gate.index), gate.limit(reference)
    if measured is None:
        return Verdict(gate, False, f"The result has no {gate.figure}.")
    if limit is None:
        kind = "back-propagation run with the same data set, network, epochs and seed" \
            if gate.reference == "backprop" else "baseline with the same data set and network"
        return Verdict(gate, False, f"There is no succeeded {kind} to compare with.")
    origin = f" ({gate.reference} {reference['id']})" if reference else ""
    sentence = f"{gate.figure} is {shown(gate.figure, measured)}, the limit is {shown(gate.figure, limit)}{origin}"
    return Verdict(gate, SIGNS[gate.sign](measured, limit), sentence)


# ----------------------------------------------------------------------------------------------------------- reports


class Outcome(NamedTuple):
    """A job that is over, with the verdicts of its gates."""

    job: Json
    url: str
    verdicts: List[Verdict]
    backprop: Optional[Json]
    baseline: Optional[Json]

    @property
    def exit_code(self) -> int:
        """Returns the exit code that the job and its gates call for."""
        state, reason = self.job["state"], self.job.get("reason") or {}
        if state == "SUCCEEDED":
            return OK if all(verdict.is_met for verdict in self.verdicts) else GATE_NOT_MET
        if state == "CANCELLED":
            return CANCELLED
        if reason.get("code") == "QUOTA":
            return REFUSED
        return JOB_FAILED if reason.get("fault") == "user" else PLATFORM


def worst(codes: Sequence[int]) -> int:
    """Returns the exit code of several jobs: the first of this list that one of them has."""
    return next((code for code in (PLATFORM, TIMED_OUT, JOB_FAILED, REFUSED, CANCELLED, GATE_NOT_MET) if code in codes), OK)


def junit(outcomes: List[Outcome], gates: List[Gate]) -> str:
    """Returns a JUnit report: for each job, a case for the training and one for each gate."""
    cases, failures, skipped = [], 0, 0
    for outcome in outcomes:
        job = outcome.job
        group = f"isograd.{job['name']}"
        took = figure_of(job, "trainSeconds") or 0
        if job["state"] == "SUCCEEDED":
            cases.append(junit_case(group, "training", took))
            for it in outcome.verdicts:
                failures += not it.is_met
                cases.append(junit_case(group, it.gate.text, 0, None if it.is_met else "failure", it.sentence))
        else:
            failures += 1
            skipped += len(gates)
            cases.append(junit_case(group, "training", took, "failure", end_of(job)))
            cases += [junit_case(group, gate.text, 0, "skipped", "The training did not succeed.") for gate in gates]
    return ('<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<testsuites><testsuite name="isograd" tests="{len(cases)}" failures="{failures}" errors="0" '
            f'skipped="{skipped}">\n' + "\n".join(cases) + "\n</testsuite></testsuites>\n")


def junit_case(group: str, name: str, took: float, kind: Optional[str] = None, why: str = "") -> str:
    """Returns one test case."""
    from xml.sax.saxutils import quoteattr
    head = f"<testcase classname={quoteattr(group)} name={quoteattr(name)} time=\"{took:.3f}\""
    return head + (f"><{kind} message={quoteattr(printable(why))}/></testcase>" if kind else "/>")


def markdown(outcomes: List[Outcome]) -> str:
    """Returns a summary for a CI system's page or for a comment on a pull request."""
    return "\n".join(line for outcome in outcomes for line in markdown_job(outcome)) + "\n"


def markdown_job(outcome: Outcome) -> List[str]:
    """Returns the section of one job."""
    job = outcome.job
    lines = [f"### [{cell(job['name'])}]({outcome.url}): {job['state'].lower()}", ""]
    if job["state"] != "SUCCEEDED":
        return lines + [cell(end_of(job)), ""]
    others = [(name, it) for name, it in (("back-propagation", outcome.backprop), ("baseline", outcome.baseline)) if it]
    lines += ["| figure | this run |" + "".join(f" {name} | difference |" for name, _ in others),
              "|---|---|" + "---|---|" * len(others)]
    for figure in ("testAccuracy", "bestTestAccuracy", "testLoss", "peakMemoryBytes", "trainSeconds", "imagesPerSecond"):
        value = figure_of(job, figure)
        if value is not None:
            lines.append(f"| {figure} | {shown(figure, value)} |" + "".join(
                compared(figure, value, figure_of(it, figure)) for _, it in others))
    for name, it in others:
        note = "" if it["spec"].get("seed") == job["spec"].get("seed") else ", which has another seed"
        lines += ["", f"The {name} run is {it['id']}{note}."]
    if outcome.verdicts:
        lines += ["", "| gate | met | |", "|---|---|---|"]
        lines += [f"| `{it.gate.text}` | {'yes' if it.is_met else '**no**'} | {cell(it.sentence)} |" for it in outcome.verdicts]
    return lines + [""]


def compared(figure: str, value: float, other: Optional[float]) -> str:
    """Returns two cells: another run's figure, and the difference to it."""
    if other is None:
        return " | |"
    sign = "+" if value >= other else "−"
    return f" {shown(figure, other)} | {sign}{shown(figure, abs(value - other))} |"


def cell(text: str) -> str:
    """Makes a text of users safe in a Markdown table."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))


def outputs(outcomes: List[Outcome]) -> str:
    """Returns lines key=value for later steps of a CI job."""
    first = outcomes[0]
    pairs = [("job-id", " ".join(it.job["id"] for it in outcomes)), ("url", first.url), ("state", first.job["state"])]
    for name, figure in (("test-accuracy", "testAccuracy"), ("best-accuracy", "bestTestAccuracy"),
                         ("peak-memory", "peakMemoryBytes"), ("train-seconds", "trainSeconds")):
        value = ((first.job.get("result") or {})).get(figure)
        pairs.append((name, "" if value is None else str(value)))
    is_judged = any(it.verdicts for it in outcomes)
    is_met = all(verdict.is_met for it in outcomes for verdict in it.verdicts)
    pairs.append(("gates", "" if not is_judged else "met" if is_met else "not-met"))
    return "".join(f"{name}={value}\n" for name, value in pairs)


def write_reports(args: argparse.Namespace, outcomes: List[Outcome], gates: List[Gate]) -> None:
    """Writes the reports that were asked for, and those that the CI system asks for."""
    if args.junit:
        write_file(args.junit, junit(outcomes, gates), "w")
    if args.summary:
        write_file(args.summary, markdown(outcomes), "w")
    if os.environ.get("GITHUB_STEP_SUMMARY"):
        write_file(os.environ["GITHUB_STEP_SUMMARY"], markdown(outcomes), "a")
    if args.output_file:
        write_file(args.output_file, outputs(outcomes), "w")
    if os.environ.get("GITHUB_OUTPUT"):
        write_file(os.environ["GITHUB_OUTPUT"], outputs(outcomes), "a")


def write_file(path: str, text: str, mode: str) -> None:
    """Writes a report."""
    try:
        with open(path, mode, encoding="utf-8") as file:
            file.write(text)
    except OSError as failed:
        raise UsageError(f"Cannot write {path}: {failed.strerror}.") from None


# ---------------------------------------------------------------------------------------------------------- terminal

COLORS = {"SUCCEEDED": "32", "FAILED": "31", "CANCELLED": "33", "RUNNING": "36", "READY": "32"}


def colored(text: str, state: str) -> str:
    """Colors a text by a state, only on terminals and unless NO_COLOR is set."""
    wanted = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return f"\033[{COLORS[state]}m{text}\033[0m" if wanted and state in COLORS else text


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Returns aligned columns."""
    rows = [[printable(value) for value in row] for row in rows]
    widths = [max(len(row[i]) for row in [list(head), *rows]) for i in range(len(head))]
    lines = ["  ".join(name.upper().ljust(width) for name, width in zip(head, widths)).rstrip()]
    for row in rows:
        lines.append("  ".join(colored(value.ljust(width), value) for value, width in zip(row, widths)).rstrip())
    return "\n".join(lines)


def printable(text: str) -> str:
    """Replaces control characters, which could change a terminal."""
    return "".join(c if c.isprintable() or c == "\t" else "\ufffd" for c in text)


def seconds(value: float) -> str:
    """Shows a duration."""
    whole = int(round(value))
    return f"{whole} s" if whole < 120 else f"{whole // 60} min" if whole < 7200 else f"{whole // 3600} h {whole % 3600 // 60} min"


def size(value: float) -> str:
    """Shows a number of bytes."""
    for unit, length in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if value >= length:
            return f"{value / length:.2f} {unit}"
    return f"{value:.0f} B"


def shown(figure: str, value: float) -> str:
    """Shows a figure in its unit."""
    return size(value) if figure.endswith("Bytes") else f"{value:.1f} s" if figure.endswith("Seconds") else f"{value:.4g}" \
        if abs(value) < 1000 else f"{value:.0f}"


def end_of(job: Json) -> str:
    """Says how a job ended."""
    reason = job.get("reason") or {}
    return f"{job['state']}: {reason.get('message', '')} ({reason.get('code', '')})" if reason else job["state"]


def note(text: str) -> None:
    """Prints a note to people, beside the output for programs."""
    clear_line()
    print("isograd: " + "\n".join(printable(line) for line in text.split("\n")), file=sys.stderr, flush=True)


class LiveLine:
    """The line at the bottom of a terminal that shows progress; without a terminal there is none."""

    is_shown = False

    @classmethod
    def show(cls, text: str) -> None:
        """Replaces the line."""
        if sys.stderr.isatty():
            print(f"\r\033[K{printable(text)}", end="", file=sys.stderr, flush=True)
            cls.is_shown = True


def clear_line() -> None:
    """Removes the line of progress before other output."""
    if LiveLine.is_shown:
        print("\r\033[K", end="", file=sys.stderr, flush=True)
        LiveLine.is_shown = False


def show_bytes(done: int, total: int) -> None:
    """Shows the progress of an upload or a download."""
    filled = int(30 * done / total) if total else 30
    LiveLine.show(f"[{'#' * filled}{'.' * (30 - filled)}] {size(done)} of {size(total)}")
    if done >= total:
        clear_line()


def show_progress(progress: Json, state: str = "") -> None:
    """Shows the progress of a job."""
    left = progress.get("etaSeconds")
    LiveLine.show(f"{state or progress.get('phase') or ''} epoch {progress.get('epoch')}/{progress.get('epochs')} "
                  f"step {progress.get('step')}/{progress.get('steps')}"
                  + (f", {seconds(left)} left" if left is not None else ""))


def emit(args: argparse.Namespace, value: Any, text: Union[str, Callable[[], str]]) -> None:
    """Prints JSON for programs or a text for people."""
    clear_line()
    print(json.dumps(value, indent=2, ensure_ascii=False) if args.output == "json" else text() if callable(text) else text)


# ---------------------------------------------------------------------------------------------------------- commands


def client_of(args: argparse.Namespace, waits: bool = False) -> Client:
    """Makes the client of a command."""
    timeout = getattr(args, "timeout", None)
    patience = timeout if timeout is not None else PATIENCE_OF_WAITS if waits else PATIENCE
    client = Client(args.url, patience=patience, timeout=timeout)
    client.on_note = note
    return client


def run_login(args: argparse.Namespace) -> int:
    """Stores a key: given as such, allowed in the browser, or made through a sign-in link."""
    link = re.fullmatch(r"(https?://.*?)/sign-in[?#]token=(.+)", args.server or "")
    url = (link[1] if link else args.server or args.url or os.environ.get("ISOGRAD_URL") or "http://localhost:8080").rstrip("/")
    key = key_of_link(url, link[2]) if link else key_of_browser(url, args) if args.browser else asked_key(url, args)
    me = Client(url, key, patience=10).get("/me")
    stored = read_config("login.json")
    path = write_config("login.json", {"url": url, "keys": {**(stored.get("keys") or {}), url: key}})
    emit(args, me, f"Signed in to {url} as {me['account']['name']}, project {me['project']['name']}. The key is in {path}.")
    return OK


def asked_key(url: str, args: argparse.Namespace) -> str:
    """Reads a key from standard input or the terminal; it never appears in the list of processes."""
    if args.key_stdin or not sys.stdin.isatty():
        key = sys.stdin.readline().strip()
    else:
        import getpass
        key = getpass.getpass(f"API key for {url} (not shown): ").strip()
    if not key:
        raise UsageError("There is no key. Give it on standard input, or give the sign-in link of the server.")
    return key


RECEIVED = b"""<!doctype html><meta charset="utf-8"><title>Isograd</title><p id="text">One moment.</p><script>
const given = new URLSearchParams(location.hash.slice(1));
history.replaceState(null, "", "/");
fetch("/", {method: "POST", body: JSON.stringify(Object.fromEntries(given))}).then(answer => {
  document.getElementById("text").textContent =
    answer.ok ? "isograd is signed in. You can close this page." : "This page belongs to another sign-in. Run isograd login again.";
});
</script>"""


def key_of_browser(url: str, args: argparse.Namespace) -> str:
    """Opens a page of the dashboard on which the user allows a key, and waits for it on a port of this machine.

    The key comes in the part of the address behind the #, which browsers send to no server; the page that they get here
    posts it, with the state that only this process and its browser know.
    """
    import socket
    import webbrowser
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from urllib.parse import urlencode
    state, keys = new_key(), []

    class Receiver(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(200 if self.path == "/" else 404, RECEIVED)

        def do_POST(self) -> None:
            try:
                given = json.loads(self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 4096)))
                is_ours = given["state"] == state and given["key"].startswith("isg_")
            except (ValueError, KeyError, TypeError, AttributeError):
                is_ours = False
            if is_ours:
                keys.append(given["key"])
            self.answer(200 if is_ours else 403, b"")

        def answer(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *values: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Receiver) as receiver:
        receiver.timeout = 0.5
        name = f"isograd on {socket.gethostname()}"[:100]
        page = f"{url}/allow-command?" + urlencode({"port": receiver.server_address[1], "state": state, "name": name})
        note(f"Allow a key on this page:\n{page}")
        if sys.stdout.isatty():
            webbrowser.open(page)
        end = time.monotonic() + (args.timeout if args.timeout is not None else 600)
        while not keys:
            if time.monotonic() > end:
                raise TimedOut("Nobody allowed a key in time.")
            receiver.handle_request()
    return keys[0]


def key_of_link(url: str, token: str) -> str:
    """Signs in with a link, as a browser does, makes a key and signs out again."""
    import socket
    import urllib.error
    import urllib.request
    from http.cookiejar import CookieJar
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def call(method: str, path: str, body: Optional[Json]) -> Any:
        headers = {"Content-Type": "application/json", "User-Agent": f"isograd/{VERSION}"}
        headers.update({"X-XSRF-TOKEN": cookie.value or "" for cookie in jar if cookie.name == "XSRF-TOKEN"})
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{url}/api/v1{path}", data=data, method=method, headers=headers)
        with browser.open(request, timeout=SILENCE) as response:
            content = response.read()
            return json.loads(content) if content else None

    try:
        call("POST", "/session", {"token": token})
        call("GET", "/me", None)  # Sets the cookie against forged requests.
        key = call("POST", "/api-keys", {"name": f"isograd on {socket.gethostname()}"[:100]})["key"]
        call("DELETE", "/session", None)
        return key
    except urllib.error.HTTPError as refusal:
        raise UsageError(f"The server did not accept the link (HTTP {refusal.code}). A link works once, within 15 minutes.") from None
    except OSError as away:
        raise Unreachable(f"Cannot reach {url}: {getattr(away, 'reason', away)}") from None


def run_submit(args: argparse.Namespace) -> int:
    """Submits a training, and waits for it if asked to."""
    submission = submission_of(args)
    waits = args.wait or args.follow or any(args.gate) or bool(args.baseline)
    client = client_of(args, waits)
    judge = Judge(client, parse_gates(args.gate), args.baseline)
    key = args.idempotency_key or ci_idempotency_key(submission) or new_key()
    on_terminate(args)
    try:
        if waits and not args.no_plan:
            check_plan(client, submission)
        job = client.submit(submission, idempotency_key=key)
    except KeyboardInterrupt:
        if args.cancel_on_interrupt:
            # The answer may be lost although the job exists; the same key finds it.
            return interrupted(args, client, [client.submit(submission, idempotency_key=key)["id"]])
        raise
    announce(args, client, job)
    if waits:
        return wait_for(args, client, [job["id"]], judge)
    emit(args, job, job["id"])
    return OK


def check_plan(client: Client, submission: Json) -> None:
    """Refuses to wait for a training that no running device can take, or that is larger than its project's quota."""
    try:
        why = refusals(client.plan(submission))
    except Problem:
        return  # The server has no plans, or the submission itself gets a refusal that says more.
    if why:
        raise Refused("\n".join(why) + "\nThe job was not submitted. With --no-plan, it is, and waits in the queue.")


def submission_of(args: argparse.Namespace) -> Json:
    """Reads the spec of a command and applies its options."""
    submission = as_submission(read_spec(args.spec))
    submission["spec"] = merged(submission["spec"], changes(args.parameter))
    labels = dict(pair(label, "--label") for label in args.label)
    labels = {**ci_labels(), **(submission.get("labels") or {}), **labels}
    given = {"name": args.name, "priority": args.priority, "slots": getattr(args, "slots", None), "labels": labels or None}
    submission.update({field: value for field, value in given.items() if value is not None})
    return submission


def pair(text: str, option: str) -> Tuple[str, str]:
    """Splits name=value."""
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"{option} {text} is not of the form name=value.")
    return name, value


def announce(args: argparse.Namespace, client: Client, job: Json) -> None:
    """Tells at once where the job is, also to later steps of a CI job that is aborted."""
    note(f"{job['id']}: {client.url}/jobs/{job['id']}")
    if args.job_file:
        write_file(args.job_file, job["id"] + "\n", "w")


def run_wait(args: argparse.Namespace) -> int:
    """Waits for jobs."""
    client = client_of(args, waits=True)
    judge = Judge(client, parse_gates(args.gate), args.baseline)
    on_terminate(args)
    return wait_for(args, client, args.job, judge)


def wait_for(args: argparse.Namespace, client: Client, ids: List[str], judge: Judge) -> int:
    """Waits for jobs one after the other, which takes as long as the longest, and reports on all of them."""
    outcomes: List[Outcome] = []
    try:
        for id in ids:
            job = followed(args, client, id)
            found = judge.verdicts(job) if job["state"] == "SUCCEEDED" and has_reports(args, judge) else ([], None, None)
            outcomes.append(Outcome(job, f"{client.url}/jobs/{id}", *found))
    except KeyboardInterrupt:
        return interrupted(args, client, ids[len(outcomes):])
    except TimedOut:
        left = " ".join(ids[len(outcomes):])
        raise TimedOut(f"The wait timed out; the job continues. Come back with: isograd wait {left}") from None
    jobs = [it.job for it in outcomes]
    emit(args, jobs if args.command == "wait" else jobs[0], lambda: "\n\n".join(described(it) for it in outcomes))
    write_reports(args, outcomes, judge.gates)
    return worst([it.exit_code for it in outcomes])


def has_reports(args: argparse.Namespace, judge: Judge) -> bool:
    """Whether anything needs comparisons with other jobs."""
    return bool(judge.gates or args.summary or os.environ.get("GITHUB_STEP_SUMMARY"))


def followed(args: argparse.Namespace, client: Client, id: str) -> Json:
    """Waits for a job and shows its progress, with --follow also its log."""
    if getattr(args, "follow", False):
        for line in client.logs(id, follow=True):
            clear_line()
            print(printable(line["text"]), file=sys.stderr if args.output == "json" else sys.stdout, flush=True)
    return client.wait(id, progress_of(id))


def progress_of(id: str) -> Callable[[Event], None]:
    """Returns what shows the states and the progress of a job."""
    seen: List[str] = []

    def show(event: Event) -> None:
        if event.name == "state" and event.data.get("to") not in (seen[-1:] or [None]):
            seen.append(event.data["to"])
            note(f"{id} {event.data['to']}" + (f": {event.data['message']}" if event.data.get("message") else ""))
        elif event.name == "progress":
            show_progress(event.data, seen[-1] if seen else "")
    return show


def on_terminate(args: argparse.Namespace) -> None:
    """CI systems abort by SIGTERM, terminals by SIGINT; both mean the same here."""
    def stop(number: int, frame: Any) -> NoReturn:
        raise KeyboardInterrupt
    if getattr(args, "cancel_on_interrupt", False):
        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)  # Shells start processes in the background so that they ignore it.


def interrupted(args: argparse.Namespace, client: Client, ids: List[str]) -> int:
    """After Ctrl-C, jobs continue unless the user said otherwise."""
    jobs = " ".join(ids)
    if not getattr(args, "cancel_on_interrupt", False):
        note(f"Interrupted; the job continues. Come back with: isograd wait {jobs}   End it with: isograd cancel {jobs}")
        return INTERRUPTED
    for id in ids:
        try:
            client.cancel(id)
            note(f"{id} is being cancelled.")
        except Problem as over:
            note(f"{id}: {over}")
    return CANCELLED


def described(outcome: Outcome) -> str:
    """Describes a job that is over."""
    lines = [job_text(outcome.job, outcome.url)]
    for it in outcome.verdicts:
        lines.append(f"{colored('met    ', 'SUCCEEDED') if it.is_met else colored('not met', 'FAILED')}  {it.gate.text}: {it.sentence}")
    return "\n".join(lines)


def job_text(job: Json, url: str) -> str:
    """Describes a job."""
    spec, reason, result = job["spec"], job.get("reason") or {}, job.get("result") or {}
    rows = [("job", job["id"]), ("name", job["name"]), ("state", job["state"]), ("page", url)]
    if reason:
        rows.append(("reason", f"{reason['code']}: {reason['message']}"))
    if job.get("blockedBy"):
        rows.append(("blocked by", job["blockedBy"]))
    if job.get("progress") and not job["isTerminal"]:
        rows.append(("progress", f"step {job['progress']['step']} of {job['progress']['steps']}"))
    rows.append(("data set", str(spec.get("dataset", ""))))
    if spec.get("rule"):
        rows.append(("rule", str(spec["rule"].get("type"))))
    rows += [("label", f"{name}={value}") for name, value in (job.get("labels") or {}).items()]
    rows += [(figure, shown(figure, float(result[figure]))) for figure in FIGURES if isinstance(result.get(figure), (int, float))]
    return "\n".join(f"{name:<17} {colored(printable(value), value)}" for name, value in rows)


def run_plan(args: argparse.Namespace) -> int:
    """Tells what a training would need, without submitting it."""
    client = client_of(args)
    submission = submission_of(args)
    plan = newer_server(client, "plans", lambda: client.plan(submission))
    emit(args, plan, lambda: plan_text(plan))
    return REFUSED if refusals(plan) else OK


def refusals(plan: Json) -> List[str]:
    """Returns why a training would never start as things are; a worker that is still to come is no refusal."""
    return [str(it.get("detail", "")) for it in plan.get("problems") or [] if it.get("code") in ("does_not_fit", "slots_over_quota")]


def plan_text(plan: Json) -> str:
    """Describes a plan."""
    memory, queue, epoch = plan["memory"], plan.get("queue") or {}, (plan.get("time") or {}).get("secondsPerEpoch")
    rows = [("memory", size(memory["estimatedBytes"])), ("by backprop", size(memory["backpropBytes"]))]
    if epoch:
        rows.append(("per epoch", f"{seconds(epoch['low'])} to {seconds(epoch['high'])}"))
    fits = [f"{it['device']} of {it['worker']}" for it in plan.get("devices") or [] if it["fits"]]
    rows += [("fits", fit) for fit in fits or ["no running device"]]
    rows.append(("ahead in queue", str(queue.get("ahead", ""))))
    if queue.get("estimatedWaitSeconds") is not None:
        rows.append(("wait", seconds(queue["estimatedWaitSeconds"])))
    rows += [("advice", f"{json.dumps(it['change'])} needs {size(it['memoryBytes'])}: {it['why']}") for it in plan.get("advice") or []]
    rows += [("problem", it.get("detail", "")) for it in plan.get("problems") or []]
    return "\n".join(f"{name:<15} {printable(value)}" for name, value in rows)


def run_compare(args: argparse.Namespace) -> int:
    """Submits variants of a spec with several seeds as one comparison, and shows the table of one."""
    client = client_of(args, args.wait)
    on_terminate(args)
    comparison = client.comparison(args.spec) if args.spec.startswith("cmp_") else submitted_comparison(args, client)
    try:
        if args.wait:
            comparison = client.wait_comparison(comparison["id"], progress_of(comparison["id"]))
    except KeyboardInterrupt:
        return interrupted_comparison(args, client, comparison["id"])
    except TimedOut:
        raise TimedOut(f"The wait timed out; the jobs continue. Come back with: isograd compare {comparison['id']} --wait") from None
    is_new = not args.wait and not args.spec.startswith("cmp_")
    emit(args, comparison, comparison["id"] if is_new else lambda: comparison_text(comparison, client.url))
    write_comparison(args, client, comparison["id"])
    return comparison_code(client, comparison) if args.wait else OK


def submitted_comparison(args: argparse.Namespace, client: Client) -> Json:
    """Submits a comparison; a repeated step of a CI job gets its first one."""
    if not args.variant:
        raise UsageError("A comparison needs variants, such as --variant sgr --variant backprop:rule.type=backprop.")
    submission = submission_of(args)
    variants = []
    for text in args.variant:
        label, _, parameters = text.partition(":")
        variants.append({"label": label, "changes": changes([it for it in parameters.split(",") if it])})
    name, seeds = submission.pop("name", "comparison"), parse_seeds(args.seeds)
    key = ci_idempotency_key({**submission, "name": name, "variants": variants, "seeds": seeds})
    made = newer_server(client, "comparisons", lambda: client.compare(submission, variants, seeds, name, key))
    note(f"{made['id']}: {client.url}/comparisons/{made['id']}")
    return made


def interrupted_comparison(args: argparse.Namespace, client: Client, id: str) -> int:
    """After Ctrl-C, the jobs of a comparison continue unless the user said otherwise."""
    if not args.cancel_on_interrupt:
        note(f"Interrupted; the jobs continue. Come back with: isograd compare {id} --wait")
        return INTERRUPTED
    client.post(f"/comparisons/{quote(id)}/cancel")
    note(f"{id} is being cancelled.")
    return CANCELLED


def comparison_code(client: Client, comparison: Json) -> int:
    """Returns the exit code that the jobs of a comparison call for."""
    if set(comparison["states"]) <= {"SUCCEEDED"}:
        return OK
    return worst([Outcome(client.job(job), "", [], None, None).exit_code for job in comparison_jobs(comparison)])


def comparison_text(comparison: Json, url: str) -> str:
    """Describes a comparison: a row for each variant, with means and deviations over the seeds."""
    def figure(row: Json, name: str) -> str:
        value = row.get(name)
        if not value:
            return ""
        return shown(name, value["mean"]) + ("" if value.get("sd") is None else f" ± {shown(name, value['sd'])}")
    names = ("testAccuracy", "peakMemoryBytes", "trainSeconds", "difference")
    rows = [[row["label"], f"{row['n']} of {len(comparison['seeds'])}", *(figure(row, name) for name in names),
             "" if row.get("difference") is None else row["verdict"]] for row in comparison["variants"]]
    states = ", ".join(f"{count} {state.lower()}" for state, count in comparison["states"].items() if count)
    return (f"{comparison['id']}  {printable(comparison['name'])}  {states}\n{url}/comparisons/{comparison['id']}\n\n"
            + table(["variant", "succeeded", "test accuracy", "peak memory", "training time", "difference", "verdict"], rows))


def write_comparison(args: argparse.Namespace, client: Client, id: str) -> None:
    """Writes the table of a comparison as Markdown where it was asked for."""
    page = os.environ.get("GITHUB_STEP_SUMMARY") if args.wait else None
    if args.summary or page:
        text = client.comparison_table(id) + "\n"
        for path, mode in ((args.summary, "w"), (page, "a")):
            if path:
                write_file(path, text, mode)


def parse_seeds(text: str) -> List[int]:
    """Parses 1,2,3."""
    try:
        return [int(seed) for seed in text.split(",")]
    except ValueError:
        raise UsageError(f"--seeds {text} is not of the form 1,2,3.") from None


def newer_server(client: Client, what: str, call: Callable[[], Any]) -> Any:
    """Says so where a server does not have a call yet."""
    try:
        return call()
    except Problem as refusal:
        if refusal.status not in (404, 405):
            raise
        raise UsageError(f"The server (version {client.server_version or 'unknown'}) has no {what} yet; "
                         f"this command needs a newer server.") from None


def run_watch(args: argparse.Namespace) -> int:
    """Shows a live line for each local module until the job is over."""
    client = client_of(args, waits=True)
    modules: Dict[int, Dict[str, float]] = {}
    names = ["module.loss", "module.accuracy", "module.gradientNorm"]
    for series in client.get(f"/jobs/{quote(args.job)}/metrics", names=",".join(names), points=1)["data"]:
        if series["buckets"] and series["buckets"][-1]["last"] is not None:
            modules.setdefault(series["module"], {})[series["name"]] = series["buckets"][-1]["last"]
    screen = Screen(modules)
    try:
        for event in client.stream(args.job):
            if event.name == "metric":
                for point in event.data["points"]:
                    if point["name"] in names and point["value"] is not None:
                        modules.setdefault(point["module"], {})[point["name"]] = point["value"]
            elif event.name == "state":
                screen.state = str(event.data.get("to"))
            elif event.name == "progress":
                screen.progress = event.data
            screen.draw(is_last=event.name == "end")
    except KeyboardInterrupt:
        return interrupted(args, client, [args.job])
    screen.draw(is_last=True)
    return Outcome(client.job(args.job), "", [], None, None).exit_code


class Screen:
    """The lines of ``watch``: redrawn on a terminal, written once per state and epoch elsewhere."""

    def __init__(self, modules: Dict[int, Dict[str, float]]):
        self.modules = modules
        self.state = ""
        self.progress: Json = {}
        self._drawn = 0
        self._at = 0.0
        self._written: Any = None
        self._text = ""

    def draw(self, is_last: bool) -> None:
        """Draws the lines if they are due."""
        is_live = sys.stdout.isatty()
        moment = (self.state, self.progress.get("epoch"))
        due = time.monotonic() - self._at > 0.1 if is_live else moment != self._written
        text = "\n".join(self._lines())
        if text == self._text or not (due or is_last):
            return
        if is_live and self._drawn:
            print(f"\033[{self._drawn}A\033[J", end="")
        print(text, flush=True)
        self._text, self._drawn = text, text.count("\n") + 1
        self._at, self._written = time.monotonic(), moment

    def _lines(self) -> Iterator[str]:
        yield f"{self.state} epoch {self.progress.get('epoch', 0)}/{self.progress.get('epochs', '?')} " \
              f"step {self.progress.get('step', 0)}/{self.progress.get('steps', '?')}"
        for number, values in sorted(self.modules.items()):
            yield f"module {number:>3}  " + "  ".join(
                f"{name} {values[metric]:<8.4g}" for name, metric in
                (("loss", "module.loss"), ("accuracy", "module.accuracy"), ("gradient", "module.gradientNorm")) if metric in values)


def run_logs(args: argparse.Namespace) -> int:
    """Prints the log of a job."""
    client = client_of(args, waits=args.follow)
    try:
        for line in client.logs(args.job, args.follow, args.stream, args.contains):
            print(json.dumps(line) if args.output == "json" else printable(line["text"]), flush=args.follow)
    except KeyboardInterrupt:
        return interrupted(args, client, [args.job])
    return OK


def run_list(args: argparse.Namespace) -> int:
    """Lists jobs."""
    labels = [":".join(pair(label, "--label")) for label in args.label]
    jobs = client_of(args).jobs(args.limit, kind=args.kind, state=args.state, label=labels, name=args.name, rule=args.rule,
                                dataset=args.dataset, sort=args.sort)

    def row(job: Json) -> List[str]:
        figures = [figure_of(job, "testAccuracy"), figure_of(job, "peakMemoryBytes")]
        return [job["id"], job["state"], job["name"][:40], "" if figures[0] is None else f"{figures[0]:.4f}",
                "" if figures[1] is None else size(figures[1]), job["createdAt"][:19].replace("T", " ")]
    emit(args, jobs, lambda: table(["job", "state", "name", "accuracy", "memory", "created (UTC)"], [row(job) for job in jobs]))
    return OK


def run_show(args: argparse.Namespace) -> int:
    """Shows a job."""
    client = client_of(args)
    job = client.job(args.job)
    emit(args, job, lambda: job_text(job, f"{client.url}/jobs/{job['id']}"))
    return OK


def run_command(args: argparse.Namespace) -> int:
    """Cancels, kills, pauses or resumes jobs."""
    client = client_of(args)
    jobs = [client.command(job, args.command) for job in args.job]
    emit(args, jobs, lambda: "\n".join(f"{job['id']} {job['state']}" for job in jobs))
    return OK


def run_retry(args: argparse.Namespace) -> int:
    """Makes a job like one that failed or was cancelled."""
    job = client_of(args).retry(args.job, args.from_start)
    emit(args, job, job["id"])
    return OK


def run_fork(args: argparse.Namespace) -> int:
    """Makes a job from a checkpoint."""
    job = client_of(args).fork(args.job, changes(args.parameter), args.checkpoint, args.name)
    emit(args, job, job["id"])
    return OK


def run_download(args: argparse.Namespace) -> int:
    """Downloads the files of a trained network, an export or a checkpoint."""
    client = client_of(args)
    if args.job.startswith("ckpt_"):
        paths = [client.download_checkpoint(args.job, args.directory, show_bytes)]
    elif args.format:
        paths = [fetch_export(client, args.job, args.format, None, args.directory)]
    else:
        paths = client.download(args.job, args.directory, args.file or None, show_bytes)
    emit(args, paths, "\n".join(paths))
    return OK


def run_export(args: argparse.Namespace) -> int:
    """Makes a file for other programs and downloads it."""
    path = fetch_export(client_of(args), args.job, args.format, args.up_to, args.directory)
    emit(args, [path], path)
    return OK


def fetch_export(client: Client, job: str, format: str, up_to: Optional[int], folder: str) -> str:
    """Exports a network and downloads the file; returns the path."""
    made = client.export(job, format, up_to)
    return client._fetch(made["links"]["content"], folder, made["name"], made["bytes"], made["sha256"], show_bytes)


def run_predict(args: argparse.Namespace) -> int:
    """Classifies pictures with a trained network."""
    client = client_of(args)
    answers = [client.predict(args.job, picture, args.modules) for picture in args.picture]

    def text() -> str:
        rows = [[picture, it["class"], f"{it['probability']:.4f}"]
                for picture, answer in zip(args.picture, answers) for it in answer["classes"][:args.top]]
        rows += [[f"{picture} module {it['module']}", it["classes"][0]["class"], f"{it['classes'][0]['probability']:.4f}"]
                 for picture, answer in zip(args.picture, answers) for it in answer.get("modules") or []]
        return table(["picture", "class", "probability"], rows)
    emit(args, answers, text)
    return OK


def run_import(args: argparse.Namespace) -> int:
    """Imports a data set and waits for it."""
    client = client_of(args, waits=True)
    options: Json = {"title": args.title, "license": args.license, "format": args.format, "fit": args.fit,
                     "channels": args.channels, "testFraction": args.test_fraction, "onBadFile": args.on_bad_file,
                     "seed": args.seed, "size": parse_size(args.size)}
    options = {name: value for name, value in options.items() if value is not None}
    name = args.name or default_name(args.source)
    dataset = client.import_dataset(args.source, name, options, show_bytes)
    note(f"{dataset['reference']}: {client.url}/datasets/{quote(dataset['reference'])}")
    if args.no_wait:
        emit(args, dataset, dataset["reference"])
        return OK
    args.follow = False
    try:
        job = followed(args, client, dataset["job"])
    except KeyboardInterrupt:
        return interrupted(args, client, [dataset["job"]])
    except TimedOut:
        raise TimedOut(f"The wait timed out; the import continues. Come back with: isograd wait {dataset['job']}") from None
    dataset = client.dataset(dataset["reference"])
    emit(args, dataset, lambda: dataset_text(dataset))
    return Outcome(job, "", [], None, None).exit_code


def default_name(source: str) -> str:
    """Makes the name of a data set from that of its source."""
    name = os.path.basename(os.path.abspath(source)).lower().split(".")[0] if "://" not in source else \
        source.split("?")[0].rstrip("/").rsplit("/", 1)[-1].lower().split(".")[0]
    name = re.sub(r"[^a-z0-9._-]+", "-", name).strip("-._")[:63]
    if not name:
        raise UsageError("Give the data set a name with --name.")
    return name


def parse_size(text: Optional[str]) -> Optional[List[int]]:
    """Parses 32x48 as height and width."""
    if text is None:
        return None
    found = re.fullmatch(r"(\d+)x(\d+)", text)
    if not found:
        raise UsageError(f"--size {text} is not of the form 32x32.")
    return [int(found[1]), int(found[2])]


def run_datasets_list(args: argparse.Namespace) -> int:
    """Lists data sets."""
    datasets = client_of(args).datasets()
    emit(args, datasets, lambda: table(["data set", "state", "classes", "training", "test", "size"], [
        [it["reference"], it["state"], str(len(it["classes"] or [])), str(it["trainCount"] or ""), str(it["testCount"] or ""),
         f"{it['height']}x{it['width']}x{it['channels']}" if it["height"] else ""] for it in datasets]))
    return OK


def run_datasets_show(args: argparse.Namespace) -> int:
    """Shows a data set."""
    dataset = client_of(args).dataset(args.name)
    emit(args, dataset, lambda: dataset_text(dataset))
    return OK


def dataset_text(dataset: Json) -> str:
    """Describes a data set."""
    report, reason = dataset.get("report") or {}, dataset.get("reason") or {}
    rows = [("data set", dataset["reference"]), ("state", dataset["state"]), ("reason", reason.get("message", "")),
            ("training", str(dataset["trainCount"] or "")), ("test", str(dataset["testCount"] or "")),
            ("classes", ", ".join((dataset["classes"] or [])[:20])),
            ("size", f"{dataset['height']}x{dataset['width']}x{dataset['channels']}" if dataset["height"] else ""),
            ("bad files", str((report.get("badFiles") or {}).get("count", ""))),
            ("in both splits", str((report.get("duplicates") or {}).get("count", "")))]
    return "\n".join(f"{name:<15} {colored(printable(value), value)}" for name, value in rows if value)


def run_open(args: argparse.Namespace) -> int:
    """Opens the page of a job or of a comparison, or the dashboard."""
    import webbrowser
    client = Client(args.url)
    kind = "comparisons" if (args.job or "").startswith("cmp_") else "jobs"
    url = f"{client.url}/{kind}/{quote(args.job)}" if args.job else client.url
    print(url)
    if sys.stdout.isatty():
        webbrowser.open(url)
    return OK


def run_completion(args: argparse.Namespace) -> int:
    """Prints a script with which a shell completes commands and options."""
    commands = {name: sorted(option for action in it._actions for option in action.option_strings if option.startswith("--"))
                for name, it in args.parsers.items()}
    print({"bash": bash_completion, "zsh": zsh_completion, "fish": fish_completion}[args.shell](commands))
    return OK


def bash_completion(commands: Dict[str, List[str]]) -> str:
    """Returns the script for bash."""
    cases = "\n".join(f"    {name}) words='{' '.join(options)}' ;;" for name, options in commands.items())
    return ("_isograd() {\n  local words\n  case \"${COMP_WORDS[1]}\" in\n" + cases + f"\n    *) words='{' '.join(commands)}' ;;\n  esac\n"
            "  [ \"$COMP_CWORD\" -eq 1 ] && words='" + " ".join(commands) + "'\n"
            "  COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n}\n"
            "complete -o default -F _isograd isograd")


def zsh_completion(commands: Dict[str, List[str]]) -> str:
    """Returns the script for zsh, which can use the one for bash."""
    return "autoload -U +X bashcompinit && bashcompinit\n" + bash_completion(commands)


def fish_completion(commands: Dict[str, List[str]]) -> str:
    """Returns the script for fish."""
    lines = [f"complete -c isograd -n __fish_use_subcommand -a '{' '.join(commands)}'"]
    lines += [f"complete -c isograd -n '__fish_seen_subcommand_from {name}' -l {option[2:]}"
              for name, options in commands.items() for option in options]
    return "\n".join(lines)


# ------------------------------------------------------------------------------------------------------ command line


def duration(text: str) -> float:
    """Parses 90s, 15m, 2h or 1h30m."""
    found = re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?", text)
    if not text or not found or not any(found.groups()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a duration such as 90s, 15m or 2h")
    return int(found[1] or 0) * 3600 + int(found[2] or 0) * 60 + float(found[3] or 0)


class Help(argparse.RawDescriptionHelpFormatter):
    """Formats help. The width is asked for directly, because argparse would import much for it at every start."""

    def __init__(self, prog: str, width: Optional[int] = None, **options: Any):
        try:
            columns = os.get_terminal_size().columns
        except OSError:
            columns = 100
        super().__init__(prog, max_help_position=30, width=max(60, min(columns, 120)) - 2)


class Commands:
    """Adds commands to a parser, each with its examples."""

    def __init__(self, parsers: Any, prefix: str = ""):
        self._parsers = parsers
        self._prefix = prefix
        self.all: Dict[str, argparse.ArgumentParser] = {}

    def add(self, name: str, run: Callable[[argparse.Namespace], int], *examples: str) -> argparse.ArgumentParser:
        """Adds a command, described by the function that runs it."""
        text = (run.__doc__ or "").strip()
        shown = "\n".join(f"  isograd {self._prefix}{example}" for example in examples)
        parser = self._parsers.add_parser(name, help=text[0].lower() + text[1:].rstrip("."), description=text,
                                          epilog=f"examples:\n{shown}", formatter_class=Help)
        parser.set_defaults(run=run, command=name)
        parser.add_argument("--url", help="the server (ISOGRAD_URL)")
        parser.add_argument("-o", "--output", choices=["table", "json"], default="table", help="for people or for programs")
        parser.add_argument("--timeout", type=duration, metavar="90s|15m|2h", help="longest time of the whole command")
        self.all[name] = parser
        return parser


def add_spec(parser: argparse.ArgumentParser,
             text: str = "a spec or a submission: a file of JSON, TOML or YAML, or - for standard input") -> None:
    """Adds what describes a training."""
    parser.add_argument("spec", help=text)
    add_parameters(parser)
    parser.add_argument("--name", help="name of the job")
    parser.add_argument("--label", action="append", default=[], metavar="NAME=VALUE", help="label; in CI also branch and commit")
    parser.add_argument("--priority", type=int, help="-2 to 2")


def add_slots(parser: argparse.ArgumentParser) -> None:
    """Adds --slots."""
    parser.add_argument("--slots", type=int, help="slots that the job occupies")


def add_parameters(parser: argparse.ArgumentParser) -> None:
    """Adds -p."""
    parser.add_argument("-p", "--parameter", action="append", default=[], metavar="a.b=c", help="changes a field of the spec")


def add_wait(parser: argparse.ArgumentParser) -> None:
    """Adds gates and reports."""
    parser.add_argument("--gate", action="append", default=[], help="condition on the result, such as testAccuracy>=0.9, "
                        "peakMemoryBytes<=6GiB or testAccuracy>=backprop-0.01; waits for the result")
    parser.add_argument("--baseline", metavar="label:branch=main|JOB", help="compares with the newest succeeded job of the same "
                        "data set and network; alone, it means testAccuracy>=baseline-0.01")
    parser.add_argument("--junit", metavar="FILE", help="report with a case per gate")
    parser.add_argument("--summary", metavar="FILE", help="summary as Markdown; also into $GITHUB_STEP_SUMMARY")
    parser.add_argument("--output-file", metavar="FILE", help="figures as key=value; also into $GITHUB_OUTPUT")
    parser.add_argument("--cancel-on-interrupt", action="store_true", help="Ctrl-C and SIGTERM cancel the job")


def make_parser() -> argparse.ArgumentParser:
    """Returns the parser of all commands."""
    parser = argparse.ArgumentParser(prog="isograd", description="Trains networks on an Isograd server.", epilog=(
        "examples:\n  isograd login https://isograd.example\n  isograd submit spec.json --follow\n"
        "  isograd submit spec.json --gate 'testAccuracy>=0.9' --gate 'peakMemoryBytes<=6GiB'\n\n"
        + EXIT_CODES + "\n\nenvironment: ISOGRAD_URL, ISOGRAD_KEY, NO_COLOR"), formatter_class=Help)
    parser.add_argument("--version", action="version", version=f"isograd {VERSION}")
    commands = Commands(parser.add_subparsers(title="commands", required=True, metavar="COMMAND"))
    add_training_commands(commands)
    add_control_commands(commands)
    add_result_commands(commands)
    add_dataset_commands(commands)
    add_other_commands(commands)
    return parser


def add_training_commands(commands: Commands) -> None:
    """Adds what submits."""
    submit = commands.add("submit", run_submit, "submit spec.json", "submit spec.json -p rule.weight=0.5 -p epochs=3 --follow",
                          "submit spec.json --wait --timeout 2h --junit report.xml --gate 'testAccuracy>=backprop-0.01'",
                          "submit - --baseline label:branch=main < spec.json")
    add_spec(submit)
    add_slots(submit)
    submit.add_argument("--wait", action="store_true", help="waits until the job is over")
    submit.add_argument("--follow", action="store_true", help="waits and prints the log")
    add_wait(submit)
    submit.add_argument("--no-plan", action="store_true", help="with a wait, submits also what no running device can take")
    submit.add_argument("--job-file", metavar="FILE", help="gets the id of the job at once")
    submit.add_argument("--idempotency-key", metavar="KEY", help="a repeated key returns the first job; in CI made of repository, "
                        "run, attempt and spec")
    plan = commands.add("plan", run_plan, "plan spec.json", "plan spec.json -p batchSize=512")
    add_spec(plan)
    add_slots(plan)
    add_comparison(commands.add(
        "compare", run_compare, "compare spec.json --variant backprop:rule.type=backprop --variant sgr:rule.type=sgr --seeds 1,2,3",
        "compare spec.json --variant sgr --variant greedy:rule.type=greedy --wait --summary table.md", "compare cmp_1 --wait"))


def add_comparison(parser: argparse.ArgumentParser) -> None:
    """Adds what describes a comparison."""
    add_spec(parser, "a spec or a submission, as for submit; or the id of a comparison")
    parser.add_argument("--variant", action="append", default=[], metavar="LABEL:a.b=c,…", help="changes of one variant; the others "
                        "are compared with the first")
    parser.add_argument("--seeds", default="1,2,3", help="each variant is trained with each seed")
    parser.add_argument("--wait", action="store_true", help="waits until all jobs are over, and prints the table")
    parser.add_argument("--summary", metavar="FILE", help="table as Markdown; with --wait also into $GITHUB_STEP_SUMMARY")
    parser.add_argument("--cancel-on-interrupt", action="store_true", help="Ctrl-C and SIGTERM cancel the jobs")


def add_control_commands(commands: Commands) -> None:
    """Adds what follows and controls jobs."""
    wait = commands.add("wait", run_wait, "wait job_1 job_2", "wait job_1 --timeout 15m --gate 'testAccuracy>=0.9'")
    wait.add_argument("job", nargs="+")
    wait.add_argument("--follow", action="store_true", help="prints the log")
    add_wait(wait)
    commands.add("watch", run_watch, "watch job_1").add_argument("job")
    logs = commands.add("logs", run_logs, "logs job_1", "logs -f job_1", "logs job_1 --contains loss")
    logs.add_argument("job")
    logs.add_argument("-f", "--follow", action="store_true", help="prints new lines until the job is over")
    logs.add_argument("--stream", choices=["stdout", "stderr", "system"])
    logs.add_argument("--contains", help="only lines with this text")
    jobs = commands.add("list", run_list, "list", "list --state RUNNING,QUEUED", "list --label branch=main --sort=-testAccuracy -o json")
    jobs.add_argument("--state", help="one or more states, separated by commas")
    jobs.add_argument("--label", action="append", default=[], metavar="NAME=VALUE")
    for name in ("name", "rule", "dataset", "sort"):
        jobs.add_argument(f"--{name}")
    jobs.add_argument("--kind", choices=["training", "import"])
    jobs.add_argument("--limit", type=int, default=20)
    commands.add("show", run_show, "show job_1", "show job_1 -o json").add_argument("job")
    for name in ("cancel", "kill", "pause", "resume"):
        commands.add(name, run_command, f"{name} job_1 job_2").add_argument("job", nargs="+")
    retry = commands.add("retry", run_retry, "retry job_1", "retry job_1 --from-start")
    retry.add_argument("job")
    retry.add_argument("--from-start", action="store_true", help="instead of from the last checkpoint")
    fork = commands.add("fork", run_fork, "fork job_1 -p epochs=20", "fork job_1 --checkpoint ckpt_1")
    fork.add_argument("job")
    add_parameters(fork)
    fork.add_argument("--checkpoint", help="by default the newest")
    fork.add_argument("--name", help="name of the new job")


def add_result_commands(commands: Commands) -> None:
    """Adds what uses trained networks."""
    formats = ["onnx", "torchscript", "safetensors"]
    download = commands.add("download", run_download, "download job_1 -d network", "download job_1 --file weights.safetensors",
                            "download job_1 --format onnx", "download ckpt_1")
    download.add_argument("job", help="a job or a checkpoint")
    download.add_argument("--file", action="append", default=[], help="only this file")
    download.add_argument("--format", choices=formats, help="an export instead of the files")
    export = commands.add("export", run_export, "export job_1 --format onnx", "export job_1 --format torchscript --up-to 2")
    export.add_argument("job")
    export.add_argument("--format", choices=formats, required=True)
    export.add_argument("--up-to", type=int, metavar="MODULE", help="cuts the network after a module and uses its head")
    for parser in (download, export):
        parser.add_argument("-d", "--directory", default=".", help="folder for the files")
    predict = commands.add("predict", run_predict, "predict job_1 cat.png", "predict job_1 *.jpg --modules -o json")
    predict.add_argument("job")
    predict.add_argument("picture", nargs="+")
    predict.add_argument("--modules", action="store_true", help="also the answer of each module's head")
    predict.add_argument("--top", type=int, default=3, help="classes that the table shows")


def add_dataset_commands(commands: Commands) -> None:
    """Adds what concerns data sets."""
    parser = commands._parsers.add_parser("datasets", help="import, list and show data sets", formatter_class=Help)
    inner = Commands(parser.add_subparsers(title="commands", required=True, metavar="COMMAND"), "datasets ")
    it = inner.add("import", run_import, "import pets/ --name pets", "import pets.zip --size 64x64 --on-bad-file skip",
                   "import https://example.org/pets.tar.gz --name pets")
    it.add_argument("source", help="a file, a folder or an https address")
    for name in ("name", "title", "license", "format"):
        it.add_argument(f"--{name}")
    it.add_argument("--size", metavar="HxW")
    it.add_argument("--fit", choices=["crop", "pad", "squash"])
    it.add_argument("--channels", type=int, choices=[1, 3])
    it.add_argument("--test-fraction", type=float)
    it.add_argument("--on-bad-file", choices=["fail", "skip"])
    it.add_argument("--seed", type=int)
    it.add_argument("--no-wait", action="store_true", help="returns when everything is sent")
    inner.add("list", run_datasets_list, "list", "list -o json")
    inner.add("show", run_datasets_show, "show pets", "show pets@2").add_argument("name")
    commands.all["datasets"] = parser


def add_other_commands(commands: Commands) -> None:
    """Adds the rest."""
    login = commands.add("login", run_login, "login https://isograd.example", "login --browser https://isograd.example", "login --key-stdin https://isograd.example < key",
                         "login 'https://isograd.example/sign-in?token=…'")
    login.add_argument("server", nargs="?", help="address of the server, or the sign-in link that it printed")
    login.add_argument("--key-stdin", action="store_true", help="reads the key from standard input")
    login.add_argument("--browser", action="store_true", help="opens a page on which you allow a key")
    commands.add("open", run_open, "open job_1", "open cmp_1", "open").add_argument("job", nargs="?")
    completion = commands.add("completion", run_completion, "completion bash > ~/.local/share/bash-completion/completions/isograd")
    completion.add_argument("shell", choices=["bash", "zsh", "fish"])
    completion.set_defaults(parsers=commands.all)


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Runs a command; returns its exit code."""
    args = make_parser().parse_args(arguments)
    try:
        code = args.run(args)
        sys.stdout.flush()
        return code
    except IsogradError as error:
        note(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        clear_line()
        return INTERRUPTED
    except BrokenPipeError:
        # The reader, such as head, has enough. Nothing may be written when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


if __name__ == "__main__":
    sys.exit(main())
