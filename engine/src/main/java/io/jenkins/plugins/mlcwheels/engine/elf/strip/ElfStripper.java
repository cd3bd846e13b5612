package io.jenkins.plugins.mlcwheels.engine.elf.strip;

import io.jenkins.plugins.mlcwheels.engine.elf.ByteSource;
import io.jenkins.plugins.mlcwheels.engine.elf.MalformedElfException;
import io.jenkins.plugins.mlcwheels.engine.elf.NotElfException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Takes the sections out of programs and libraries that no segment loads and that debuggers alone read, without
 * external tools. What the loader maps keeps its bytes and addresses; where something behind it goes, only its offset in
 * the file changes. Works for 32 and 64 bit and both byte orders; the same file gives the same bytes.
 */
public final class ElfStripper {

    private static final int BLOCK = 1 << 16;

    private final StripLevel level;

    /** @param level how much goes */
    public ElfStripper(StripLevel level) {
        this.level = level;
    }

    /**
     * Writes what is left of a file, unless nothing goes or it can't be stripped safely; then nothing is written.
     *
     * @param target of a file that is not there yet
     */
    public StripReport strip(Path source, Path target) throws IOException {
        return open(source, (file, table) -> {
            StripPlan plan = StripPlan.of(table, level, false);
            if (!plan.changes()) {
                return unchanged(table);
            }
            StrippedFile stripped = StrippedFile.of(table, plan, Optional.empty());
            return stripped.size() < table.fileSize()
                    ? written(file, table, stripped, target, Optional.empty())
                    : unchanged(table);
        });
    }

    /**
     * The same, with what goes in a file of its own, to which the stripped one gets a link.
     *
     * @param symbols of the file that gets the symbols; not there yet
     * @param name what the file is called, for the link of one without a build id
     */
    public StripReport split(Path source, Path target, Path symbols, String name) throws IOException {
        return open(source, (channel, table) -> {
            StripPlan plan = StripPlan.of(table, level, false);
            if (!plan.changes()) {
                return unchanged(table);
            }
            plan = StripPlan.of(table, level, true);
            Optional<String> id = table.buildId();
            String link = id.map(SymbolFile::place)
                    .map(place -> place.substring(place.lastIndexOf('/') + 1))
                    .orElse(name + ".debug");
            StrippedFile stripped = StrippedFile.of(table, plan, Optional.of(new DebugLink(link, 0)));
            if (stripped.size() >= table.fileSize()) {
                return unchanged(table);
            }
            SymbolFile file = new SymbolFile(id, link, DebugLink.supplement(table));
            DebugFile.write(channel, table, symbols);
            stripped.complete(new DebugLink(link, checksum(symbols)));
            return written(channel, table, stripped, target, Optional.of(file));
        });
    }

    /** Work on an open file. */
    private interface Work {
        StripReport on(FileChannel file, SectionTable table) throws IOException;
    }

    private static StripReport open(Path source, Work work) throws IOException {
        try (FileChannel file = FileChannel.open(source, StandardOpenOption.READ)) {
            try {
                return work.on(file, SectionTable.read(ByteSource.of(file)));
            } catch (UnstrippableElfException | MalformedElfException | NotElfException reason) {
                return StripReport.kept(file.size(), reason.getMessage());
            }
        }
    }

    private static StripReport unchanged(SectionTable table) {
        return StripReport.unchanged(table.fileSize());
    }

    private static StripReport written(
            FileChannel file, SectionTable table, StrippedFile stripped, Path target, Optional<SymbolFile> symbols)
            throws IOException {
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            stripped.write(file, out);
        }
        return new StripReport(table.fileSize(), stripped.size(), Optional.empty(), symbols);
    }

    private static int checksum(Path file) throws IOException {
        CRC32 sum = new CRC32();
        byte[] block = new byte[BLOCK];
        try (var in = Files.newInputStream(file)) {
            for (int got = in.read(block); got >= 0; got = in.read(block)) {
                sum.update(block, 0, got);
            }
        }
        return (int) sum.getValue();
    }
}
