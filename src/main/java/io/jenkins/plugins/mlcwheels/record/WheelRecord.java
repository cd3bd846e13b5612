package io.jenkins.plugins.mlcwheels.record;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * One wheel, or source distribution, of a build. A class and not a record, since it is saved in {@code build.xml}, where records can't be read
 * back.
 */
@ExportedBean(defaultVisibility = 3)
public final class WheelRecord implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String fileName;
    private final String name;
    private final String version;
    private final String tag;
    private final String platform;
    private final String sha256;
    private final long size;

    @CheckForNull
    private final String flavour;

    private final boolean passed;
    private final boolean archived;
    private final boolean tested;

    @CheckForNull
    private final WheelTestRecord test;

    @CheckForNull
    private final WheelOrigin origin;

    @CheckForNull
    private final String identifier;

    /**
     * @param facts what the engine read from the wheel, checked
     * @param flavour what it was built as; null if something else built it
     * @param archived whether it is an artifact of the build, at {@code facts.path()}
     */
    public WheelRecord(@NonNull WheelFacts facts, @CheckForNull String flavour, boolean archived) {
        this(
                facts.path(),
                facts.fileName(),
                facts.name(),
                facts.version(),
                facts.tag(),
                facts.platform(),
                facts.sha256(),
                facts.size(),
                flavour,
                facts.passed(),
                archived,
                false,
                null,
                null,
                null);
    }

    private WheelRecord(
            String path,
            String fileName,
            String name,
            String version,
            String tag,
            String platform,
            String sha256,
            long size,
            @CheckForNull String flavour,
            boolean passed,
            boolean archived,
            boolean tested,
            @CheckForNull WheelTestRecord test,
            @CheckForNull WheelOrigin origin,
            @CheckForNull String identifier) {
        this.path = Objects.requireNonNull(path);
        this.fileName = Objects.requireNonNull(fileName);
        this.name = Objects.requireNonNull(name);
        this.version = Objects.requireNonNull(version);
        this.tag = Objects.requireNonNull(tag);
        this.platform = Objects.requireNonNull(platform);
        this.sha256 = Objects.requireNonNull(sha256);
        this.size = size;
        this.flavour = flavour;
        this.passed = passed;
        this.archived = archived;
        this.tested = tested;
        this.test = test;
        this.origin = origin;
        this.identifier = identifier;
    }

    /** The same wheel, known to have been tested in this build. */
    @NonNull
    WheelRecord asTested(@NonNull WheelTestRecord how) {
        return new WheelRecord(
                path,
                fileName,
                name,
                version,
                tag,
                platform,
                sha256,
                size,
                flavour,
                passed,
                archived,
                true,
                how,
                origin,
                identifier);
    }

    /** The same wheel as an artifact of the build, or not as one. */
    @NonNull
    public WheelRecord asArchived(boolean kept) {
        return new WheelRecord(
                path,
                fileName,
                name,
                version,
                tag,
                platform,
                sha256,
                size,
                flavour,
                passed,
                kept,
                tested,
                test,
                origin,
                identifier);
    }

    /** The same wheel with what the controller knows of its building. */
    @NonNull
    public WheelRecord builtAs(@NonNull WheelOrigin how) {
        return new WheelRecord(
                path,
                fileName,
                name,
                version,
                tag,
                platform,
                sha256,
                size,
                flavour,
                passed,
                archived,
                tested,
                test,
                how,
                identifier);
    }

    /** The same wheel as that of a build of a matrix. */
    @NonNull
    public WheelRecord asBuildOf(@CheckForNull String build) {
        return new WheelRecord(
                path, fileName, name, version, tag, platform, sha256, size, flavour, passed, archived, tested, test,
                origin, build);
    }

    /** Whether it takes the place of another wheel: the same path, other bytes. */
    boolean displaces(@NonNull WheelRecord other) {
        return path.equals(other.path) && !sha256.equals(other.sha256);
    }

    /**
     * What two steps recorded of the same bytes at the same place, as one: it has passed only if it has passed both
     * audits, and is what either made of it.
     */
    @NonNull
    WheelRecord and(@NonNull WheelRecord later) {
        WheelRecord judged = passed ? later : this;
        return new WheelRecord(
                path,
                fileName,
                name,
                version,
                tag,
                judged.platform,
                sha256,
                size,
                flavour == null ? later.flavour : flavour,
                judged.passed,
                archived || later.archived,
                tested || later.tested,
                later.test == null ? test : later.test,
                later.origin == null ? origin : later.origin,
                identifier == null ? later.identifier : identifier);
    }

    /** Where it lies, relative to the workspace and, if archived, to the artifacts; parts separated by {@code /}. */
    @Exported
    public String getPath() {
        return path;
    }

    /** The last part of the path. */
    @Exported
    public String getFileName() {
        return fileName;
    }

    /** The distribution's name, normalised as PEP 503 has it. */
    @Exported
    public String getName() {
        return name;
    }

    /** As the file's name has it. */
    @Exported
    public String getVersion() {
        return version;
    }

    /** The compatibility tag of the file name, such as {@code py3-none-manylinux_2_28_x86_64}. */
    @Exported
    public String getTag() {
        return tag;
    }

    /** The platform that the audit found, such as {@code manylinux_2_28_x86_64}. */
    @Exported
    public String getPlatform() {
        return platform;
    }

    /** 64 hexadecimal digits in lower case. */
    @Exported
    public String getSha256() {
        return sha256;
    }

    /** In bytes. */
    @Exported
    public long getSize() {
        return size;
    }

    /** Id of the flavour that it was built as; null if nobody said. */
    @Exported
    @CheckForNull
    public String getFlavour() {
        return flavour;
    }

    /** The build of the matrix that made it, as its identifier after its flavour; null where there is no matrix. */
    @Exported
    @CheckForNull
    public String getIdentifier() {
        return identifier;
    }

    /** Whether it is a source distribution, which has neither tag nor platform. */
    @Exported
    public boolean isSdist() {
        return tag.equals(WheelFacts.SDIST);
    }

    /** Whether the audit found nothing wrong. */
    @Exported
    public boolean isPassed() {
        return passed;
    }

    /** Whether it is an artifact of the build. */
    @Exported
    public boolean isArchived() {
        return archived;
    }

    /** Whether this build tested these very bytes with success. */
    @Exported
    public boolean isTested() {
        return tested;
    }

    /** How it was tested; null if it was not, or by a version of the plugin that did not say. */
    @Exported
    @CheckForNull
    public WheelTestRecord getTest() {
        return test;
    }

    /** What the controller knows of its building; null if no step of this build built it. */
    @CheckForNull
    public WheelOrigin getOrigin() {
        return origin;
    }

    /** What pipelines get to see of it. */
    @NonNull
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("path", path);
        map.put("name", name);
        map.put("version", version);
        map.put("tag", tag);
        map.put("sha256", sha256);
        map.put("size", size);
        map.put("flavour", flavour);
        map.put("passed", passed);
        map.put("identifier", identifier);
        return map;
    }
}
