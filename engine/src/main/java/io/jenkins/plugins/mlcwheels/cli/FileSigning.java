package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildRecord;
import io.jenkins.plugins.mlcwheels.engine.manifest.BundleName;
import io.jenkins.plugins.mlcwheels.engine.manifest.SourceRevision;
import io.jenkins.plugins.mlcwheels.engine.provenance.Bundle;
import io.jenkins.plugins.mlcwheels.engine.provenance.BundleCheck;
import io.jenkins.plugins.mlcwheels.engine.provenance.InvalidBundleException;
import io.jenkins.plugins.mlcwheels.engine.provenance.ProvenanceFacts;
import io.jenkins.plugins.mlcwheels.engine.provenance.SigningKey;
import io.jenkins.plugins.mlcwheels.engine.provenance.Statement;
import io.jenkins.plugins.mlcwheels.engine.provenance.StatementKind;
import io.jenkins.plugins.mlcwheels.engine.provenance.Subject;
import io.jenkins.plugins.mlcwheels.engine.provenance.TrustedKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Signs statements about files with what lies beside them, and writes the bundles beside them. */
final class FileSigning {

    private final SigningKey key;
    private final Set<StatementKind> kinds;
    private final URI builder;
    private final Optional<URI> invocation;
    private Optional<SourceRevision> source = Optional.empty();

    FileSigning(SigningKey key, Set<StatementKind> kinds, URI builder, Optional<URI> invocation) {
        this.key = key;
        this.kinds = kinds;
        this.builder = builder;
        this.invocation = invocation;
    }

    /** For files without a record of their build. */
    FileSigning source(SourceRevision revision) {
        source = Optional.of(revision);
        return this;
    }

    TrustedKey publicKey() {
        return key.publicKey();
    }

    /**
     * Signs all that is asked for and known of a file. A bundle that is there stays if it is one of this key's about these
     * bytes, so that signing twice changes nothing.
     *
     * @return the bundles
     */
    List<Path> sign(Path file, String sha256) throws IOException {
        Subject subject = new Subject(file.getFileName().toString(), sha256);
        List<Path> bundles = new ArrayList<>();
        for (StatementKind kind : kinds) {
            Path bundle = beside(file, kind);
            if (!isGood(bundle, subject, kind)) {
                RecordFile.write(
                        bundle, Bundle.sign(statement(kind, file, subject), key).toJson());
            }
            bundles.add(bundle);
        }
        return bundles;
    }

    /** Signs one provenance for a whole set. */
    Bundle sign(List<Subject> subjects, List<BuildRecord> records) {
        ProvenanceFacts facts = facts();
        if (records.isEmpty()) {
            source.ifPresent(facts::source);
        }
        records.forEach(facts::built);
        return Bundle.sign(facts.statement(subjects), key);
    }

    private Statement statement(StatementKind kind, Path file, Subject subject) throws IOException {
        if (kind != StatementKind.PROVENANCE) {
            return WheelStatements.of(kind, file, subject);
        }
        ProvenanceFacts facts = facts();
        source.ifPresent(facts::source);
        BuildRecords.of(file, subject.sha256()).ifPresent(facts::built);
        WheelStatements.byproducts(file, subject, facts);
        return facts.statement(List.of(subject));
    }

    private ProvenanceFacts facts() {
        ProvenanceFacts facts = new ProvenanceFacts(builder).version("mlc-wheels", Main.version());
        invocation.ifPresent(facts::invocation);
        return facts;
    }

    private boolean isGood(Path bundle, Subject subject, StatementKind kind) throws IOException {
        if (!Files.exists(bundle)) {
            return false;
        }
        String problem;
        try {
            BundleCheck check =
                    BundleCheck.of(Bundle.read(bundle), subject.name(), subject.sha256(), List.of(key.publicKey()));
            if (check.statement().flatMap(Statement::kind).equals(Optional.of(kind))) {
                return true;
            }
            problem = "is there, and not signed by this key for these bytes";
        } catch (InvalidBundleException e) {
            problem = "is there, and can't be read";
        }
        throw new EngineException(
                EngineException.Kind.INPUT, bundle + " " + problem, "Remove it to have the file signed again.");
    }

    static Path beside(Path file, StatementKind kind) {
        return file.resolveSibling(
                BundleName.of(file.getFileName().toString(), kind.text()).toString());
    }
}
