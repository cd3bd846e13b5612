package io.jenkins.plugins.mlcwheels.engine.pe;

import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** From addresses, as a PE file has them once it is loaded, to places in the file. */
final class PeSections {

    /** Sections begin at such places, whatever a smaller number says. */
    private static final long SECTOR = 0x200;

    private static final int SIZE = 40;

    /** One section: where it is loaded, and where it lies. */
    private record Section(long address, long offset, long size) {}

    private final StreamedBytes bytes;
    private final long headers;
    private final List<Section> sections = new ArrayList<>();

    /** @param headers bytes at the beginning that are loaded as they are */
    PeSections(StreamedBytes bytes, ByteBuffer table, int count, long headers) {
        this.bytes = bytes;
        this.headers = Math.min(headers, bytes.length());
        for (int i = 0; i < count; i++) {
            int at = i * SIZE;
            long size = table.getInt(at + 16) & 0xFFFFFFFFL;
            long offset = table.getInt(at + 20) & 0xFFFFFFFFL;
            if (size > 0 && offset > 0) {
                if (!bytes.holds(offset, 1)) {
                    throw bytes.malformed("PointerToRawData", "of section " + (i + 1) + " lies outside the file");
                }
                sections.add(new Section(
                        table.getInt(at + 12) & 0xFFFFFFFFL, offset / SECTOR * SECTOR, size + offset % SECTOR));
            }
        }
    }

    /**
     * Where an address lies in the file.
     *
     * @param length bytes that have to be there
     */
    long offset(String field, long address, long length) {
        for (Section section : sections) {
            long inside = address - section.address;
            if (inside >= 0 && inside + length <= section.size && bytes.holds(section.offset + inside, length)) {
                return section.offset + inside;
            }
        }
        if (address + length <= headers) {
            return address;
        }
        throw bytes.malformed(field, "has the address 0x" + Long.toHexString(address) + ", which is in no section");
    }
}
