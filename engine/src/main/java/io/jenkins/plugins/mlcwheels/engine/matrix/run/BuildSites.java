package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptHost;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptOutput;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Where the builds of a request run. */
final class BuildSites {

    private BuildSites() {}

    /** This machine, with its compilers. */
    static BuildSite here(RunRequest request) {
        Map<String, String> identity = new TreeMap<>();
        ScriptOutput output = new ScriptOutput(ProgressListener.SILENT);
        ScriptHost.HERE.run(ShellScript.fromResource(BuildSites.class, "tools.sh", Map.of()), Path.of("/"), output);
        output.all("tool").forEach(line -> {
            int tab = line.indexOf('\t');
            identity.put("tool " + line.substring(0, tab), line.substring(tab + 1));
        });
        return new BuildSite("here", ScriptHost.HERE, request.work(), identity, false);
    }
}
