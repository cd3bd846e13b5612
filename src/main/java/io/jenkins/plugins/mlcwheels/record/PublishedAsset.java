package io.jenkins.plugins.mlcwheels.record;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A file of a release. The constructor refuses what no honest agent says. */
@ExportedBean(defaultVisibility = 3)
public final class PublishedAsset implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}/\\\\<>\"]{1,255}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final String name;
    private final long size;

    @CheckForNull
    private final String sha256;

    private final String url;

    /**
     * @param size in bytes
     * @param sha256 64 hexadecimal digits in lower case; empty if the host tells none
     * @throws IllegalArgumentException naming what can't be true
     */
    public PublishedAsset(@NonNull String name, long size, @NonNull String sha256, @NonNull String url) {
        PublishedRelease.check(NAME.matcher(name).matches(), "asset name", name);
        PublishedRelease.check(size >= 0, "asset size", Long.toString(size));
        PublishedRelease.check(sha256.isEmpty() || SHA256.matcher(sha256).matches(), "asset digest", sha256);
        this.name = name;
        this.size = size;
        this.sha256 = sha256.isEmpty() ? null : sha256;
        this.url = PublishedRelease.address(url);
    }

    /** Its file name on the host. */
    @Exported
    @NonNull
    public String getName() {
        return name;
    }

    /** In bytes. */
    @Exported
    public long getSize() {
        return size;
    }

    /** 64 hexadecimal digits in lower case; null if the host tells none. */
    @Exported
    @CheckForNull
    public String getSha256() {
        return sha256;
    }

    /** Where to download it, or the file that it is. */
    @Exported
    @NonNull
    public String getUrl() {
        return url;
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("size", size);
        map.put("sha256", sha256);
        map.put("url", url);
        return map;
    }
}
