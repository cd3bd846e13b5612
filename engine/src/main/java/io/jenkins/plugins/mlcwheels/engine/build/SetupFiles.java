package io.jenkins.plugins.mlcwheels.engine.build;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code setup.py} and {@code setup.cfg} say without being run: enough for messages and for the variable that tells
 * setuptools-scm a version, too little to decide on.
 *
 * @param name the name of the project, if it is written out
 * @param versionPlace the file that gives the version, and how, if one does
 * @param usesScm whether the version comes from setuptools-scm
 */
public record SetupFiles(Optional<String> name, Optional<String> versionPlace, boolean usesScm) {

    private static final Pattern METADATA = Pattern.compile("(?ms)^\\[metadata\\][ \\t]*$(.*?)(?=^\\[|\\z)");
    private static final Pattern CFG_NAME = Pattern.compile("(?m)^name[ \\t]*=[ \\t]*(\\S+)[ \\t]*$");
    private static final Pattern CFG_VERSION = Pattern.compile("(?m)^version[ \\t]*=[ \\t]*(\\S.*?)[ \\t]*$");
    private static final Pattern SETUP_CALL = Pattern.compile("\\bsetup\\s*\\(");
    private static final Pattern PY_NAME = Pattern.compile("\\bname\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");
    private static final Pattern PY_VERSION = Pattern.compile("\\bversion\\s*=");
    private static final Pattern PY_SCM = Pattern.compile("use_scm_version|setuptools_scm");

    static SetupFiles of(String setupPy, String setupCfg) {
        Matcher section = METADATA.matcher(setupCfg);
        String metadata = section.find() ? section.group(1) : "";
        Matcher call = SETUP_CALL.matcher(setupPy);
        String arguments = call.find() ? setupPy.substring(call.end()) : "";
        return new SetupFiles(
                first(CFG_NAME, metadata).or(() -> first(PY_NAME, arguments)),
                first(CFG_VERSION, metadata)
                        .map(version -> "setup.cfg (version = " + version + ")")
                        .or(() -> PY_VERSION.matcher(arguments).find() ? Optional.of("setup.py") : Optional.empty()),
                PY_SCM.matcher(setupPy).find());
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
