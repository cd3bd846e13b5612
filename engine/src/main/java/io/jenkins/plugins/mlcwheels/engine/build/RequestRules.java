package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import io.jenkins.plugins.mlcwheels.engine.wheel.ProjectName;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which values a request may hold. */
final class RequestRules {

    private static final int LONGEST_NAME = 128;

    private static final Pattern SETTING = Pattern.compile("[^=\\s]+");
    private static final int MOST_JOBS = 4096;

    /** Bash sets these itself and lets nobody change them. */
    private static final Set<String> OF_THE_SHELL =
            Set.of("BASHOPTS", "BASH_VERSINFO", "EUID", "PPID", "SHELLOPTS", "UID");

    private RequestRules() {}

    static void check(BuildRequest request) {
        request.name()
                .filter(name -> !ProjectName.isValid(name) || name.length() > LONGEST_NAME)
                .ifPresent(name -> {
                    throw new InvalidBuildRequestException(
                            "no package name: " + name, "Use letters, digits, dots, dashes and underscores.");
                });
        if (request.jobs().isPresent()
                && (request.jobs().getAsInt() < 1 || request.jobs().getAsInt() > MOST_JOBS)) {
            throw new InvalidBuildRequestException(
                    "no number of jobs: " + request.jobs().getAsInt(), "Use a number from 1 to " + MOST_JOBS + ".");
        }
        request.configSettings().keySet().forEach(RequestRules::checkSetting);
        request.environment().keySet().forEach(RequestRules::checkVariable);
        request.assignments().forEach(word -> checkVariable(word.split("=", 2)[0]));
        Stream.of(
                        request.cmakeLines(),
                        request.configSettings().values(),
                        request.excludes(),
                        request.assignments(),
                        request.frontend().arguments(),
                        request.frontend().settings())
                .flatMap(values -> values.stream())
                .forEach(value -> checkLine(value, true));
        Stream.concat(request.environment().values().stream(), request.beforeBuild().stream())
                .forEach(value -> checkLine(value, false));
    }

    private static void checkSetting(String key) {
        if (!SETTING.matcher(key).matches()) {
            throw new InvalidBuildRequestException("no config setting: " + key, "Use KEY=VALUE.");
        }
    }

    private static void checkVariable(String name) {
        if (!ShellScript.isVariableName(name) || name.startsWith("MLC_")) {
            throw new InvalidBuildRequestException(
                    "no environment variable that can be set: " + name,
                    "Use NAME=VALUE; names that begin with MLC_ are taken.");
        }
        if (OF_THE_SHELL.contains(name)) {
            throw new InvalidBuildRequestException(
                    "no environment variable that can be set: " + name + " is bash's own", "Use another name.");
        }
    }

    private static void checkLine(String value, boolean single) {
        if (value.indexOf('\0') >= 0 || (single && (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0))) {
            throw new InvalidBuildRequestException(
                    "a value holds a line end or NUL: " + value.replaceAll("[\\x00-\\x1f]", "?"),
                    "Give each line as a value of its own.");
        }
    }
}
