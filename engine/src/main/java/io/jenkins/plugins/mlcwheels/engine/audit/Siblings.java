package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The libraries that other wheels bring, by file name, with the wheel that brings each. */
final class Siblings {

    private Siblings() {}

    static Map<String, String> libraries(List<Path> wheels) throws IOException {
        Map<String, String> libraries = new HashMap<>();
        for (Path wheel : wheels) {
            try (WheelArchive archive = WheelArchive.open(wheel)) {
                for (ArchiveEntry entry : archive.entries()) {
                    String name = entry.fileName();
                    if (isLibrary(name)) {
                        libraries.put(name, archive.filename().toString());
                    }
                }
            }
        }
        return libraries;
    }

    private static boolean isLibrary(String name) {
        String lower = name.toLowerCase(java.util.Locale.ROOT);
        return name.endsWith(".so")
                || name.contains(".so.")
                || name.endsWith(".dylib")
                || lower.endsWith(".dll")
                || lower.endsWith(".pyd");
    }
}
