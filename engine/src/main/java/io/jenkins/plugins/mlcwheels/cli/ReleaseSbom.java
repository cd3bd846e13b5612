package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.manifest.BuildMaterial;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildRecord;
import io.jenkins.plugins.mlcwheels.engine.provenance.SoftwareBill;
import io.jenkins.plugins.mlcwheels.engine.provenance.Subject;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The CycloneDX document of a release, of what lies beside its wheels. */
final class ReleaseSbom {

    private ReleaseSbom() {}

    /** @param digests from each wheel to the SHA-256 of its bytes */
    static ReleaseAsset of(ReleaseTag tag, Map<Path, String> digests) throws IOException {
        String name = digests.keySet().stream()
                .map(wheel ->
                        WheelFilename.parse(wheel.getFileName().toString()).normalizedName())
                .min(String::compareTo)
                .orElse("release");
        SoftwareBill bill = new SoftwareBill(name, tag.toString());
        for (Map.Entry<Path, String> wheel : new TreeMap<>(digests).entrySet()) {
            WheelFilename filename =
                    WheelFilename.parse(wheel.getKey().getFileName().toString());
            bill.file(
                    new Subject(filename.toString(), wheel.getValue()),
                    purl(filename),
                    filename.distribution(),
                    filename.version(),
                    materials(wheel.getKey(), wheel.getValue()));
        }
        return ReleaseAsset.ofBytes(SoftwareBill.FILE_NAME, bill.toJson());
    }

    /** Of the record of the build; else, of what the wheel itself lists, the libraries. */
    private static List<BuildMaterial> materials(Path wheel, String sha256) throws IOException {
        var record = BuildRecords.of(wheel, sha256);
        return record.isPresent() ? record.map(BuildRecord::materials).get() : WheelStatements.grafts(wheel);
    }

    private static String purl(WheelFilename filename) {
        return "pkg:pypi/" + filename.normalizedName() + "@" + encode(filename.version()) + "?file_name="
                + encode(filename.toString());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
