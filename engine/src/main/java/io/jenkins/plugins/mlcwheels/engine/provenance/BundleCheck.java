package io.jenkins.plugins.mlcwheels.engine.provenance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks one bundle against a file that is known by its SHA-256. Nothing of a statement is used before its signature
 * was found good.
 *
 * @param checks in order; the first that fails is the last
 * @param statement what was signed; empty unless all checks passed
 */
public record BundleCheck(List<Check> checks, Optional<Statement> statement) {

    public BundleCheck {
        checks = List.copyOf(checks);
    }

    /**
     * @param name of the file, for people
     * @param sha256 of its bytes
     * @param keys those that are trusted
     * @throws InvalidBundleException if what a trusted key signed is not a statement that can be read
     */
    public static BundleCheck of(Bundle bundle, String name, String sha256, List<TrustedKey> keys) {
        return of(bundle, name, sha256, keys, Optional.empty());
    }

    /**
     * The same where somebody without a key is trusted as well.
     *
     * @param keyless whose signature by a certificate counts, if anybody's does
     * @throws InvalidBundleException if what somebody trusted signed is no statement that can be read
     */
    public static BundleCheck of(
            Bundle bundle, String name, String sha256, List<TrustedKey> keys, Optional<KeylessTrust> keyless) {
        List<Check> checks = new ArrayList<>();
        Check signature =
                bundle.isKeyless() && keyless.isPresent() ? keyless.get().check(bundle) : byKey(bundle, keys, keyless);
        checks.add(signature);
        if (!signature.passed()) {
            return new BundleCheck(checks, Optional.empty());
        }
        Statement statement = bundle.statement();
        boolean about = statement.subjects().stream()
                .anyMatch(subject -> subject.sha256().equals(sha256));
        checks.add(new Check(
                "digest",
                "sha256 " + sha256 + " (" + name + ")",
                about ? "sha256 " + sha256 : "a statement about " + subjects(statement),
                about));
        return new BundleCheck(checks, about ? Optional.of(statement) : Optional.empty());
    }

    /**
     * Whether other bytes do as well as a bundle that is to be published: one of the keys signed a statement of the same
     * kind about these files.
     */
    public static boolean serves(byte[] bytes, String predicateType, List<Subject> files, List<TrustedKey> keys) {
        try {
            Subject first = files.get(0);
            return of(Bundle.parse(bytes), first.name(), first.sha256(), keys)
                    .statement()
                    .filter(there -> there.predicateType().equals(predicateType))
                    .filter(there -> digests(there.subjects()).containsAll(digests(files)))
                    .isPresent();
        } catch (InvalidBundleException e) {
            return false;
        }
    }

    private static Set<String> digests(List<Subject> files) {
        return files.stream().map(Subject::sha256).collect(Collectors.toSet());
    }

    /** Whether every check passed. */
    public boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }

    private static Check byKey(Bundle bundle, List<TrustedKey> keys, Optional<KeylessTrust> keyless) {
        Optional<TrustedKey> key = bundle.keyId().flatMap(id -> TrustedKey.find(keys, id));
        boolean signed = key.filter(bundle::isSignedBy).isPresent();
        String expected = keys.isEmpty() && keyless.isPresent() ? keyless.get().identity() : ids(keys);
        return new Check("signature", "by " + expected, signer(bundle, key, signed), signed);
    }

    private static String ids(List<TrustedKey> keys) {
        return keys.isEmpty()
                ? "a key, and none was given"
                : keys.stream().map(key -> "key " + key.id()).collect(Collectors.joining(" or "));
    }

    private static String signer(Bundle bundle, Optional<TrustedKey> key, boolean signed) {
        if (bundle.isKeyless()) {
            return "signed by a certificate, for which no identity was asked";
        }
        String id = "key " + bundle.keyId().orElse("");
        return key.isEmpty() ? "unknown " + id : signed ? id : "names " + id + ", which did not sign this";
    }

    private static String subjects(Statement statement) {
        Subject first = statement.subjects().get(0);
        int others = statement.subjects().size() - 1;
        return first.name() + " (sha256 " + first.sha256() + ")" + (others == 0 ? "" : " and " + others + " more");
    }
}
