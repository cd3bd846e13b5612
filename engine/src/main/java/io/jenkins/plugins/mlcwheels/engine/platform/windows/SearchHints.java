package io.jenkins.plugins.mlcwheels.engine.platform.windows;

import io.jenkins.plugins.mlcwheels.engine.wheel.BrokenWheelException;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether Python files of a wheel make Windows find DLLs in other directories than that of the file which needs them.
 * Only asked where a needed DLL lies in another directory of the wheel, since it reads all Python files.
 */
final class SearchHints {

    private static final long LARGEST = 1 << 20;

    private static final List<String> CALLS =
            List.of("add_dll_directory", "AddDllDirectory", "LoadLibrary", "CDLL(", "WinDLL(", "PyDLL(");

    private final WheelArchive archive;

    SearchHints(WheelArchive archive) {
        this.archive = archive;
    }

    /** Whether one of the wheel's Python files adds a directory of DLLs, or loads DLLs by itself. */
    boolean of(List<PeFacts> files) {
        return hasNeedElsewhere(files) && hasCall();
    }

    private static boolean hasNeedElsewhere(List<PeFacts> files) {
        Set<String> names = new HashSet<>();
        Set<String> places = new HashSet<>();
        for (PeFacts file : files) {
            names.add(PeFacts.lower(file.fileName()));
            places.add(PeFacts.lower(file.path()));
        }
        for (PeFacts file : files) {
            String directory = file.directory().isEmpty() ? "" : PeFacts.lower(file.directory()) + "/";
            for (String need : file.needs()) {
                String name = PeFacts.lower(need);
                if (names.contains(name) && !places.contains(directory + name)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean hasCall() {
        for (ArchiveEntry entry : archive.entries()) {
            if (entry.name().endsWith(".py") && entry.isReadable() && entry.size() <= LARGEST && calls(entry)) {
                return true;
            }
        }
        return false;
    }

    private boolean calls(ArchiveEntry entry) {
        try {
            String text = new String(archive.read(entry, LARGEST), StandardCharsets.ISO_8859_1);
            return CALLS.stream().anyMatch(text::contains);
        } catch (BrokenWheelException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
