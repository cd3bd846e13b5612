package io.jenkins.plugins.mlcwheels.engine.elf.strip;

import io.jenkins.plugins.mlcwheels.engine.elf.Section;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which sections of a file go, decided before anything is written. */
final class StripPlan {

    static final String DEBUG_LINK = ".gnu_debuglink";

    private static final long MOST_SEARCHED = 1 << 20;

    private final SectionTable table;
    private final StripLevel level;
    private final Set<Integer> removed = new HashSet<>();
    private final List<NamedSection> loose = new ArrayList<>();

    private StripPlan(SectionTable table, StripLevel level) {
        this.table = table;
        this.level = level;
    }

    /** @throws UnstrippableElfException if what has to stay needs what would go */
    static StripPlan of(SectionTable table, StripLevel level, boolean newLink) throws IOException {
        StripPlan plan = new StripPlan(table, level);
        plan.decide(newLink);
        return plan;
    }

    private void decide(boolean newLink) throws IOException {
        for (NamedSection section : table.sections()) {
            if (!section.isAllocated() && !section.is(Section.SHT_NULL) && !table.isInSegment(section)) {
                loose.add(section);
                if (goes(section) || newLink && section.name().equals(DEBUG_LINK)) {
                    removed.add(section.index());
                }
            }
        }
        for (NamedSection section : loose) {
            boolean ofRemoved =
                    section.isRelocations() && removed.contains(section.header().info());
            if (ofRemoved || level == StripLevel.ALL && section.isRelocations()) {
                removed.add(section.index());
            }
        }
        removeStrings();
        refuseNeeded();
        loose.sort(Comparator.comparingLong(
                        (NamedSection section) -> section.header().offset())
                .thenComparing(NamedSection::index));
    }

    private boolean goes(NamedSection section) {
        boolean symbols = section.is(NamedSection.SHT_SYMTAB) || section.is(NamedSection.SHT_SYMTAB_SHNDX);
        return section.isDebug() || level == StripLevel.ALL && symbols;
    }

    /** Tables of strings that only what goes uses. */
    private void removeStrings() {
        for (NamedSection section : loose) {
            if (!section.is(Section.SHT_STRTAB)) {
                continue;
            }
            boolean used = section.index() == table.names()
                    || table.sections().stream()
                            .anyMatch(user -> !removed.contains(user.index())
                                    && !user.is(Section.SHT_NULL)
                                    && user.header().link() == section.index());
            boolean wasUsed = table.sections().stream()
                    .anyMatch(user ->
                            removed.contains(user.index()) && user.header().link() == section.index());
            if (wasUsed && !used) {
                removed.add(section.index());
            }
        }
    }

    private void refuseNeeded() throws IOException {
        if (level == StripLevel.ALL) {
            return;
        }
        for (NamedSection section : kept()) {
            if (section.is(NamedSection.SHT_SYMTAB_SHNDX)) {
                throw new UnstrippableElfException("it has too many sections for its symbols to be numbered anew");
            }
            boolean ofSymbols = section.isRelocations()
                    && section.header().link() > 0
                    && section.header().link() < table.sections().size()
                    && table.sections().get(section.header().link()).is(NamedSection.SHT_SYMTAB);
            if (ofSymbols && namesSymbols(section)) {
                throw new UnstrippableElfException(
                        section.name() + " needs its symbols, as with --emit-relocs; strip all of them");
            }
        }
    }

    /** Whether any of the relocations is about a symbol; in static programs none is. */
    private boolean namesSymbols(NamedSection relocations) throws IOException {
        boolean is64 = table.format().is64();
        long size = relocations.header().entrySize();
        if (size < 2L * table.format().wordSize() || relocations.header().size() > MOST_SEARCHED) {
            return true;
        }
        ByteBuffer bytes = table.reader()
                .read(
                        relocations.name(),
                        relocations.header().offset(),
                        relocations.header().size());
        for (long at = 0; at + size <= bytes.limit(); at += size) {
            long info = table.format().word(bytes, (int) at + table.format().wordSize());
            if ((is64 ? info >>> 32 : info >>> 8) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether anything goes. */
    boolean changes() {
        return !removed.isEmpty();
    }

    boolean isRemoved(NamedSection section) {
        return removed.contains(section.index());
    }

    /** In their order, the null one first. */
    List<NamedSection> kept() {
        return table.sections().stream().filter(section -> !isRemoved(section)).toList();
    }

    /** Sections that are not part of any segment and stay, in the order of the file. */
    List<NamedSection> keptLoose() {
        return loose.stream().filter(section -> !isRemoved(section)).toList();
    }

    List<Chunk> chunks() throws IOException {
        return Chunks.of(table, loose);
    }

    /** New index of each section; -1 for those that go. */
    int[] numbers() {
        int[] numbers = new int[table.sections().size()];
        int next = 0;
        for (NamedSection section : table.sections()) {
            numbers[section.index()] = isRemoved(section) ? -1 : next++;
        }
        return numbers;
    }

    /** Whether sections that segments have get other numbers. */
    boolean renumbersAllocated() {
        int[] numbers = numbers();
        return table.sections().stream()
                .anyMatch(section -> section.isAllocated() && numbers[section.index()] != section.index());
    }
}
