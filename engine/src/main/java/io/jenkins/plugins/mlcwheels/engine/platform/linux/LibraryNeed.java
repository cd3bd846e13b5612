package io.jenkins.plugins.mlcwheels.engine.platform.linux;

/**
 * An ELF file of the wheel that needs, by itself or through others, a library from outside.
 *
 * @param elf path in the wheel
 * @param soname of the library
 */
public record LibraryNeed(String elf, String soname) implements Comparable<LibraryNeed> {

    @Override
    public int compareTo(LibraryNeed other) {
        int byElf = elf.compareTo(other.elf);
        return byElf != 0 ? byElf : soname.compareTo(other.soname);
    }
}
