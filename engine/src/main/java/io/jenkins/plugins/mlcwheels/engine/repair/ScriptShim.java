package io.jenkins.plugins.mlcwheels.engine.repair;

import java.nio.charset.StandardCharsets;

/**
 * A Python script that stands for a program which can't stay among the installed programs: from there no relative path
 * leads to libraries, so the program itself moves in with the packages. The script looks for it where the installer put
 * the packages that belong to the script's own place (an environment, {@code --prefix}, {@code --user},
 * {@code --target}), then wherever Python finds packages.
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

            PROGRAM = %s


            def places():
                root = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
                yield root
                for base in [root, os.path.dirname(root)]:
                    here = dict.fromkeys(
                        ["base", "platbase", "installed_base", "installed_platbase", "userbase"], base)
                    for scheme in sysconfig.get_scheme_names():
                        for kind in ["platlib", "purelib"]:
                            try:
                                yield sysconfig.get_path(kind, scheme, here)
                            except (AttributeError, KeyError):
                                pass
                yield sysconfig.get_path("platlib")
                for entry in sys.path[1:]:
                    yield entry


            def main():
                searched = []
                for place in places():
                    program = os.path.join(place, PROGRAM)
                    if os.path.isfile(program):
                        try:
                            os.execv(program, sys.argv)
                        except OSError as problem:
                            sys.exit("%%s: can't start %%s: %%s" %% (sys.argv[0], program, problem.strerror))
                    if os.path.isdir(place) and place not in searched:
                        searched.append(place)
                sys.exit("%%s: %%s is missing, which belongs to it; it is in none of these directories: %%s"
                         %% (sys.argv[0], PROGRAM, ", ".join(searched)))


            main()
            """.formatted(literal).getBytes(StandardCharsets.UTF_8);
    }
}
