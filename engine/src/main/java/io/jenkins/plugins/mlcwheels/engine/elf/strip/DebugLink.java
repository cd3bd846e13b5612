package io.jenkins.plugins.mlcwheels.engine.elf.strip;

import io.jenkins.plugins.mlcwheels.engine.elf.ElfFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The section {@code .gnu_debuglink}, which names the file with the symbols.
 *
 * @param name of the file, without its directory
 * @param checksum CRC-32 of the file
 */
record DebugLink(String name, int checksum) {

    private static final String SUPPLEMENT = ".gnu_debugaltlink";
    private static final int LONGEST = 1 << 16;
    private static final int LONGEST_ID = 64;

    byte[] toBytes(ElfFormat format) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 4) / 4 * 4;
        ByteBuffer bytes = ByteBuffer.allocate(padded + 4).order(format.order());
        bytes.put(text).putInt(padded, checksum);
        return bytes.array();
    }

    /** What the file says of a supplementary file; empty if nothing, or nothing that makes sense. */
    static Optional<SymbolFile.Supplement> supplement(SectionTable table) throws IOException {
        Optional<NamedSection> section = table.section(SUPPLEMENT);
        if (section.isEmpty()
                || !section.get().takesFileSpace()
                || section.get().header().size() > LONGEST) {
            return Optional.empty();
        }
        ByteBuffer content = table.reader()
                .read(
                        SUPPLEMENT,
                        section.get().header().offset(),
                        section.get().header().size());
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        int idLength = bytes.length - end - 1;
        return end > 0 && idLength > 1 && idLength <= LONGEST_ID
                ? Optional.of(new SymbolFile.Supplement(
                        new String(bytes, 0, end, StandardCharsets.UTF_8),
                        HexFormat.of().formatHex(bytes, end + 1, bytes.length)))
                : Optional.empty();
    }
}
