package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.http.TransferRate;
import io.jenkins.plugins.mlcwheels.engine.release.NotesFile;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What to publish and what may be done for it, whatever the host. */
final class PublishOptions {

    private static final Pattern SOURCES = Pattern.compile("([A-Za-z0-9._-]+)-[0-9][^-]*\\.tar\\.gz");

    @Option(names = "--tag", paramLabel = "TAG", description = "The release tag, such as v0.1.0.")
    private String tag;

    @Option(
            names = "--tag-pattern",
            paramLabel = "PATTERN",
            description =
                    "Form of the project's release tags, such as '{version}' or 'name-{version}'; default: v and a"
                            + " version.")
    private String tagPattern;

    @Option(
            names = "--commit",
            paramLabel = "SHA",
            description = "The commit that was built; the tag has to point at it.")
    private String commit;

    @Option(
            names = "--expect",
            paramLabel = "GLOB",
            description = "Refuse unless a wheel's name matches; may be given several times.")
    private List<String> expected = new ArrayList<>();

    @Option(
            names = "--attach",
            paramLabel = "FILE",
            description = "Another file to publish; may be given several times.")
    private List<Path> attachments = new ArrayList<>();

    @Option(names = "--dry-run", description = "Print what would be done, and do nothing.")
    private boolean dryRun;

    @Option(names = "--amend", description = "Add to a release that is published already.")
    private boolean amend;

    @Option(names = "--clobber", description = "Replace files that are there with other bytes.")
    private boolean clobber;

    @Option(
            names = "--allow-linux-tag",
            description = "Accept wheels with a linux tag, which may not run on other machines.")
    private boolean allowLinuxTag;

    @Option(names = "--allow-unproven", description = "Publish wheels too whose test allowed imports from anywhere.")
    private boolean allowUnproven;

    @Option(
            names = "--allow-variants",
            description = "Publish wheels too whose name has a variant label (PEP 825, a draft).")
    private boolean allowVariants;

    @Option(names = "--draft-only", description = "Stop at the verified draft.")
    private boolean draftOnly;

    @Option(
            names = "--publisher-id",
            paramLabel = "ID",
            description =
                    "Id of this publisher. A publisher with the same id continues at once where this one was killed.")
    private String publisher;

    @Option(names = "--title", paramLabel = "TEXT", description = "Title of the release; by default the tag.")
    private String title;

    @Option(names = "--notes-file", paramLabel = "FILE", description = "Release notes, in Markdown.")
    private Path notesFile;

    @Option(
            names = "--generate-notes",
            description = "Let the host write release notes; they follow those of --notes-file.")
    private boolean generateNotes;

    @Option(
            names = "--prerelease",
            negatable = true,
            description = "Whether it is a pre-release; by default as the tag says.")
    private Boolean prerelease;

    @Option(
            names = "--latest",
            negatable = true,
            description = "Whether it is the latest release; by default if no stable one is higher.")
    private Boolean latest;

    @Option(names = "--discussion", paramLabel = "CATEGORY", description = "Open a discussion of the release.")
    private String discussion;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "4",
            description = "Uploads at once, 1 to 32; by default ${DEFAULT-VALUE}.")
    private int parallel;

    @Option(
            names = "--min-rate",
            paramLabel = "RATE",
            converter = RateConverter.class,
            defaultValue = "100k",
            description =
                    "Give up uploads that are slower together, or one that is slower alone: bytes per second, such"
                            + " as 20000 or 20k; 0 for any; by default ${DEFAULT-VALUE}.")
    private TransferRate minRate;

    /** Reads 20000, 20k and 1M. */
    static final class RateConverter implements ITypeConverter<TransferRate> {
        @Override
        public TransferRate convert(String text) {
            try {
                return TransferRate.parse(text);
            } catch (EngineException e) {
                throw new TypeConversionException(e.getMessage() + "; use 20000, 20k or 1M (bytes per second)");
            }
        }
    }

    TransferRate minRate() {
        return minRate;
    }

    boolean draftOnly() {
        return draftOnly;
    }

    /** Of the attached files, the source distributions of the projects that wheels are given of. */
    List<Path> sourceDistributions(List<Path> wheels) {
        Set<String> projects = wheels.stream()
                .map(wheel ->
                        WheelFilename.parse(wheel.getFileName().toString()).normalizedName())
                .collect(Collectors.toSet());
        return attachments.stream()
                .filter(file -> projects.contains(project(file.getFileName().toString())))
                .toList();
    }

    /** The project that a source distribution of that name is of; empty if it is none. */
    private static String project(String name) {
        Matcher parts = SOURCES.matcher(name);
        return parts.matches() ? parts.group(1).replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT) : "";
    }

    boolean dryRun() {
        return dryRun;
    }

    Optional<String> commit() {
        return Optional.ofNullable(commit);
    }

    boolean hasTag() {
        return tag != null;
    }

    boolean hasTitle() {
        return title != null;
    }

    boolean hasNotes() {
        return notesFile != null || generateNotes;
    }

    /** The options that are given and that a nightly decides by itself. */
    List<String> decidedByNightly() {
        List<String> given = new ArrayList<>();
        ifGiven(tag, any -> given.add("--tag"));
        ifGiven(tagPattern, any -> given.add("--tag-pattern"));
        ifGiven(prerelease, any -> given.add("--prerelease"));
        ifGiven(latest, any -> given.add("--latest"));
        if (amend) {
            given.add("--amend");
        }
        if (draftOnly) {
            given.add("--draft-only");
        }
        return given;
    }

    ReleaseTag tag() {
        return (tagPattern == null ? TagPattern.STANDARD : TagPattern.of(tagPattern)).parse(tag);
    }

    /** @param anyone who publishes if nobody was named */
    PublishRequest.Builder request(ReleaseTag under, String anyone) throws IOException {
        PublishRequest.Builder request = PublishRequest.of(under)
                .publisher(publisher == null ? anyone : publisher)
                .generateNotes(generateNotes)
                .amend(amend)
                .clobber(clobber)
                .allowLinuxTag(allowLinuxTag)
                .allowUnproven(allowUnproven)
                .allowVariants(allowVariants)
                .draftOnly(draftOnly)
                .parallel(parallel);
        expected.forEach(request::expect);
        for (Path file : attachments) {
            request.attach(ReleaseAsset.ofFile(file));
        }
        if (notesFile != null) {
            request.notes(NotesFile.read(notesFile));
        }
        ifGiven(commit, request::commit);
        ifGiven(title, request::title);
        ifGiven(prerelease, request::prerelease);
        ifGiven(latest, request::latest);
        ifGiven(discussion, request::discussion);
        return request;
    }

    private static <T> void ifGiven(T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
