package io.jenkins.plugins.mlcwheels.engine.platform.windows;

import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which Pythons a wheel is for, and which of their DLLs its files may need. Tags of others than CPython say nothing
 * here.
 *
 * @param oldest minor version of CPython 3
 * @param dlls names of Python's DLLs that all of these Pythons have; empty if nothing is known
 */
record PythonTags(int oldest, Set<String> dlls) {

    /** The oldest CPython that wheels are made for. */
    private static final int OLDEST = 9;

    static PythonTags of(WheelFilename wheel) {
        int oldest = Integer.MAX_VALUE;
        Set<String> dlls = new TreeSet<>();
        for (String python : wheel.pythonTags()) {
            int minor = minor(python).orElse(-1);
            if (minor < 0) {
                continue;
            }
            oldest = Math.min(oldest, minor == 0 ? OLDEST : minor);
            for (String abi : wheel.abiTags()) {
                if (python.startsWith("cp") && abi.startsWith("cp")) {
                    String version = abi.substring(2).replace("m", "");
                    dlls.add("python" + version + ".dll");
                    dlls.add(abi.endsWith("t") ? "python3t.dll" : "python3.dll");
                } else {
                    dlls.add(abi.equals("abi3t") ? "python3t.dll" : "python3.dll");
                }
            }
        }
        return new PythonTags(oldest == Integer.MAX_VALUE ? OLDEST : oldest, dlls);
    }

    /** 13 for {@code cp313}; 0 for {@code py3}; empty for what is not a CPython 3. */
    static Optional<Integer> minor(String python) {
        if (!python.startsWith("cp3") && !python.startsWith("py3")) {
            return Optional.empty();
        }
        String digits = python.substring(3);
        try {
            return digits.isEmpty()
                    ? Optional.of(0)
                    : digits.length() <= 3 ? Optional.of(Integer.parseUnsignedInt(digits)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether a file may need a DLL of Python. */
    boolean allows(String dll) {
        return dlls.isEmpty() || dlls.contains(dll);
    }

    /** Whether the name is that of Python as a DLL: {@code python3.dll}, {@code python313t_d.dll}, PyPy's. */
    static boolean isPython(String dll) {
        return dll.matches("python3\\d{0,3}t?(_d)?\\.dll") || dll.matches("libpypy3[0-9.]*-c\\.dll");
    }
}
