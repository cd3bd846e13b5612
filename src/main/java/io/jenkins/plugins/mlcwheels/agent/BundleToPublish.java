package io.jenkins.plugins.mlcwheels.agent;

import io.jenkins.plugins.mlcwheels.engine.provenance.BundleCheck;
import io.jenkins.plugins.mlcwheels.engine.provenance.Subject;
import io.jenkins.plugins.mlcwheels.engine.provenance.TrustedKey;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseBundle;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A signed statement on its way to a release. The controller has signed it; the key never travels.
 *
 * @param name of the file
 * @param json the bundle
 * @param predicateType of the statement
 * @param publicKey of the key that signed, as PEM
 * @param files that it is about: from their SHA-256 to their names
 */
public record BundleToPublish(
        String name, String json, String predicateType, String publicKey, TreeMap<String, String> files)
        implements Serializable {

    ReleaseBundle bundle() {
        TrustedKey key = TrustedKey.parse(publicKey);
        List<Subject> subjects = files.entrySet().stream()
                .map((Map.Entry<String, String> file) -> new Subject(file.getValue(), file.getKey()))
                .toList();
        return ReleaseBundle.of(
                ReleaseAsset.ofBytes(name, json.getBytes(StandardCharsets.UTF_8)),
                Optional.of(key.id()),
                bytes -> BundleCheck.serves(bytes, predicateType, subjects, List.of(key)));
    }
}
