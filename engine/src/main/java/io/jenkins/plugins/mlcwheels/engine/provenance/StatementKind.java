package io.jenkins.plugins.mlcwheels.engine.provenance;

import java.util.Arrays;
import java.util.Optional;

/** What a statement says of its files. */
public enum StatementKind {
    /** What they were built from, by whom and how; see <a href="https://slsa.dev/spec/v1.2/provenance">SLSA</a>. */
    PROVENANCE("provenance", "https://slsa.dev/provenance/v1"),
    /** How they were tested, in the form of in-toto. */
    TEST_RESULT("test-result", "https://in-toto.io/attestation/test-result/v0.1"),
    /** The audit's verdict; {@code docs/provenance/audit-v1.md} describes it. */
    AUDIT("audit", "https://github.com/jenkinsci/mlc-wheels-plugin/blob/main/docs/provenance/audit-v1.md"),
    /** What is in them, as CycloneDX. */
    SBOM("sbom", "https://cyclonedx.org/bom");

    private final String text;
    private final String predicateType;

    StatementKind(String text, String predicateType) {
        this.text = text;
        this.predicateType = predicateType;
    }

    /** In options and in names of files. */
    public String text() {
        return text;
    }

    /** In statements. */
    public String predicateType() {
        return predicateType;
    }

    /** The kind of that name, if there is one. */
    public static Optional<StatementKind> of(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
    }

    /** The kind of that predicate type, if there is one. */
    public static Optional<StatementKind> ofPredicate(String type) {
        return Arrays.stream(values())
                .filter(kind -> kind.predicateType.equals(type))
                .findFirst();
    }
}
