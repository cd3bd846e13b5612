package io.jenkins.plugins.mlcwheels.engine.inspect;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.manifest.BundleName;
import io.jenkins.plugins.mlcwheels.engine.provenance.Bundle;
import io.jenkins.plugins.mlcwheels.engine.provenance.Statement;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The signed statements beside a wheel; not verified. */
final class Statements {

    private static final int MOST = 100;

    private Statements() {}

    static List<InspectedStatement> beside(Path wheel, String sha256) throws IOException {
        Path directory = wheel.toAbsolutePath().getParent();
        String name = String.valueOf(wheel.getFileName());
        List<Path> bundles = new ArrayList<>();
        if (directory == null) {
            return List.of();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + BundleName.SUFFIX)) {
            for (Path file : files) {
                Optional<BundleName> bundle = BundleName.parse(String.valueOf(file.getFileName()));
                boolean about = bundle.isPresent()
                        && (bundle.get().file().isEmpty()
                                || bundle.get().file().get().equals(name));
                if (about && bundles.size() < MOST && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    bundles.add(file);
                }
            }
        }
        bundles.sort(null);
        List<InspectedStatement> statements = new ArrayList<>();
        for (Path bundle : bundles) {
            statements.add(read(bundle, name, sha256));
        }
        return statements;
    }

    private static InspectedStatement read(Path file, String name, String sha256) throws IOException {
        String bundleName = String.valueOf(file.getFileName());
        try {
            Bundle bundle = Bundle.read(file);
            Statement statement = bundle.statement();
            boolean about = statement.subjects().stream()
                    .anyMatch(subject ->
                            subject.name().equals(name) && subject.sha256().equals(sha256));
            return new InspectedStatement(
                    bundleName, statement.predicateType(), bundle.keyId().orElse(""), about, "");
        } catch (EngineException e) {
            return new InspectedStatement(bundleName, "", "", false, e.getMessage());
        }
    }
}
