package io.jenkins.plugins.mlcwheels.engine.pe;

import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import io.jenkins.plugins.mlcwheels.engine.pe.PeFile.Exports;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads what a PE file gives to others. */
final class PeExports {

    /** Numbers of exports have 16 bits; names may stand for one several times. */
    private static final long MOST = 1 << 18;

    private static final int LONGEST_NAME = 1 << 16;

    private final StreamedBytes bytes;
    private final PeSections sections;
    private final Predicate<String> wanted;

    PeExports(StreamedBytes bytes, PeSections sections, Predicate<String> wanted) {
        this.bytes = bytes;
        this.sections = sections;
        this.wanted = wanted;
    }

    Exports read(long address, long size) throws IOException {
        String field = "export directory";
        ByteBuffer directory = bytes.read(field, sections.offset(field, address, 40), 40);
        long count = count("NumberOfFunctions", directory, 20);
        long nameCount = count("NumberOfNames", directory, 24);
        long nameAddress = directory.getInt(12) & 0xFFFFFFFFL;
        String dll = nameAddress == 0 ? "" : bytes.text(field, sections.offset(field, nameAddress, 1), 512);
        ByteBuffer functions = table("export address table", directory, 28, 4 * count);
        ByteBuffer names = table("export name table", directory, 32, 4 * nameCount);
        ByteBuffer ordinals = table("export ordinal table", directory, 36, 2 * nameCount);
        List<String> found = new ArrayList<>();
        List<String> forwarders = new ArrayList<>();
        for (int i = 0; i < nameCount; i++) {
            String name = text("export name", names.getInt(4 * i) & 0xFFFFFFFFL);
            if (wanted.test(name)) {
                found.add(name);
                int ordinal = ordinals.getShort(2 * i) & 0xFFFF;
                if (ordinal >= count) {
                    throw bytes.malformed("export ordinal table", "names the function " + ordinal + " of " + count);
                }
                long target = functions.getInt(4 * ordinal) & 0xFFFFFFFFL;
                if (target >= address && target - address < size) {
                    forwarders.add(name + "=" + text("export forwarder", target));
                }
            }
        }
        return new Exports(dll, count, found, forwarders);
    }

    private long count(String field, ByteBuffer directory, int at) {
        long count = directory.getInt(at) & 0xFFFFFFFFL;
        if (count > MOST) {
            throw bytes.malformed(field, "is " + count + ", more than " + MOST);
        }
        return count;
    }

    private ByteBuffer table(String field, ByteBuffer directory, int at, long length) throws IOException {
        long address = directory.getInt(at) & 0xFFFFFFFFL;
        return bytes.read(field, length == 0 ? 0 : sections.offset(field, address, length), length);
    }

    private String text(String field, long address) throws IOException {
        return bytes.text(field, sections.offset(field, address, 1), LONGEST_NAME);
    }
}
