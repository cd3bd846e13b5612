package io.jenkins.plugins.mlcwheels.record;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A release that a build made. A class and not a record, since it is saved in {@code build.xml}. The constructor refuses
 * what no honest agent says.
 */
@ExportedBean(defaultVisibility = 2)
public final class PublishedRelease implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_ADDRESS = 2000;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._+-]{1,200}");
    private static final Pattern ADDRESS = Pattern.compile("(https?://|/|[A-Za-z]:\\\\)[^\\p{Cntrl}<>\"]*");

    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9._+@=,/-]{1,200}");

    private final String tag;
    private final String id;
    private final String url;
    private final boolean draft;
    private final ArrayList<PublishedAsset> assets;

    @CheckForNull
    private final ReleaseSignature signature;

    /** Whether it is one of those that come and go. */
    private boolean nightly;

    /**
     * @param url page of the release, or the directory that it is
     * @throws IllegalArgumentException naming what can't be true
     */
    public PublishedRelease(
            @NonNull String tag,
            @NonNull String id,
            @NonNull String url,
            boolean draft,
            @NonNull List<PublishedAsset> assets) {
        this(tag, id, url, draft, assets, null);
    }

    private PublishedRelease(
            String tag,
            String id,
            String url,
            boolean draft,
            List<PublishedAsset> assets,
            @CheckForNull ReleaseSignature signature) {
        check(ID.matcher(id).matches(), "release", id);
        this.tag = tag;
        this.id = id;
        this.url = address(url);
        this.draft = draft;
        this.assets = new ArrayList<>(assets);
        this.signature = signature;
    }

    /** The same, with what the controller signed of it. */
    @NonNull
    public PublishedRelease signed(@NonNull ReleaseSignature how) {
        PublishedRelease other = new PublishedRelease(tag, id, url, draft, assets, how);
        other.nightly = nightly;
        return other;
    }

    /** The same as a nightly, whose tag the agent chose. */
    @NonNull
    public PublishedRelease asNightly(@NonNull String chosen) {
        check(TAG.matcher(chosen).matches(), "tag", chosen);
        PublishedRelease other = new PublishedRelease(chosen, id, url, draft, assets, signature);
        other.nightly = true;
        return other;
    }

    /** Whether it is one of those that come and go, so that its build may as well. */
    @Exported
    public boolean isNightly() {
        return nightly;
    }

    static String address(String url) {
        check(
                url.isEmpty()
                        || url.length() <= LONGEST_ADDRESS
                                && ADDRESS.matcher(url).matches(),
                "address",
                url);
        return url;
    }

    static void check(boolean holds, String what, String value) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "the agent's report has an impossible " + what + ": '" + PrintableText.line(value, 80) + "'");
        }
    }

    /** The tag that it is the release of, such as {@code v1.2.0}. */
    @Exported
    @NonNull
    public String getTag() {
        return tag;
    }

    /** What the host calls it. */
    @Exported
    @NonNull
    public String getId() {
        return id;
    }

    /** Its page, or the directory that it is. */
    @Exported
    @NonNull
    public String getUrl() {
        return url;
    }

    /** Whether there is a page to go to. */
    public boolean isLinked() {
        return url.startsWith("http");
    }

    /** Whether only its makers can see it. */
    @Exported
    public boolean isDraft() {
        return draft;
    }

    /** All its files, as the host had them when it was published. */
    @Exported
    @NonNull
    public List<PublishedAsset> getAssets() {
        return new ArrayList<>(assets);
    }

    /** What the controller signed of it; null if it signed nothing. */
    @Exported
    @CheckForNull
    public ReleaseSignature getSignature() {
        return signature;
    }

    /** What pipelines get to see of it. */
    @NonNull
    public Map<String, Object> toMap() {
        ArrayList<Map<String, Object>> files = new ArrayList<>();
        assets.forEach(asset -> files.add(asset.toMap()));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("tag", tag);
        map.put("id", id);
        map.put("url", url);
        map.put("draft", draft);
        map.put("assets", files);
        map.put("signedBy", signature == null ? null : signature.getKeyId());
        return map;
    }
}
