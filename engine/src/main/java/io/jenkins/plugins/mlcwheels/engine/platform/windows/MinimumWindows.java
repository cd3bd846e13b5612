package io.jenkins.plugins.mlcwheels.engine.platform.windows;

import io.jenkins.plugins.mlcwheels.engine.pe.PeFile;
import io.jenkins.plugins.mlcwheels.engine.platform.LimitedFindings;
import java.util.Optional;

/** The oldest Windows that all files run on, and the first reason why it is not older. */
final class MinimumWindows {

    private final WindowsCatalog catalog = WindowsCatalog.builtIn();
    private WindowsVersion version = WindowsVersion.W7;
    private String path = "";
    private String reason = "";

    void add(PeFacts file) {
        WindowsVersion asked = WindowsVersion.of(file.file().header().subsystemVersion());
        if (!file.file().extras().managed()) {
            raise(
                    asked,
                    file.path(),
                    "asks for Windows " + file.file().header().subsystemVersion() + " in its header (/SUBSYSTEM)");
        }
        for (PeFile.Import need : file.file().imports()) {
            if (!need.delayed()) {
                add(file.path(), need);
            }
        }
    }

    private void add(String needer, PeFile.Import need) {
        String dll = PeFacts.lower(need.dll());
        Optional<WindowsVersion> since = catalog.system(dll);
        if (since.isEmpty()) {
            return;
        }
        raise(since.get(), needer, "needs " + need.dll());
        for (String symbol : need.symbols()) {
            catalog.function(dll, symbol)
                    .ifPresent(newer -> raise(newer, needer, "needs " + symbol + " of " + need.dll()));
        }
    }

    private void raise(WindowsVersion other, String needer, String why) {
        if (other.isNewerThan(version)) {
            version = other;
            path = needer;
            reason = why;
        }
    }

    /** Empty if no file asks for more than the oldest Windows. */
    String text() {
        return reason.isEmpty() ? "" : version + ": " + path + " " + reason;
    }

    /** @param oldestPython minor version of the oldest CPython 3 that the wheel is for */
    void report(int oldestPython, LimitedFindings findings) {
        WindowsVersion ofPython = catalog.systemOf(oldestPython);
        if (version.isNewerThan(ofPython)) {
            findings.add(
                    WindowsProblem.WINDOWS_VERSION,
                    path,
                    reason + ", so it runs from " + version + " on; CPython 3." + oldestPython + " runs from "
                            + ofPython + " on");
        }
    }
}
