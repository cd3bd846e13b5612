package io.jenkins.plugins.mlcwheels.engine.repair;

import java.nio.charset.StandardCharsets;

/**
 * A Python script that stands for a program which can't stay among the installed programs: from there no relative path
 * leads to grafted libraries, so the program itself moves in with the packages.
 */
final class ScriptShim {

    private ScriptShim() {}

    /** Where the program moves. */
    static String programPath(String distribution, String entry) {
        return distribution + ".scripts/" + entry.substring(entry.lastIndexOf('/') + 1);
    }

    /** Installers replace the first line by the environment's interpreter. */
    static byte[] of(String programPath) {
        String literal = "\"" + programPath.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        return """
            #!python
            import os
            import sys
            import sysconfig

            program = os.path.join(sysconfig.get_path("platlib"), %s)
            os.execv(program, [program] + sys.argv[1:])
            """.formatted(literal).getBytes(StandardCharsets.UTF_8);
    }
}
