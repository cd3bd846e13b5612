package io.jenkins.plugins.mlcwheels.engine.provenance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        List<Check> checks = new ArrayList<>();
        Optional<TrustedKey> key = bundle.keyId().flatMap(id -> TrustedKey.find(keys, id));
        boolean signed = key.filter(bundle::isSignedBy).isPresent();
        checks.add(new Check("signature", "by " + ids(keys), signer(bundle, key, signed), signed));
        if (!signed) {
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

    /** Whether every check passed. */
    public boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }

    private static String ids(List<TrustedKey> keys) {
        return keys.isEmpty()
                ? "a key, and none was given"
                : keys.stream().map(key -> "key " + key.id()).collect(Collectors.joining(" or "));
    }

    private static String signer(Bundle bundle, Optional<TrustedKey> key, boolean signed) {
        if (bundle.isKeyless()) {
            return "signed by a certificate";
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
