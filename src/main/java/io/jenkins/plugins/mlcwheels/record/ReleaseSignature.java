package io.jenkins.plugins.mlcwheels.record;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What the controller signed of a release, and with which key. A class, since it is saved in {@code build.xml}. */
@ExportedBean(defaultVisibility = 3)
public final class ReleaseSignature implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String keyId;
    private final String publicKey;
    private final String credentialsId;
    private final ArrayList<SignedStatement> statements;

    /**
     * @param keyId by which bundles name the key
     * @param publicKey as PEM
     * @param credentialsId of the credentials that hold the private key
     */
    public ReleaseSignature(
            @NonNull String keyId,
            @NonNull String publicKey,
            @NonNull String credentialsId,
            @NonNull List<SignedStatement> statements) {
        this.keyId = Objects.requireNonNull(keyId);
        this.publicKey = Objects.requireNonNull(publicKey);
        this.credentialsId = Objects.requireNonNull(credentialsId);
        this.statements = new ArrayList<>(statements);
    }

    /** By which bundles name the key: the SHA-256 of the public key in DER, in Base64. */
    @Exported
    @NonNull
    public String getKeyId() {
        return keyId;
    }

    /** As PEM, for those who verify. */
    @Exported
    @NonNull
    public String getPublicKey() {
        return publicKey;
    }

    /** Of the credentials that hold the private key. */
    @NonNull
    public String getCredentialsId() {
        return credentialsId;
    }

    /**
     * Whether a release has the bundle of each statement, and the file that it is about. A digest that the host does
     * not tell can't differ.
     */
    public boolean isOn(@NonNull PublishedRelease release) {
        Map<String, PublishedAsset> assets = new HashMap<>();
        release.getAssets().forEach(asset -> assets.put(asset.getName(), asset));
        return statements.stream().allMatch(statement -> {
            PublishedAsset file = assets.get(statement.getFile());
            String sha256 = file == null ? null : file.getSha256();
            return file != null
                    && (sha256 == null || sha256.equals(statement.getSha256()))
                    && assets.containsKey(statement.getBundle());
        });
    }

    /** What was signed, in order. */
    @Exported
    @NonNull
    public List<SignedStatement> getStatements() {
        return new ArrayList<>(statements);
    }
}
