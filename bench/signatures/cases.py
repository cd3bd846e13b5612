"""Makes cases of good and damaged bundles: cases.py SIGNED TARGET

SIGNED has a.whl and b.whl with bundles of an ECDSA key, e.whl with one of an Ed25519 key, f.whl with one of a key that
nobody trusts. TARGET gets a folder for each case, with subject.whl and its bundle. A case that has to be accepted begins
with "good".
"""

import base64
import copy
import json
import os
import sys

signed, target = sys.argv[1:]


def load(name):
    with open(os.path.join(signed, name + ".whl.sigstore.json"), encoding="utf-8") as file:
        return json.load(file)


def subject(name):
    with open(os.path.join(signed, name + ".whl"), "rb") as file:
        return file.read()


def case(name, bundle, content):
    folder = os.path.join(target, name)
    os.makedirs(folder)
    with open(os.path.join(folder, "subject.whl"), "wb") as file:
        file.write(content)
    text = bundle if isinstance(bundle, bytes) else json.dumps(bundle).encode()
    with open(os.path.join(folder, "subject.whl.sigstore.json"), "wb") as file:
        file.write(text)


def mutated(change, source="a"):
    bundle = copy.deepcopy(load(source))
    change(bundle)
    return bundle


def flipped(text, at):
    data = bytearray(base64.b64decode(text))
    data[at] ^= 1
    return base64.b64encode(bytes(data)).decode()


def signature(bundle):
    return bundle["dsseEnvelope"]["signatures"][0]


def payload(change):
    def apply(bundle):
        statement = json.loads(base64.b64decode(bundle["dsseEnvelope"]["payload"]))
        change(statement)
        bundle["dsseEnvelope"]["payload"] = base64.b64encode(json.dumps(statement).encode()).decode()

    return mutated(apply)


a, b, e = subject("a"), subject("b"), subject("e")
case("good-ecdsa", load("a"), a)
case("good-ecdsa-other-file", load("b"), b)
case("good-ed25519", load("e"), e)
case("good-indented", json.dumps(load("a"), indent=4).encode(), a)
case("good-keyid", mutated(lambda x: signature(x).update(keyid="anything")), a)
case("01-payload-first-byte", mutated(lambda x: x["dsseEnvelope"].update(payload=flipped(x["dsseEnvelope"]["payload"], 0))), a)
case("02-payload-last-byte", mutated(lambda x: x["dsseEnvelope"].update(payload=flipped(x["dsseEnvelope"]["payload"], -1))), a)
case("03-signature-first-byte", mutated(lambda x: signature(x).update(sig=flipped(signature(x)["sig"], 0))), a)
case("04-signature-last-byte", mutated(lambda x: signature(x).update(sig=flipped(signature(x)["sig"], -1))), a)
case("05-ed25519-signature-byte", mutated(lambda x: signature(x).update(sig=flipped(signature(x)["sig"], 40)), "e"), e)
case("06-subject-digest", payload(lambda x: x["subject"][0]["digest"].update(sha256="0" * 64)), a)
case("07-subject-added", payload(lambda x: x["subject"].append({"name": "c", "digest": {"sha256": "1" * 64}})), a)
case("08-predicate-changed", payload(lambda x: x["predicate"]["runDetails"]["builder"].update(id="https://example.org/")), a)
case("09-key-hint-of-nobody", mutated(lambda x: x["verificationMaterial"]["publicKey"].update(hint="nobody")), a)
case("10-key-hint-of-other-key", mutated(lambda x: x["verificationMaterial"].update(load("e")["verificationMaterial"])), a)
case("11-key-hint-empty", mutated(lambda x: x["verificationMaterial"]["publicKey"].update(hint="")), a)
case("12-payload-type", mutated(lambda x: x["dsseEnvelope"].update(payloadType="application/json")), a)
case("13-second-signature", mutated(lambda x: x["dsseEnvelope"]["signatures"].append(copy.deepcopy(signature(x)))), a)
case("14-no-signature", mutated(lambda x: x["dsseEnvelope"].update(signatures=[])), a)
case("15-empty-signature", mutated(lambda x: signature(x).update(sig="")), a)
case("16-foreign-key", load("f"), subject("f"))
case("17-signature-of-other-bundle", mutated(lambda x: x["dsseEnvelope"].update(signatures=load("b")["dsseEnvelope"]["signatures"])), a)
case("18-bundle-of-other-file", load("b"), a)
case("19-truncated-bundle", json.dumps(load("a")).encode()[:-40], a)
case("20-empty-bundle", b"", a)
case("21-media-type", mutated(lambda x: x.update(mediaType="application/json")), a)
case("22-no-material", mutated(lambda x: x.pop("verificationMaterial")), a)
case("23-no-envelope", mutated(lambda x: x.pop("dsseEnvelope")), a)
case("24-empty-payload", mutated(lambda x: x["dsseEnvelope"].update(payload="")), a)
case("25-file-changed", load("a"), a + b"\0")
case("26-file-truncated", load("a"), a[:-1])
case("27-signature-truncated", mutated(lambda x: signature(x).update(sig=base64.b64encode(base64.b64decode(signature(x)["sig"])[:-2]).decode())), a)
case("28-ed25519-signature-with-ecdsa-key", mutated(lambda x: signature(x).update(sig=signature(load("e"))["sig"])), a)
case("29-not-an-object", b"[]", a)
case("30-tail", json.dumps(load("a")).encode() + b"{}", a)
