package io.jenkins.plugins.mlcwheels.engine.elf.patch;

import io.jenkins.plugins.mlcwheels.engine.elf.DynamicEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The library names in the version requirements ({@code .gnu.version_r}). The loader looks each one up among the
 * loaded libraries, so they have to follow a DT_NEEDED that is renamed.
 */
final class VersionNeedNames {

    private static final int MAX_RECORDS = 1 << 16;
    private static final int RECORD_SIZE = 16;

    /** One record: where its name field lies in the file, and what it says. */
    record Name(long field, long index, String text) {}

    private VersionNeedNames() {}

    static List<Name> read(ElfLayout layout) throws IOException {
        List<Name> names = new ArrayList<>();
        if (layout.tag(DynamicEntry.DT_VERNEED).isEmpty()) {
            return names;
        }
        long at = layout.fileOffset(layout.requiredTag(DynamicEntry.DT_VERNEED, "DT_VERNEED"), "DT_VERNEED");
        long count = layout.requiredTag(DynamicEntry.DT_VERNEEDNUM, "DT_VERNEEDNUM");
        for (long i = 0; i < count; i++) {
            ByteBuffer entry = layout.words.read(at, RECORD_SIZE, "version requirement " + i);
            long index = Integer.toUnsignedLong(entry.getInt(4));
            names.add(new Name(at + 4, index, layout.string(index)));
            long next = Integer.toUnsignedLong(entry.getInt(12));
            if (next == 0) {
                break;
            }
            if (i > MAX_RECORDS) {
                throw new UnpatchableElfException("DT_VERNEEDNUM: " + Long.toUnsignedString(count));
            }
            at += next;
        }
        return names;
    }

    static void write(ElfLayout layout, Name name, long index) throws IOException {
        layout.words.write(
                name.field(), layout.words.buffer(4).putInt((int) index).flip());
    }
}
