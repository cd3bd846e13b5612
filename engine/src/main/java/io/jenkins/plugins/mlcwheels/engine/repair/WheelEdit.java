package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.audit.WheelAuditor;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.LinuxFacts;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelChanges;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelMetadata;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelWriter;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelWriterOptions;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** Carries out a {@link RepairPlan}: makes patched copies of ELF files, then writes the wheel with them. */
final class WheelEdit {

    private static final int READABLE = 0644;
    private static final int PROGRAM = 0755;
    private static final long LARGEST_METADATA = 16 << 20;

    private final WheelArchive source;
    private final RepairPlan plan;
    private final RepairOptions options;
    private final Workspace workspace;
    private final StripRun strip;
    private final Set<String> stripped;
    private final WheelChanges changes;
    private final Set<String> changed = new HashSet<>();
    private GraftLicences licences;

    WheelEdit(
            WheelArchive source, WheelAuditor.Scan scan, RepairPlan plan, RepairOptions options, Workspace workspace) {
        this.strip = new StripRun(options, workspace);
        this.stripped = strip.chosen(scan.facts(LinuxFacts.class).wheel().elfs());
        this.source = source;
        this.plan = plan;
        this.options = options;
        this.workspace = workspace;
        this.changes =
                new WheelChanges(plan.filename()).knownDigests(scan.contents().digests());
    }

    /** Names of the entries of the new wheel that are not plain copies of the source's. */
    Set<String> changed() {
        return changed;
    }

    /** Whether any file gets other bytes. */
    boolean changesFiles() {
        return !plan.grafts().isEmpty() || !plan.patches().isEmpty() || !stripped.isEmpty();
    }

    /** What was taken out of files. */
    StripRun strip() {
        return strip;
    }

    /** Makes the patched and stripped copies. */
    Void patch() throws IOException {
        List<Callable<Void>> work = new ArrayList<>();
        Set<String> paths = new TreeSet<>(stripped);
        paths.addAll(plan.patches().keySet());
        for (String path : paths) {
            work.add(() -> patchEntry(path, plan.patches().get(path)));
        }
        for (LibraryGraft graft : plan.grafts()) {
            work.add(() -> patchGraft(graft, plan.graftPatches().get(graft.name())));
        }
        ParallelWork.run(work, options.threads());
        if (!plan.grafts().isEmpty()) {
            add(source.distInfo() + "/" + SoftwareBill.PATH, SoftwareBill.of(plan.filename(), plan.grafts()), READABLE);
            addLicences();
        }
        return null;
    }

    private void addLicences() throws IOException {
        licences = GraftLicences.of(plan.grafts(), options);
        if (!licences.files().isEmpty()) {
            licences.files().forEach((path, text) -> add(source.distInfo() + "/" + path, text, READABLE));
            String metadata = source.distInfo() + "/METADATA";
            byte[] before = source.read(source.entry(metadata).orElseThrow(), LARGEST_METADATA);
            if (!LicenceRows.raiseVersion(before) || addOldLicences()) {
                add(metadata, LicenceRows.added(before, licences.names()), READABLE);
            }
        }
    }

    /** Puts the licence files that METADATA names to where version 2.4 asks for them; false if one is not known. */
    private boolean addOldLicences() throws IOException {
        Optional<SortedMap<String, ArchiveEntry>> copies = OldLicenceFiles.copies(source);
        for (Map.Entry<String, ArchiveEntry> copy :
                copies.orElse(Collections.emptySortedMap()).entrySet()) {
            if (changed.add(copy.getKey())) {
                Path file = workspace.newFile();
                try (InputStream content = source.open(copy.getValue())) {
                    Files.copy(content, file);
                }
                changes.add(copy.getKey(), file, READABLE);
            }
        }
        return copies.isPresent();
    }

    /** What is to be said of the licences of grafts. */
    List<String> licenceWarnings() {
        return licences == null ? List.of() : licences.warnings();
    }

    /** @param patch null if the file is only stripped */
    private Void patchEntry(String path, ElfPatch patch) throws IOException {
        ArchiveEntry entry = source.entry(path).orElseThrow();
        Path file = workspace.newFile();
        try (InputStream content = source.open(entry)) {
            Files.copy(content, file);
        }
        boolean smaller = stripped.contains(path) && strip.strip(file, path);
        if (patch == null && !smaller) {
            return null;
        }
        if (patch != null) {
            patch.apply(file, source.filename() + ": " + path);
        }
        synchronized (changes) {
            changes.replace(path, file);
            String moved = plan.movedPrograms().get(path);
            changed.add(moved == null ? path : moved);
            if (moved != null) {
                changes.rename(path, moved);
                add(path, ScriptShim.of(moved), PROGRAM);
            }
        }
        return null;
    }

    private Void patchGraft(LibraryGraft graft, ElfPatch patch) throws IOException {
        Path file = workspace.newFile();
        try (InputStream content = Files.newInputStream(graft.source())) {
            Files.copy(content, file);
        }
        String name = plan.directory() + "/" + graft.name();
        strip.strip(graft, file, name);
        patch.apply(file, source.filename() + ": " + graft.source());
        synchronized (changes) {
            changes.add(name, file, permissions(graft.source()));
            changed.add(name);
        }
        return null;
    }

    /** Those of the library on this machine, readable for all. */
    private static int permissions(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        boolean program = permissions.contains(PosixFilePermission.OWNER_EXECUTE);
        return program ? PROGRAM : READABLE;
    }

    private void add(String name, byte[] content, int permissions) {
        synchronized (changes) {
            if (source.entry(name).isPresent() && !plan.movedPrograms().containsKey(name)) {
                changes.replace(name, content);
            } else {
                changes.add(name, content, permissions);
            }
            changed.add(name);
        }
    }

    /** Writes the new wheel into the workspace. */
    Path write() throws IOException {
        String wheelFile = source.distInfo() + "/WHEEL";
        byte[] metadata =
                asPlatformWheel(source.wheelFile().withTags(plan.filename().tags()));
        WheelMetadata.parse(wheelFile, metadata);
        changes.replace(wheelFile, metadata);
        changed.add(wheelFile);
        changed.add(source.distInfo() + "/RECORD");
        return WheelWriter.rewrite(
                source,
                changes,
                workspace.directory(),
                new WheelWriterOptions(options.sourceDateEpoch(), options.level(), options.threads()));
    }

    /** A wheel with a platform tag is installed among the platform's libraries. */
    private static byte[] asPlatformWheel(byte[] wheelFile) {
        return new String(wheelFile, StandardCharsets.UTF_8)
                .replaceAll("(?im)^(Root-Is-Purelib:[ \\t]*)true[ \\t]*$", "$1false")
                .getBytes(StandardCharsets.UTF_8);
    }

    Map<String, String> movedPrograms() {
        return plan.movedPrograms();
    }
}
