package io.jenkins.plugins.mlcwheels.engine.pe;

import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds the manifest among the resources of a PE file. */
final class PeResources {

    private static final int MANIFEST = 24;
    private static final int MOST_ENTRIES = 4096;
    private static final long LONGEST_MANIFEST = 1 << 20;
    private static final String FIELD = "resource directory";

    private final StreamedBytes bytes;
    private final PeSections sections;
    private final long root;

    PeResources(StreamedBytes bytes, PeSections sections, long root) {
        this.bytes = bytes;
        this.sections = sections;
        this.root = root;
    }

    /** Resources lie three levels deep: type, name, language. */
    Optional<String> manifest() throws IOException {
        long name = entry(root, MANIFEST);
        long language = name == 0 ? 0 : entry(name, -1);
        long leaf = language == 0 ? 0 : entry(language, -1);
        if (leaf == 0) {
            return Optional.empty();
        }
        ByteBuffer data = bytes.read(FIELD, sections.offset(FIELD, leaf, 16), 16);
        long length = data.getInt(4) & 0xFFFFFFFFL;
        long address = data.getInt(0) & 0xFFFFFFFFL;
        if (length > LONGEST_MANIFEST) {
            throw bytes.malformed("manifest", "has more than " + LONGEST_MANIFEST + " bytes");
        }
        ByteBuffer text = bytes.read("manifest", sections.offset("manifest", address, length), length);
        return Optional.of(StandardCharsets.UTF_8.decode(text).toString());
    }

    /**
     * The address that an entry leads to; 0 if there is none.
     *
     * @param id of the entry; -1 for the first one
     */
    private long entry(long directory, int id) throws IOException {
        ByteBuffer header = bytes.read(FIELD, sections.offset(FIELD, directory, 16), 16);
        int count = (header.getShort(12) & 0xFFFF) + (header.getShort(14) & 0xFFFF);
        if (count > MOST_ENTRIES) {
            throw bytes.malformed(FIELD, "has " + count + " entries, more than " + MOST_ENTRIES);
        }
        ByteBuffer entries = bytes.read(FIELD, sections.offset(FIELD, directory + 16, 8L * count), 8L * count);
        for (int i = 0; i < count; i++) {
            if (id < 0 || entries.getInt(8 * i) == id) {
                return root + (entries.getInt(8 * i + 4) & 0x7FFFFFFFL);
            }
        }
        return 0;
    }
}
