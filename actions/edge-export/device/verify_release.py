#!/usr/bin/env python3
"""Decides on a device whether a downloaded release may be installed.

    verify_release.py DIRECTORY --key PUBLIC.pem --state STATE.json --model-id ID [--accept]

DIRECTORY holds manifest.json, manifest.sig and the files the manifest names. The release is refused (exit code 1, one
line on standard error) unless the manifest is signed by the key, is for this model, has not expired, every file is the
one that was signed, and the release is not older than the one STATE.json remembers. With --accept a release that may be
installed is remembered. Needs Python 3.8 and, for the signature, an openssl (1.1.1 or newer) on PATH.
"""
import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path

MOST_MANIFEST_BYTES = 4 * 1024 * 1024
FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")


class Refused(Exception):
    """The release must not be installed."""


def read_bounded(path, most):
    try:
        with open(path, "rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise Refused(f"{path.name} cannot be read: {error.strerror}") from error
    if len(content) > most:
        raise Refused(f"{path.name} is larger than {most} bytes")
    return content


def check_signature(manifest, signature, key):
    """Raises unless `signature` is the raw Ed25519 signature of these very bytes."""
    with tempfile.TemporaryDirectory() as folder:
        message, proof = Path(folder, "message"), Path(folder, "signature")
        message.write_bytes(manifest)
        proof.write_bytes(signature)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", str(key), "-rawin"]
        command += ["-in", str(message), "-sigfile", str(proof)]
        if len(signature) != 64 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
            raise Refused("the signature is not that of the key over manifest.json")


def check_manifest(manifest, model_id, now):
    if manifest.get("schema_version") != 1:
        raise Refused("the manifest is of a version this program does not know")
    if manifest["model_id"] != model_id:
        raise Refused(f"the release is for the model {manifest['model_id']}, not for {model_id}")
    expires = datetime.fromisoformat(manifest["expires_at"].replace("Z", "+00:00"))
    if now >= expires:
        raise Refused(f"the release expired at {manifest['expires_at']}")


def check_files(manifest, directory):
    if not manifest["files"]:
        raise Refused("the manifest names no file")
    for entry in manifest["files"]:
        if not FILE_NAME.fullmatch(entry["path"]):
            raise Refused("the manifest names a file outside the release")
        content = read_bounded(directory / entry["path"], entry["size_bytes"])
        if hashlib.sha256(content).hexdigest() != entry["sha256"]:
            raise Refused(f"{entry['path']} is not the file that was signed")


def check_counter(manifest, digest, state):
    """An older release is a downgrade, and another one with the same number is a forgery or a broken registry."""
    if not state or manifest["counter"] > state["counter"]:
        return
    if manifest["counter"] < state["counter"]:
        raise Refused(f"release {manifest['counter']} is older than release {state['counter']}, which is installed")
    if digest != state["manifest_sha256"]:
        raise Refused(f"another release with the number {manifest['counter']} is installed")


def read_state(path, model_id):
    """What was installed last; a damaged state refuses everything, or deleting half of it would allow a downgrade."""
    if not path.exists():
        return None
    try:
        state = json.loads(path.read_text("utf-8"))
        if state["model_id"] != model_id or not isinstance(state["counter"], int):
            raise ValueError
        return {"counter": state["counter"], "manifest_sha256": str(state["manifest_sha256"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(f"{path} is damaged or of another model") from error


def remember(path, manifest, digest):
    draft = path.with_name(path.name + ".new")
    state = {"model_id": manifest["model_id"], "counter": manifest["counter"], "manifest_sha256": digest}
    with open(draft, "w", encoding="utf-8") as file:
        json.dump({**state, "version": manifest["version"]}, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)


def verify(options, now):
    directory = Path(options.directory)
    content = read_bounded(directory / "manifest.json", MOST_MANIFEST_BYTES)
    # Nothing in the manifest is looked at before its signature holds.
    check_signature(content, read_bounded(directory / "manifest.sig", 64), options.key)
    digest = hashlib.sha256(content).hexdigest()
    try:
        manifest = json.loads(content)
        check_manifest(manifest, options.model_id, now)
        check_counter(manifest, digest, read_state(Path(options.state), options.model_id))
        check_files(manifest, directory)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused("the manifest has not the form this program knows") from error
    if options.accept:
        remember(Path(options.state), manifest, digest)
    return manifest


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
        sys.exit(f"refused: {refusal}")
    print(f"ok: {manifest['model_id']} {manifest['version']}, release {manifest['counter']}")


if __name__ == "__main__":
    main()
