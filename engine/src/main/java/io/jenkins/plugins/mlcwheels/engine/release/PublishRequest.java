package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is to be published, under which tag, and what may be done for it. Made with {@link #of}. */
public final class PublishRequest {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final int MOST_UPLOADS = 32;

    private final Builder values;
    private final boolean draftOnly;

    private PublishRequest(Builder values, boolean draftOnly) {
        this.values = values;
        this.draftOnly = draftOnly;
    }

    /** A request that is yet to get its wheels. */
    public static Builder of(ReleaseTag tag) {
        return new Builder(tag);
    }

    /** Under which it is published. */
    public ReleaseTag tag() {
        return values.tag;
    }

    /** Who publishes; the same one is let in again at once after a crash. */
    public String publisher() {
        return values.publisher;
    }

    /** The wheels, in the order in which they were given. */
    public List<ReleaseWheel> wheels() {
        return List.copyOf(values.wheels);
    }

    /** Other files that go with the wheels. */
    public List<ReleaseAsset> attachments() {
        return List.copyOf(values.attachments);
    }

    /** Signed statements that go with the files. */
    public List<ReleaseBundle> bundles() {
        return List.copyOf(values.bundles);
    }

    /** What signs the checksums. */
    public Optional<SumsSigner> sumsSigner() {
        return values.sumsSigner;
    }

    /** Globs, each of which has to match a wheel. */
    public List<String> expected() {
        return List.copyOf(values.expected);
    }

    /** The commit that was built, which the tag has to point at. */
    public Optional<String> commit() {
        return values.commit;
    }

    /** The title of the release; by default the tag. */
    public String title() {
        return values.title.orElse(values.tag.toString());
    }

    /** The notes as given; empty if there are none. */
    public String notes() {
        return values.notes;
    }

    /** Whether notes were asked for in any way, so that those of an adopted draft are replaced. */
    public boolean hasNotes() {
        return values.generateNotes || !values.notes.isEmpty();
    }

    /** Whether the host's own notes are to follow those given. */
    public boolean generateNotes() {
        return values.generateNotes;
    }

    /** Whether it is a pre-release; by default as the tag says. */
    public boolean prerelease() {
        return values.prerelease.orElse(values.tag.isPrerelease());
    }

    /** Whether it is to be the latest release; by default if no stable release has a higher version. */
    public Optional<Boolean> latest() {
        return values.latest;
    }

    /** The category of a discussion to open. */
    public Optional<String> discussion() {
        return values.discussion;
    }

    /** Whether a published release may be added to. */
    public boolean amend() {
        return values.amend;
    }

    /** Whether an asset with other bytes may be replaced. */
    public boolean clobber() {
        return values.clobber;
    }

    /** Whether the tag is made or moved by who publishes, so that it need not be there, nor at the commit. */
    public boolean makesTag() {
        return values.makesTag;
    }

    /** Whether a wheel may have the tag {@code linux}, which promises nothing of other machines. */
    public boolean allowLinuxTag() {
        return values.allowLinuxTag;
    }

    /** Whether wheels may be published whose tests might import from anywhere. */
    public boolean allowUnproven() {
        return values.allowUnproven;
    }

    /** Whether wheels with a variant label (PEP 825, a draft) are taken. */
    public boolean allowVariants() {
        return values.allowVariants;
    }

    /** Whether to stop at the verified draft. */
    public boolean draftOnly() {
        return draftOnly;
    }

    /** The same, to stop at the verified draft or not. */
    public PublishRequest withDraftOnly(boolean yes) {
        return new PublishRequest(values, yes);
    }

    /** How many uploads at once. */
    public int parallel() {
        return values.parallel;
    }

    private static EngineException unusable(String message, String suggestion) {
        return new EngineException(EngineException.Kind.INPUT, message, suggestion);
    }

    /**
     * Collects the values of a request; each has a default that changes nothing. What can't be used is refused with an
     * {@link EngineException} of the kind {@code INPUT}.
     */
    public static final class Builder {

        private final ReleaseTag tag;
        private final List<ReleaseWheel> wheels = new ArrayList<>();
        private final List<ReleaseAsset> attachments = new ArrayList<>();
        private final List<ReleaseBundle> bundles = new ArrayList<>();
        private final List<String> expected = new ArrayList<>();
        private Optional<SumsSigner> sumsSigner = Optional.empty();
        private String publisher = "mlc-wheels";
        private Optional<String> commit = Optional.empty();
        private Optional<String> title = Optional.empty();
        private String notes = "";
        private boolean generateNotes;
        private Optional<Boolean> prerelease = Optional.empty();
        private Optional<Boolean> latest = Optional.empty();
        private Optional<String> discussion = Optional.empty();
        private boolean amend;
        private boolean clobber;
        private boolean makesTag;
        private boolean allowLinuxTag;
        private boolean allowUnproven;
        private boolean allowVariants;
        private boolean draftOnly;
        private int parallel = 4;

        private Builder(ReleaseTag tag) {
            this.tag = Objects.requireNonNull(tag, "tag");
        }

        /** @param id letters, digits, '.', '_' and '-', at most 100; no two publishers at once may have the same */
        public Builder publisher(String id) {
            if (!PublishMark.isPublisher(id)) {
                throw unusable(
                        "'" + id + "' can't be the id of a publisher",
                        "Use letters, digits, '.', '_' and '-', at most 100 of them.");
            }
            publisher = id;
            return this;
        }

        /** See {@link PublishRequest#wheels}. */
        public Builder wheel(ReleaseWheel wheel) {
            wheels.add(wheel);
            return this;
        }

        /** See {@link PublishRequest#attachments}. */
        public Builder attach(ReleaseAsset file) {
            attachments.add(file);
            return this;
        }

        /** See {@link PublishRequest#bundles}. */
        public Builder bundle(ReleaseBundle bundle) {
            bundles.add(bundle);
            return this;
        }

        /** See {@link PublishRequest#sumsSigner}. */
        public Builder sumsSigner(SumsSigner signer) {
            sumsSigner = Optional.of(signer);
            return this;
        }

        /** @param glob as of a shell, for the names of wheels */
        public Builder expect(String glob) {
            expected.add(glob);
            return this;
        }

        /** @param hash the whole hash, 40 or 64 hexadecimal digits */
        public Builder commit(String hash) {
            String lower = hash.toLowerCase(Locale.ROOT);
            if (!COMMIT.matcher(lower).matches()) {
                throw unusable("'" + hash + "' is not the whole hash of a commit", "git rev-parse COMMIT prints it.");
            }
            commit = Optional.of(lower);
            return this;
        }

        /** See {@link PublishRequest#title}. */
        public Builder title(String text) {
            title = Optional.of(text);
            return this;
        }

        /** @param markdown may be empty */
        public Builder notes(String markdown) {
            notes = markdown;
            return this;
        }

        /** See {@link PublishRequest#generateNotes}. */
        public Builder generateNotes(boolean yes) {
            generateNotes = yes;
            return this;
        }

        /** See {@link PublishRequest#prerelease}. */
        public Builder prerelease(boolean yes) {
            prerelease = Optional.of(yes);
            return this;
        }

        /** See {@link PublishRequest#latest}. */
        public Builder latest(boolean yes) {
            latest = Optional.of(yes);
            return this;
        }

        /** See {@link PublishRequest#discussion}. */
        public Builder discussion(String category) {
            discussion = Optional.of(category);
            return this;
        }

        /** See {@link PublishRequest#amend}. */
        public Builder amend(boolean yes) {
            amend = yes;
            return this;
        }

        /** See {@link PublishRequest#allowLinuxTag}. */
        public Builder allowLinuxTag(boolean yes) {
            allowLinuxTag = yes;
            return this;
        }

        /** See {@link PublishRequest#clobber}. */
        public Builder clobber(boolean yes) {
            clobber = yes;
            return this;
        }

        /** See {@link PublishRequest#makesTag}. */
        public Builder makesTag(boolean yes) {
            makesTag = yes;
            return this;
        }

        /** See {@link PublishRequest#allowUnproven}. */
        public Builder allowUnproven(boolean yes) {
            allowUnproven = yes;
            return this;
        }

        /** Whether wheels with a variant label (PEP 825, a draft) are taken; not by default. */
        public Builder allowVariants(boolean yes) {
            allowVariants = yes;
            return this;
        }

        /** See {@link PublishRequest#draftOnly}. */
        public Builder draftOnly(boolean yes) {
            draftOnly = yes;
            return this;
        }

        /** @param uploads 1 to 32 */
        public Builder parallel(int uploads) {
            if (uploads < 1 || uploads > MOST_UPLOADS) {
                throw unusable(uploads + " uploads at once are not possible", "Use 1 to " + MOST_UPLOADS + ".");
            }
            parallel = uploads;
            return this;
        }

        /** The builder must not be used any more afterwards. */
        public PublishRequest build() {
            return new PublishRequest(this, draftOnly);
        }
    }
}
