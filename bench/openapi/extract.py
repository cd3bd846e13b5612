#!/usr/bin/env python3
"""Cuts out of GitHub's OpenAPI descriptions what engine/src/test/resources/github-openapi holds.

Writes for github.com and for an Enterprise Server one file on releases and one on packages: the endpoints that the
engine uses, without prose and examples, with the schemas that these refer to. Gets the descriptions from the npm package @octokit/openapi (29 MB).

Exit codes: 0 all is well, 1 the files are not what the package gives, 3 the package could not be had.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile

RELEASES = {
    "/repos/{owner}/{repo}": ["get"],
    "/repos/{owner}/{repo}/attestations/{subject_digest}": ["get"],
    "/repos/{owner}/{repo}/git/ref/{ref}": ["get"],
    "/repos/{owner}/{repo}/git/refs": ["post"],
    "/repos/{owner}/{repo}/git/refs/{ref}": ["patch", "delete"],
    "/repos/{owner}/{repo}/git/tags/{tag_sha}": ["get"],
    "/repos/{owner}/{repo}/immutable-releases": ["get"],
    "/repos/{owner}/{repo}/releases": ["get", "post"],
    "/repos/{owner}/{repo}/releases/generate-notes": ["post"],
    "/repos/{owner}/{repo}/releases/tags/{tag}": ["get"],
    "/repos/{owner}/{repo}/releases/assets/{asset_id}": ["get", "patch", "delete"],
    "/repos/{owner}/{repo}/releases/{release_id}": ["get", "patch", "delete"],
    "/repos/{owner}/{repo}/releases/{release_id}/assets": ["get", "post"],
}
VERSIONS = "packages/{package_type}/{package_name}/versions"
PACKAGES = {
    "/orgs/{org}/" + VERSIONS: ["get"],
    "/orgs/{org}/" + VERSIONS + "/{package_version_id}": ["get", "delete"],
    "/users/{username}": ["get"],
    "/users/{username}/" + VERSIONS: ["get"],
    "/users/{username}/" + VERSIONS + "/{package_version_id}": ["get", "delete"],
}
PACKAGE = "@octokit/openapi"
NOT_TO_BE_HAD = 3
DESCRIPTIONS = ["api.github.com", "ghes-3.17"]
# Optional properties that are of use; all other optional ones of these large schemas are left out.
OPTIONAL = {"full-repository": {"permissions", "archived"}, "private-user": set(), "public-user": set()}
PROSE = {"description", "example", "examples", "externalDocs", "summary", "tags", "operationId", "servers", "title"}
TARGET = pathlib.Path(__file__).resolve().parents[2] / "engine/src/test/resources/github-openapi"


def plain(node, inside_properties=False):
    if isinstance(node, dict):
        return {
            key: plain(value, key == "properties")
            for key, value in node.items()
            if inside_properties or not (key in PROSE or key.startswith("x-"))
        }
    return [plain(value) for value in node] if isinstance(node, list) else node


def references(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def extract(document, endpoints):
    paths = {
        path: {method: plain(document["paths"][path][method]) for method in methods}
        for path, methods in endpoints.items()
        if path in document["paths"]
    }
    components, queue = {}, list(references(paths))
    while queue:
        reference = queue.pop()
        _, _, kind, name = reference.split("/")
        if name in components.setdefault(kind, {}):
            continue
        part = plain(document["components"][kind][name])
        if name in OPTIONAL:
            keep = OPTIONAL[name] | set(part["required"])
            part["properties"] = {key: value for key, value in part["properties"].items() if key in keep}
        components[kind][name] = part
        queue += references(part)
    info = {"title": document["info"]["title"], "version": document["info"]["version"], "license": {"name": "MIT"}}
    return {"openapi": document["openapi"], "info": info, "paths": paths, "components": components}


def recorded_version():
    return json.loads((TARGET / f"{DESCRIPTIONS[0]}.json").read_text())["info"]["version"]


def download(version, directory):
    command = ["npm", "pack", "--loglevel=error", "--fetch-retries=1", "--fetch-timeout=30000", f"{PACKAGE}@{version}"]
    try:
        subprocess.run(command, cwd=directory, check=True, capture_output=True, text=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as failure:
        reason = (getattr(failure, "stderr", None) or str(failure)).strip().splitlines()
        print(f"{PACKAGE} {version} could not be had from npm: {reason[0] if reason else failure}", file=sys.stderr)
        sys.exit(NOT_TO_BE_HAD)
    return next(pathlib.Path(directory).glob("*.tgz"))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; only tell which files differ")
    parser.add_argument(
        "--recorded", action="store_true", help="take the version that the files were cut from, not the newest")
    options = parser.parse_args()
    different = []
    with tempfile.TemporaryDirectory() as scratch:
        version = recorded_version() if options.recorded else "latest"
        with tarfile.open(download(version, scratch)) as package:
            for name in DESCRIPTIONS:
                document = json.load(package.extractfile(f"package/generated/{name}.json"))
                for prefix, endpoints in {"": RELEASES, "packages-": PACKAGES}.items():
                    text = json.dumps(extract(document, endpoints), indent=1, sort_keys=True) + "\n"
                    file = TARGET / f"{prefix}{name}.json"
                    if not options.check:
                        file.write_text(text)
                    elif not file.exists() or file.read_text() != text:
                        different.append(file.name)
    if different:
        sys.exit(f"not what {PACKAGE} {version} gives: " + ", ".join(different))


main()
