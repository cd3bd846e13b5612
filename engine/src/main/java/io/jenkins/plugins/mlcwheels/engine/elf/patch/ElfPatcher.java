package io.jenkins.plugins.mlcwheels.engine.elf.patch;

import io.jenkins.plugins.mlcwheels.engine.elf.DynamicEntry;
import io.jenkins.plugins.mlcwheels.engine.elf.MalformedElfException;
import io.jenkins.plugins.mlcwheels.engine.elf.NotElfException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes what the dynamic loader reads of a shared library or executable: its own name, the names of the libraries it
 * needs, and where they are searched. Works for 32 and 64 bit and both byte orders, without external tools.
 *
 * <p>New strings do not fit into the string table that the linker made, so the table moves into a new loadable
 * segment at the end ({@link TailSegment}), together with the dynamic section when that has no spare entry left.
 * Section headers are kept true. Patching a patched file replaces the strings of the first time.
 */
public final class ElfPatcher {

    private static final int SPARE_ENTRIES = 5;

    private final Path source;
    private final Map<String, String> replaced = new LinkedHashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();
    private String soname;
    private long searchTag;
    private String searchPath;
    private String title;

    /** @param source the file to patch; it is read when the patched one is written */
    public ElfPatcher(Path source) {
        this.source = source;
        this.title = String.valueOf(source.getFileName());
    }

    /** Sets what messages call the file, where its own name means nothing to the reader. */
    public ElfPatcher called(String name) {
        title = name;
        return this;
    }

    /** Sets the library's own name (DT_SONAME), which is added if it has none. */
    public ElfPatcher soname(String name) {
        soname = encode(name);
        return this;
    }

    /**
     * Replaces needed libraries (DT_NEEDED), old name to new, and the names in version requirements with them. Names
     * that the file does not need are ignored.
     */
    public ElfPatcher replaceNeeded(Map<String, String> names) {
        names.forEach((from, to) -> replaced.put(encode(from), encode(to)));
        return this;
    }

    /** Removes needed libraries; refused if the file binds symbols to versions of one of them. */
    public ElfPatcher removeNeeded(Set<String> names) {
        names.forEach(name -> removed.add(encode(name)));
        return this;
    }

    /** Sets the search path as DT_RPATH, which libraries loaded by this one inherit; an empty list removes it. */
    public ElfPatcher rpath(List<String> directories) {
        return search(DynamicEntry.DT_RPATH, directories);
    }

    /** Sets the search path as DT_RUNPATH, for this file's own needs only; an empty list removes it. */
    public ElfPatcher runpath(List<String> directories) {
        return search(DynamicEntry.DT_RUNPATH, directories);
    }

    private ElfPatcher search(long tag, List<String> directories) {
        searchTag = tag;
        searchPath = encode(String.join(":", directories));
        return this;
    }

    /** Strings are kept as one char per byte, so that names in any encoding survive. */
    private static String encode(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("NUL in a name");
        }
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /**
     * Writes the patched file; the source itself may be the target.
     *
     * @throws UnpatchableElfException if the file is broken or leaves no room; a target that is not the source is
     *     then removed again
     */
    public void write(Path target) throws IOException {
        if (Files.exists(target) && Files.isSameFile(source, target)) {
            patch(target);
            return;
        }
        Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        boolean done = false;
        try {
            patch(target);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(target);
            }
        }
    }

    private void patch(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            patch(ElfLayout.read(new ElfWords(channel)));
        } catch (UnpatchableElfException | MalformedElfException | NotElfException failure) {
            throw new UnpatchableElfException(title + ": " + failure.getMessage(), failure.suggestion());
        }
    }

    private void patch(ElfLayout layout) throws IOException {
        DynamicEdit edit = DynamicEdit.of(layout);
        apply(edit);
        if (!edit.isChanged()) {
            return;
        }
        StringTail strings = edit.commit();
        int entries = layout.dynamic.size() + 1;
        boolean fits = (long) entries * layout.dynamicEntrySize() <= layout.dynamicSegment().filesz;
        if (!fits || strings.marked() || !strings.isEmpty()) {
            TailSegment tail = TailSegment.open(layout, strings);
            if (!fits) {
                tail.moveDynamic(entries + SPARE_ENTRIES);
            }
            tail.closeWith(strings);
        }
        layout.store();
    }

    private void apply(DynamicEdit edit) {
        edit.removeNeeded(removed);
        edit.replaceNeeded(replaced);
        if (soname != null) {
            edit.setName(soname);
        }
        if (searchPath != null) {
            edit.setSearchPath(searchTag, searchPath);
        }
    }
}
