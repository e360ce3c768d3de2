#!/usr/bin/env python3
"""Decides on a device whether a downloaded release may be installed.

    verify_release.py DIRECTORY --key PUBLIC.pem --state STATE.json --model-id ID [--accept]

DIRECTORY holds manifest.json, manifest.sig and the files the manifest names. The release is refused (exit code 1, one
line on standard error) unless the manifest is signed by the key, is for this model, has not expired, every file is the
one that was signed, and the release is not older than the one STATE.json remembers. With --accept a release that may be
installed is remembered. Needs Python 3.8 and, for the signature, an openssl (3.0 or newer) on PATH.
"""
import argparse
import hashlib
import json
import os
import re
import stat
import subprocess
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path

MOST_MANIFEST_BYTES = 4 * 1024 * 1024
MOST_SMALL_BYTES = 64 * 1024
BLOCK_BYTES = 1024 * 1024
OPENSSL_SECONDS = 60
FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")
# What reading JSON of any content, or using it, may raise.
MALFORMED = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


class Refused(Exception):
    """The release must not be installed."""


def open_regular(path, name):
    """Opens a file for reading; a pipe or a device, which might never answer, is refused."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            return os.fdopen(descriptor, "rb")
        os.close(descriptor)
    except OSError as error:
        raise Refused(f"{name} cannot be read: {error.strerror}") from error
    raise Refused(f"{name} cannot be read: it is not a regular file")


def read_bounded(path, name, most):
    with open_regular(path, name) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise Refused(f"{name} is larger than {most} bytes")
    return content


def check_signature(manifest, signature, key):
    """Raises unless `signature` is the raw Ed25519 signature of these very bytes."""
    described = run_openssl("pkeyutl", "-help")
    if b"-rawin" not in described.stdout + described.stderr:
        raise Refused("the signature cannot be checked: this openssl has no pkeyutl -rawin; install 3.0 or newer")
    with tempfile.TemporaryDirectory() as folder:
        public, message, proof = (str(Path(folder, name)) for name in ("key", "message", "signature"))
        for place, content in ((public, key), (message, manifest), (proof, signature)):
            Path(place).write_bytes(content)
        shown = run_openssl("pkey", "-pubin", "-in", public, "-noout", "-text_pub")
        if b"BEGIN PUBLIC KEY" not in key or shown.returncode != 0:
            raise Refused("the key cannot be read: it is not a public key in PEM form")
        if b"ED25519" not in shown.stdout.upper():
            raise Refused("the key cannot be used: it is not an Ed25519 key")
        command = ["-verify", "-pubin", "-inkey", public, "-rawin", "-in", message, "-sigfile", proof]
        if len(signature) != 64 or run_openssl("pkeyutl", *command).returncode != 0:
            raise Refused("the signature is not that of the key over manifest.json")


def run_openssl(*arguments):
    try:
        return subprocess.run(
            ["openssl", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            timeout=OPENSSL_SECONDS,
            check=False,
        )
    except OSError as error:
        raise Refused(f"the signature cannot be checked: openssl does not start: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise Refused("the signature cannot be checked: openssl does not answer") from error


def whole(value, least):
    """A plain integer: true, 1.0 and negative numbers are none."""
    if type(value) is not int or value < least:
        raise ValueError
    return value


def check_manifest(manifest, model_id, now):
    if whole(manifest["schema_version"], 1) != 1:
        raise Refused("the manifest is of a version this program does not know")
    if manifest["model_id"] != model_id:
        raise Refused(f"the release is for the model {manifest['model_id']}, not for {model_id}")
    if not isinstance(manifest["version"], str):
        raise ValueError
    expires = datetime.fromisoformat(manifest["expires_at"].replace("Z", "+00:00"))
    if now >= expires:
        raise Refused(f"the release expired at {manifest['expires_at']}")


def check_files(manifest, directory):
    if not manifest["files"]:
        raise Refused("the manifest names no file")
    for entry in manifest["files"]:
        path, size = entry["path"], whole(entry["size_bytes"], 0)
        if not FILE_NAME.fullmatch(path):
            raise Refused("the manifest names a file outside the release")
        with open_regular(directory / path, path) as file:
            same_size = os.fstat(file.fileno()).st_size == size
            if not same_size or digest_of(file) != entry["sha256"]:
                raise Refused(f"{path} is not the file that was signed")


def digest_of(file):
    digest = hashlib.sha256()
    for block in iter(lambda: file.read(BLOCK_BYTES), b""):
        digest.update(block)
    return digest.hexdigest()


def check_counter(manifest, digest, state):
    """An older release is a downgrade, and another one with the same number is a forgery or a broken registry."""
    counter = whole(manifest["counter"], 1)
    if state is None or counter > state["counter"]:
        return
    if counter < state["counter"]:
        raise Refused(f"release {counter} is older than release {state['counter']}, which is installed")
    if digest != state["manifest_sha256"]:
        raise Refused(f"another release with the number {counter} is installed")


def read_state(path, model_id):
    """What was installed last; a damaged state refuses everything, or deleting half of it would allow a downgrade."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        # Only in a directory that is there: one that is not mounted yet must not count as a new device.
        if path.parent.is_dir():
            return None
        raise Refused(f"{path} cannot be read: there is no such directory") from None
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}") from error
    content = read_bounded(path, path, MOST_SMALL_BYTES)
    try:
        state = json.loads(content)
        if state["model_id"] != model_id or not isinstance(state["manifest_sha256"], str):
            raise ValueError
        return {"counter": whole(state["counter"], 1), "manifest_sha256": state["manifest_sha256"]}
    except MALFORMED as error:
        raise Refused(f"{path} is damaged or of another model") from error


def remember(path, manifest, digest):
    state = {"model_id": manifest["model_id"], "counter": manifest["counter"], "manifest_sha256": digest}
    try:
        target = path.resolve()
        draft = target.with_name(target.name + ".new")
        if os.path.lexists(draft):
            os.unlink(draft)
        with open(draft, "x", encoding="utf-8") as file:
            json.dump({**state, "version": manifest["version"]}, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}") from error


def verify(options, now):
    directory = Path(options.directory)
    content = read_bounded(directory / "manifest.json", "manifest.json", MOST_MANIFEST_BYTES)
    signature = read_bounded(directory / "manifest.sig", "manifest.sig", 64)
    # Nothing in the manifest is looked at before its signature holds.
    check_signature(content, signature, read_bounded(options.key, "the key", MOST_SMALL_BYTES))
    digest = hashlib.sha256(content).hexdigest()
    state = read_state(Path(options.state), options.model_id)
    try:
        manifest = json.loads(content)
        check_manifest(manifest, options.model_id, now)
        check_counter(manifest, digest, state)
        check_files(manifest, directory)
    except MALFORMED as error:
        raise Refused("the manifest has not the form this program knows") from error
    if options.accept:
        remember(Path(options.state), manifest, digest)
    return manifest


def ascii_line(text):
    """What a manifest or a path may hold, as one line that any console can print."""
    return " ".join(str(text).encode("ascii", "backslashreplace").decode("ascii").split())


def main():
    parser = argparse.ArgumentParser(description="Decides whether a downloaded release may be installed.")
    parser.add_argument("directory")
    parser.add_argument("--key", required=True, help="public key (PEM) that came with the device")
    parser.add_argument("--state", required=True, help="file that remembers what was installed last")
    parser.add_argument("--model-id", required=True)
    parser.add_argument("--accept", action="store_true", help="remember the release as installed")
    options = parser.parse_args()
    try:
        manifest = verify(options, datetime.now(timezone.utc))
    except Refused as refusal:
        sys.exit(f"refused: {ascii_line(refusal)}")
    except Exception as error:  # Whatever happens, a release that was not checked to the end is refused in one line.
        sys.exit(f"refused: the check did not end: {type(error).__name__}: {ascii_line(error)}")
    print(ascii_line(f"ok: {manifest['model_id']} {manifest['version']}, release {manifest['counter']}"))


if __name__ == "__main__":
    main()
