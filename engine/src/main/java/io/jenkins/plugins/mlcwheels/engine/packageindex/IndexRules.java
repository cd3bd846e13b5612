package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.text.Ascii;
import io.jenkins.plugins.mlcwheels.engine.text.ByteSize;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an index refuses, as far as the files themselves tell. */
final class IndexRules {

    private static final Set<String> PYPI_LINUX = Set.of("linux_armv6l", "linux_armv7l");

    private final PackageIndex index;
    private final List<UploadProblem> problems = new ArrayList<>();

    private IndexRules(PackageIndex index) {
        this.index = index;
    }

    static List<UploadProblem> problems(PackageIndex index, List<Distribution> files) {
        IndexRules rules = new IndexRules(index);
        Map<String, Distribution> names = new HashMap<>();
        for (Distribution file : files) {
            rules.problems.addAll(file.problems());
            Distribution twin = names.putIfAbsent(file.name(), file);
            if (twin != null) {
                rules.add(
                        "'" + file.name() + "' was given twice: " + twin.path() + " and " + file.path(),
                        "Give it once.");
            }
            rules.checkSize(file);
            if (index.pypi()) {
                rules.checkPypi(file);
            }
        }
        return rules.problems;
    }

    private void checkSize(Distribution file) {
        if (file.size() == 0) {
            add("'" + file.name() + "' is empty", "Build it again.");
        }
        if (index.largest().isPresent() && file.size() > index.largest().getAsLong()) {
            add(
                    "'" + file.name() + "' has " + ByteSize.print(file.size()) + ", more than the "
                            + ByteSize.print(index.largest().getAsLong()) + " that " + index + " takes",
                    index.pypi()
                            ? "Ask PyPI for a higher limit of the project, and give it with --max-size."
                            : "Make it smaller, or give the limit of the index with --max-size.");
        }
    }

    private void checkPypi(Distribution file) {
        Pep440Version.tryParse(file.version())
                .filter(version -> !version.local().isEmpty())
                .ifPresent(version -> add(
                        "'" + file.name() + "' has the local version " + version + ", which " + index + " refuses",
                        "Build it with a version without '+', or upload to an index that takes it."));
        if (!file.isSource()) {
            checkPlatforms(file);
        }
        for (String requirement : file.values("requires_dist")) {
            if (Ascii.split(requirement, ';').get(0).indexOf('@') >= 0) {
                add(
                        "'" + file.name() + "' requires an address, which " + index + " refuses: " + requirement,
                        "Require a version of a project on the index instead.");
            }
        }
        if (!file.values("license").isEmpty()
                && !file.values("license_expression").isEmpty()) {
            add(
                    "'" + file.name() + "' has both License and License-Expression, which " + index + " refuses",
                    "Leave License out.");
        }
    }

    private void checkPlatforms(Distribution file) {
        WheelFilename name;
        try {
            name = WheelFilename.parse(file.name());
        } catch (EngineException e) {
            add(e.getMessage(), e.suggestion());
            return;
        }
        for (String text : name.platformTags()) {
            PlatformTag tag = PlatformTag.parse(text);
            if (tag.kind() == PlatformTag.Kind.LINUX && !PYPI_LINUX.contains(Ascii.lowerCase(text))) {
                add(
                        "'" + file.name() + "' has the platform tag " + text + ", which " + index + " refuses",
                        "Repair it with mlc-wheels repair, which gives it a manylinux or musllinux tag.");
            }
        }
    }

    private void add(String what, String remedy) {
        problems.add(new UploadProblem(what, remedy));
    }
}
