package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds undefined symbols for each needed version: these are what a person can look for in a program. */
final class VersionUsers {

    private static final int VERSION_MASK = 0x7FFF;
    private static final int BLOCK = 1 << 14;

    private VersionUsers() {}

    /**
     * Names of symbols by the version that they need, in the order of the table.
     *
     * @param most names for each version
     */
    static Map<VersionNeeds.Need, List<String>> find(SymbolTable symbols, int most) throws IOException {
        Map<VersionNeeds.Need, List<String>> users = new LinkedHashMap<>();
        if (symbols == null || symbols.versionsOffset() < 0) {
            return users;
        }
        VersionNeeds.Need[] needs = byIndex(symbols.versions());
        int[] counts = new int[needs.length];
        List<Hit> hits = new ArrayList<>();
        Versions versions = new Versions(symbols);
        symbols.forEach(symbol -> {
            int version = versions.at(symbol.index()) & VERSION_MASK;
            if (version < needs.length && needs[version] != null && symbol.undefined() && counts[version] < most) {
                counts[version]++;
                hits.add(new Hit(needs[version], symbol.nameOffset() & 0xFFFFFFFFL));
            }
        });
        for (Hit hit : hits) {
            users.computeIfAbsent(hit.need, need -> new ArrayList<>())
                    .add(symbols.strings().get("st_name", hit.nameOffset, Strings.LONGEST_NAME * 8));
        }
        users.replaceAll((need, names) -> List.copyOf(names));
        return users;
    }

    private static VersionNeeds.Need[] byIndex(VersionNeeds versions) {
        int highest = 0;
        for (VersionNeeds.Need need : versions.needs()) {
            highest = Math.max(highest, need.index() & VERSION_MASK);
        }
        VersionNeeds.Need[] needs = new VersionNeeds.Need[highest + 1];
        for (VersionNeeds.Need need : versions.needs()) {
            needs[need.index() & VERSION_MASK] = need;
        }
        return needs;
    }

    private record Hit(VersionNeeds.Need need, long nameOffset) {}

    /** Version numbers of symbols that are asked for in rising order, read in blocks. */
    private static final class Versions {
        private final SymbolTable symbols;
        private ByteBuffer block = ByteBuffer.allocate(0);
        private long first;

        Versions(SymbolTable symbols) {
            this.symbols = symbols;
        }

        int at(long index) throws IOException {
            if (index - first >= block.limit() / 2) {
                first = index;
                long here = Math.min(BLOCK, symbols.count() - index);
                block = symbols.reader().read("DT_VERSYM", symbols.versionsOffset() + 2 * index, 2 * here);
            }
            return ElfFormat.half(block, 2 * (int) (index - first));
        }
    }
}
