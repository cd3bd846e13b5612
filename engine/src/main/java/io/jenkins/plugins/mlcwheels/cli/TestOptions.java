package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.test.TestPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What {@code test} and {@code release} have in common: how wheels are tested. */
final class TestOptions {

    /** Where a command may import what it tests from. */
    enum Imports {
        wheel,
        anywhere
    }

    @Option(
            names = "--test-sources",
            paramLabel = "PATH",
            split = ",",
            description = "Test files and directories of the project that the command gets; default: test, tests,"
                    + " testing, conftest.py. The configuration of pytest always goes with them.")
    private List<String> sources = List.of();

    @Option(
            names = "--imports",
            defaultValue = "wheel",
            paramLabel = "wheel|anywhere",
            description = "Where the command may import the wheel's modules from; default: ${DEFAULT-VALUE}. After"
                    + " 'anywhere' the wheel is recorded as not proven.")
    private Imports imports;

    @Option(names = "--require-import", description = "Fail if the command imported nothing of the wheel.")
    private boolean requireImport;

    @Option(names = "--extras", paramLabel = "NAME", split = ",", description = "Extras of the wheel to install.")
    private List<String> extras = List.of();

    @Option(names = "--import", paramLabel = "NAME", description = "Another module that has to be importable.")
    private List<String> modules = List.of();

    @Option(names = "--no-import", paramLabel = "GLOB", description = "Modules that are not imported.")
    private List<String> noModules = List.of();

    @Option(names = "--no-script", paramLabel = "GLOB", description = "Console scripts that are not started.")
    private List<String> noScripts = List.of();

    @Option(names = "--index-url", paramLabel = "URL", description = "For the test's pip install, as pip has it.")
    private String indexUrl;

    @Option(names = "--extra-index-url", paramLabel = "URL", description = "For the test's pip install.")
    private List<String> extraIndexUrls = List.of();

    @Option(names = "--find-links", paramLabel = "PLACE", description = "For the test's pip install.")
    private List<String> findLinks = List.of();

    @Option(names = "--no-index", description = "For the test's pip install.")
    private boolean noIndex;

    @Option(names = "--no-deps", description = "For the test's pip install.")
    private boolean noDeps;

    @Option(names = "--pre", description = "For the test's pip install.")
    private boolean pre;

    boolean importsAnywhere() {
        return imports == Imports.anywhere;
    }

    /** Puts these options into a plan. */
    TestPlan.Builder apply(TestPlan.Builder plan) {
        return plan.testSources(sources)
                .importsAnywhere(importsAnywhere())
                .requireImport(requireImport)
                .extras(extras)
                .imports(modules)
                .noImports(noModules)
                .noScripts(noScripts)
                .pipOptions(pipOptions());
    }

    /** Requirements as they were given; what names a file or directory of here by its absolute path, since pip runs elsewhere. */
    static List<String> requirements(List<String> given) {
        return given.stream().map(line -> isPlace(line) ? absolute(line) : line).toList();
    }

    private static boolean isPlace(String line) {
        boolean place = line.indexOf('/') >= 0 || line.matches(".*\\.(?:txt|in|whl|zip|tar\\.gz)");
        return place && !line.contains("://") && line.indexOf('\0') < 0 && Files.exists(Path.of(line));
    }

    /** Addresses of the indexes that pip is to ask. */
    List<String> indexes() {
        List<String> all = new ArrayList<>(extraIndexUrls);
        if (indexUrl != null) {
            all.add(0, indexUrl);
        }
        return all;
    }

    private List<String> pipOptions() {
        List<String> options = new ArrayList<>();
        if (indexUrl != null) {
            options.add("--index-url=" + indexUrl);
        }
        extraIndexUrls.forEach(url -> options.add("--extra-index-url=" + url));
        findLinks.forEach(place -> options.add("--find-links=" + absolute(place)));
        if (noIndex) {
            options.add("--no-index");
        }
        if (noDeps) {
            options.add("--no-deps");
        }
        if (pre) {
            options.add("--pre");
        }
        return options;
    }

    /** Places of this directory are made absolute, since pip runs elsewhere. */
    private static String absolute(String place) {
        if (place.contains("://")) {
            return place;
        }
        return Path.of(place).toAbsolutePath().normalize().toString();
    }
}
