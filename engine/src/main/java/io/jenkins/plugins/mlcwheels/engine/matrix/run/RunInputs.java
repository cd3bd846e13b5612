package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a build is made from, by name. Of the caller's variables all count but those that differ from session to session
 * and that compilers and build tools don't read: those of terminals, of logins, and of the build numbers of CI systems.
 */
final class RunInputs {

    private static final Pattern OF_THE_SESSION = Pattern.compile(
            "_|SHLVL|PWD|OLDPWD|TERM.*|COLORTERM|COLUMNS|LINES|WINDOWID|DISPLAY|WAYLAND_.*|XAUTHORITY|DBUS_.*|XDG_.*"
                    + "|SSH_.*|TMUX.*|STY|WINDOW|GPG_.*|LS_COLORS|PS[0-9]|HISTFILE|HIST.*|LOGNAME|MAIL|LESS.*|PAGER"
                    + "|EDITOR|VISUAL|PROMPT.*|VTE_.*|GNOME_.*|KDE_.*|SESSION_.*|DESKTOP_.*|VSCODE_.*|JOURNAL_.*"
                    + "|INVOCATION_ID|BUILD_(?!SHARED).*|JOB_.*|RUN_.*|EXECUTOR_NUMBER|NODE_(?:NAME|LABELS)|STAGE_NAME"
                    + "|JENKINS_.*|HUDSON_.*|WORKSPACE|WORKSPACE_TMP|CHANGE_.*|GITHUB_(?!REPOSITORY|REF).*|RUNNER_.*"
                    + "|MLC_WHEELS_JAVA_OPTS|MLC_WHEELS_TREE");

    private final Map<String, String> environment;

    RunInputs(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * The inputs of one build.
     *
     * @param salt for the digests of variables
     * @param named variables that count in any case, as the configuration names them
     * @param all whether others count too, unless they are those of a session
     * @param others further inputs
     */
    SortedMap<String, String> of(String salt, List<String> named, boolean all, Map<String, String> others) {
        SortedMap<String, String> inputs = new TreeMap<>(others);
        environment.forEach((name, value) -> {
            if (named.contains(name) || all && !OF_THE_SESSION.matcher(name).matches()) {
                inputs.put("variable " + name, Sha256.of(salt + "\0" + value).substring(0, 32));
            }
        });
        return inputs;
    }
}
