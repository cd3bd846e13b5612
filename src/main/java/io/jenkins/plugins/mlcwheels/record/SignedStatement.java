package io.jenkins.plugins.mlcwheels.record;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** That the controller signed a statement about a file of a release. A class, since it is saved in {@code build.xml}. */
@ExportedBean(defaultVisibility = 3)
public final class SignedStatement implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final String sha256;
    private final String kind;
    private final String bundle;

    /**
     * @param file the name of the file that the statement is about
     * @param sha256 of its bytes
     * @param kind of statement, such as {@code provenance}
     * @param bundle the name of the file that has the statement
     */
    public SignedStatement(@NonNull String file, @NonNull String sha256, @NonNull String kind, @NonNull String bundle) {
        this.file = Objects.requireNonNull(file);
        this.sha256 = Objects.requireNonNull(sha256);
        this.kind = Objects.requireNonNull(kind);
        this.bundle = Objects.requireNonNull(bundle);
    }

    /** The name of the file that the statement is about. */
    @Exported
    @NonNull
    public String getFile() {
        return file;
    }

    /** 64 hexadecimal digits in lower case. */
    @Exported
    @NonNull
    public String getSha256() {
        return sha256;
    }

    /** Such as {@code provenance}. */
    @Exported
    @NonNull
    public String getKind() {
        return kind;
    }

    /** The name of the file that has the statement. */
    @Exported
    @NonNull
    public String getBundle() {
        return bundle;
    }
}
