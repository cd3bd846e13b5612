package io.jenkins.plugins.mlcwheels.engine.pe;

import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Finds the path of the debug information that a PE file names. */
final class PeDebug {

    private static final int ENTRY = 28;
    private static final int MOST_ENTRIES = 64;
    private static final int CODEVIEW = 2;
    private static final int RSDS = 0x53445352;
    private static final int NB10 = 0x3031424E;
    private static final int LONGEST_PATH = 4096;

    private final StreamedBytes bytes;
    private final PeSections sections;

    PeDebug(StreamedBytes bytes, PeSections sections) {
        this.bytes = bytes;
        this.sections = sections;
    }

    Optional<String> pdb(long address, long size) throws IOException {
        String field = "debug directory";
        long count = Math.min(size / ENTRY, MOST_ENTRIES);
        ByteBuffer entries =
                bytes.read(field, count == 0 ? 0 : sections.offset(field, address, ENTRY * count), ENTRY * count);
        for (int i = 0; i < count; i++) {
            int type = entries.getInt(ENTRY * i + 12);
            long length = entries.getInt(ENTRY * i + 16) & 0xFFFFFFFFL;
            long at = entries.getInt(ENTRY * i + 24) & 0xFFFFFFFFL;
            if (type == CODEVIEW && length >= 24 && at != 0) {
                int signature = bytes.read(field, at, length).getInt(0);
                int start = signature == RSDS ? 24 : signature == NB10 ? 16 : 0;
                if (start > 0 && length > start) {
                    return Optional.of(bytes.text("PDB path", at + start, LONGEST_PATH));
                }
            }
        }
        return Optional.empty();
    }
}
