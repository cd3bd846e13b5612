package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.UniqueName;
import io.jenkins.plugins.mlcwheels.engine.repair.Stripping;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessSpec;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Knows what earlier runs built from which inputs, and keeps what this one builds. */
final class RunHistory {

    private static final int MOST_NAMED = 3;

    private final RunRequest request;
    private final Wheelhouse wheelhouse;
    private final RunInputs inputs;
    private final String source;

    RunHistory(RunRequest request, Wheelhouse wheelhouse) throws IOException {
        this.request = request;
        this.wheelhouse = wheelhouse;
        this.inputs = new RunInputs(request.environment());
        List<Path> outputs = new ArrayList<>(List.of(request.wheelhouse(), request.work()));
        outputs.addAll(request.caches().written());
        this.source = SourceDigest.of(request.tree().root(), outputs);
    }

    /**
     * The record of a build that need not be done again.
     *
     * @param fresh builds whose records hold; a wheel of another build holds only with that build
     */
    Optional<RunRecord> unchanged(Cell cell, Set<String> fresh, ProgressListener listener) throws IOException {
        Optional<RunRecord> record = wheelhouse.recordOf(cell.name());
        if (request.limits().rebuild() || record.isEmpty()) {
            return Optional.empty();
        }
        List<String> changed = record.get().changed(of(cell, record.get().salt()));
        String why = "";
        if (!changed.isEmpty()) {
            why = "changed since: " + String.join(", ", changed.subList(0, Math.min(MOST_NAMED, changed.size())))
                    + (changed.size() > MOST_NAMED ? " and " + (changed.size() - MOST_NAMED) + " more" : "");
        } else if (!record.get().isIntact(request.wheelhouse())) {
            why = record.get().wheel() + " is missing or was changed";
        } else if (record.get()
                .servedBy()
                .filter(other -> !fresh.contains(other))
                .isPresent()) {
            why = "it has the wheel of " + record.get().servedBy().get() + ", which is built again";
        }
        if (why.isEmpty()) {
            return record;
        }
        listener.on(new ProgressListener.Notice(cell.name() + " is built again: " + why, false));
        return Optional.empty();
    }

    /** Notes a build that ended well. */
    void keep(Cell cell, Path wheel, Optional<String> servedBy) throws IOException {
        String salt = UniqueName.next();
        wheelhouse.keep(new RunRecord(
                cell.name(), salt, of(cell, salt), wheel.getFileName().toString(), Sha256.of(wheel), servedBy));
    }

    private SortedMap<String, String> of(Cell cell, String salt) throws IOException {
        Map<String, String> others = new TreeMap<>(cell.site().identity());
        others.put("source", source);
        others.put("mlc-wheels", request.toolVersion());
        others.put("compressor", WheelWriter.COMPRESSOR);
        others.put("python", cell.python().toString());
        others.put("where", cell.site().name());
        others.put("caches", request.caches().trusted() ? "trusted" : "of changes");
        others.put("options", Sha256.of(options(cell)));
        constraints(cell).ifPresent(digest -> others.put("constraints", digest));
        return inputs.of(salt, named(cell), !cell.site().isContainer(), others);
    }

    private String options(Cell cell) throws IOException {
        Map<String, Object> plan = new TreeMap<>(new CellBuild(request, cell, ProcessSpec.ANYWHERE, 1)
                .plan(Optional.empty())
                .describe());
        List.of("dist", "jobs", "ccache", "notes", "environment").forEach(plan::remove);
        return plan + "\n" + cell.build().options() + "\n" + request.repair().plat()
                + request.repair().onlyPlat()
                + request.repair().ldPaths() + request.repair().libraryPath()
                + request.limits().sdist() + request.repair().useOwnLibraries()
                + request.repair().level()
                + request.repair().anyInstructionSet()
                + (request.repair().stripping().equals(Stripping.NONE)
                        ? ""
                        : request.repair().stripping())
                + (request.repair().licences().isEmpty() ? "" : request.repair().licences());
    }

    private Optional<String> constraints(Cell cell) throws IOException {
        Optional<Path> file =
                cell.build().options().constraints().file().map(request.tree().root()::resolve);
        return file.isPresent() && Files.isRegularFile(file.get())
                ? Optional.of(Sha256.of(file.get()))
                : Optional.empty();
    }

    /** Variables that the configuration names, and so count whatever they are. */
    private List<String> named(Cell cell) {
        List<String> all = new ArrayList<>(cell.build().options().environmentPass());
        cell.build().options().environment().forEach(assignment -> {
            java.util.regex.Matcher names = java.util.regex.Pattern.compile("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)")
                    .matcher(assignment.word());
            while (names.find()) {
                all.add(names.group(1));
            }
        });
        return all;
    }
}
