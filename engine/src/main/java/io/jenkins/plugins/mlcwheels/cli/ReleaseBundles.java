package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.manifest.BuildRecord;
import io.jenkins.plugins.mlcwheels.engine.manifest.BundleName;
import io.jenkins.plugins.mlcwheels.engine.provenance.Bundle;
import io.jenkins.plugins.mlcwheels.engine.provenance.BundleCheck;
import io.jenkins.plugins.mlcwheels.engine.provenance.StatementKind;
import io.jenkins.plugins.mlcwheels.engine.provenance.Subject;
import io.jenkins.plugins.mlcwheels.engine.provenance.TrustedKey;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bundles that go with the files of a release: those beside them, or new ones. */
final class ReleaseBundles {

    private ReleaseBundles() {}

    /** @param digests from each file to the SHA-256 of its bytes */
    static List<ReleaseBundle> signed(Map<Path, String> digests, FileSigning signing) throws IOException {
        if (digests.size() > ReleaseBundle.MOST_SINGLE) {
            return List.of(ofSet(digests, signing));
        }
        List<ReleaseBundle> bundles = new ArrayList<>();
        for (Map.Entry<Path, String> file : digests.entrySet()) {
            for (Path bundle : signing.sign(file.getKey(), file.getValue())) {
                bundles.add(of(bundle, file.getKey(), file.getValue(), List.of(signing.publicKey())));
            }
        }
        return bundles;
    }

    /** Those that lie beside the files, whoever signed them. */
    static List<ReleaseBundle> beside(Map<Path, String> digests, List<TrustedKey> keys) throws IOException {
        List<ReleaseBundle> bundles = new ArrayList<>();
        for (Map.Entry<Path, String> file : digests.entrySet()) {
            for (StatementKind kind : StatementKind.values()) {
                Path bundle = FileSigning.beside(file.getKey(), kind);
                if (Files.exists(bundle)) {
                    bundles.add(of(bundle, file.getKey(), file.getValue(), keys));
                }
            }
        }
        return bundles;
    }

    private static ReleaseBundle of(Path bundle, Path file, String sha256, List<TrustedKey> keys) throws IOException {
        String name = file.getFileName().toString();
        Bundle read = Bundle.read(bundle);
        String type = read.statement().predicateType();
        List<Subject> subjects = List.of(new Subject(name, sha256));
        return ReleaseBundle.of(
                ReleaseAsset.ofFile(bundle), read.keyId(), bytes -> BundleCheck.serves(bytes, type, subjects, keys));
    }

    private static ReleaseBundle ofSet(Map<Path, String> digests, FileSigning signing) throws IOException {
        List<Subject> subjects = new ArrayList<>();
        List<BuildRecord> records = new ArrayList<>();
        for (Map.Entry<Path, String> file : digests.entrySet()) {
            subjects.add(new Subject(file.getKey().getFileName().toString(), file.getValue()));
            BuildRecords.of(file.getKey(), file.getValue()).ifPresent(records::add);
        }
        byte[] bundle = signing.sign(subjects, records).toJson();
        List<TrustedKey> keys = List.of(signing.publicKey());
        return ReleaseBundle.of(
                ReleaseAsset.ofBytes(BundleName.OF_SET, bundle),
                Optional.of(signing.publicKey().id()),
                bytes -> BundleCheck.serves(bytes, StatementKind.PROVENANCE.predicateType(), subjects, keys));
    }
}
