package io.jenkins.plugins.mlcwheels.engine.provenance;

import java.util.List;
import java.util.Optional;

/**
 * What came of the verification of one file.
 *
 * @param name of the file
 * @param sha256 of its bytes; empty if there is no such file
 * @param checks in order
 * @param unreadable what is wrong with a bundle that can't be read; then nothing else counts
 * @param statements those that were found good
 */
public record FileReport(
        String name,
        Optional<String> sha256,
        List<Check> checks,
        Optional<InvalidBundleException> unreadable,
        List<Statement> statements) {

    public FileReport {
        checks = List.copyOf(checks);
        statements = List.copyOf(statements);
    }

    /** Of a file for which something is missing. */
    public static FileReport failed(String name, Check check) {
        return new FileReport(name, Optional.empty(), List.of(check), Optional.empty(), List.of());
    }

    /** Whether every check passed and all was readable. */
    public boolean passed() {
        return unreadable.isEmpty() && checks.stream().allMatch(Check::passed);
    }

    /** The statement of that kind, if there is one that was found good. */
    public Optional<Statement> statement(StatementKind kind) {
        return statements.stream()
                .filter(statement -> statement.kind().equals(Optional.of(kind)))
                .findFirst();
    }
}
