package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Versions of symbols that a file needs, each with the library that has to define it ({@code DT_VERNEED}). */
public record VersionNeeds(List<Need> needs) {

    /** Versions over all libraries; libc of all times defines a few dozen. */
    private static final int MOST = 16_384;

    private static final int SIZE = 16;

    static final VersionNeeds NONE = new VersionNeeds(List.of());

    /**
     * One needed version.
     *
     * @param library the SONAME as it stands in the table
     * @param version such as {@code GLIBC_2.17}
     * @param index the number that symbols refer to it by
     * @param weak whether the loader only warns when it is missing
     */
    public record Need(String library, String version, int index, boolean weak) {

        // Written out, since what a record makes by itself at its first use takes longer than reading a small file.
        @Override
        public boolean equals(Object other) {
            return other instanceof Need that
                    && index == that.index
                    && weak == that.weak
                    && library.equals(that.library)
                    && version.equals(that.version);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * library.hashCode() + version.hashCode()) + index;
        }
    }

    public VersionNeeds {
        needs = List.copyOf(needs);
    }

    /** Versions by library, in the order of the file; weak ones included. */
    public Map<String, Set<String>> byLibrary() {
        Map<String, Set<String>> versions = new LinkedHashMap<>();
        for (Need need : needs) {
            versions.computeIfAbsent(need.library(), library -> new LinkedHashSet<>())
                    .add(need.version());
        }
        versions.replaceAll((library, set) -> Collections.unmodifiableSet(set));
        return Collections.unmodifiableMap(versions);
    }

    /** The version that symbols refer to by a number. */
    public Optional<Need> byIndex(int index) {
        return needs.stream().filter(need -> need.index() == index).findFirst();
    }

    /**
     * Follows the chain of libraries, and from each the chain of its versions. Chains only ever lead forward, so they
     * end with the file.
     */
    static VersionNeeds read(ElfReader reader, long offset, long libraries, Strings strings) throws IOException {
        if (Long.compareUnsigned(libraries, MOST) > 0) {
            throw new MalformedElfException("DT_VERNEEDNUM", "is " + Long.toUnsignedString(libraries));
        }
        List<Need> needs = new ArrayList<>();
        long at = offset;
        for (long i = 0; i < libraries; i++) {
            ByteBuffer need = reader.read("DT_VERNEED", at, SIZE);
            String library = strings.get("vn_file", unsigned(need, 4), Strings.LONGEST_NAME);
            readVersions(reader, at + unsigned(need, 8), ElfFormat.half(need, 2), library, strings, needs);
            if (unsigned(need, 12) == 0) {
                break;
            }
            at += unsigned(need, 12);
        }
        return new VersionNeeds(needs);
    }

    private static void readVersions(
            ElfReader reader, long offset, int count, String library, Strings strings, List<Need> needs)
            throws IOException {
        long at = offset;
        for (int i = 0; i < count; i++) {
            ByteBuffer version = reader.read("vn_aux", at, SIZE);
            if (needs.size() == MOST) {
                throw new MalformedElfException("vn_cnt", "makes more than " + MOST + " versions");
            }
            String name = strings.get("vna_name", unsigned(version, 8), Strings.LONGEST_NAME);
            needs.add(new Need(library, name, ElfFormat.half(version, 6), (ElfFormat.half(version, 4) & 2) != 0));
            if (unsigned(version, 12) == 0) {
                break;
            }
            at += unsigned(version, 12);
        }
    }

    private static long unsigned(ByteBuffer bytes, int position) {
        return bytes.getInt(position) & 0xFFFFFFFFL;
    }
}
