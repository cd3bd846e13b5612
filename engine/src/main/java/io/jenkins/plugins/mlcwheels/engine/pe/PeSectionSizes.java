package io.jenkins.plugins.mlcwheels.engine.pe;

import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The sections of a PE file, with their names and sizes. */
public final class PeSectionSizes {

    private static final int MOST = 96;
    private static final int ENTRY = 40;
    private static final int LONGEST_NAME = 8;

    /** @param size bytes that it takes in the file, or in memory if it takes none there */
    public record PeSection(String name, long size) {}

    private PeSectionSizes() {}

    /**
     * In the order of the file.
     *
     * @throws io.jenkins.plugins.mlcwheels.engine.bytes.MalformedFileException if the table is not inside the file
     */
    public static List<PeSection> read(StreamedBytes bytes) throws IOException {
        long at = bytes.read("e_magic", 0, 64).getInt(0x3C) & 0xFFFFFFFFL;
        ByteBuffer coff = bytes.read("e_lfanew", at, 24);
        int count = coff.getShort(6) & 0xFFFF;
        if (count > MOST) {
            throw bytes.malformed("NumberOfSections", "is " + count + "; Windows loads at most " + MOST);
        }
        ByteBuffer table = bytes.read("section table", at + 24 + (coff.getShort(20) & 0xFFFF), (long) ENTRY * count);
        List<PeSection> sections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long inFile = table.getInt(ENTRY * i + 16) & 0xFFFFFFFFL;
            long inMemory = table.getInt(ENTRY * i + 8) & 0xFFFFFFFFL;
            sections.add(new PeSection(name(table, ENTRY * i), inFile == 0 ? inMemory : inFile));
        }
        return sections;
    }

    private static String name(ByteBuffer table, int at) {
        int length = 0;
        while (length < LONGEST_NAME && table.get(at + length) != 0) {
            length++;
        }
        byte[] name = new byte[length];
        table.get(at, name);
        return new String(name, StandardCharsets.UTF_8);
    }
}
