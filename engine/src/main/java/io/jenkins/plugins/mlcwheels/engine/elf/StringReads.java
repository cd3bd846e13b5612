package io.jenkins.plugins.mlcwheels.engine.elf;

import java.util.ArrayList;
import java.util.List;

/** Stands in for a string table whose bytes are not there yet: writes down what is asked for, and answers nothing. */
record StringReads(long offset, long size, List<ByteRange> wishes) implements Strings {

    StringReads(StringTable table) {
        this(table.offset(), table.size(), new ArrayList<>());
    }

    @Override
    public String get(String field, long at, int longest) {
        if (Long.compareUnsigned(at, size) < 0) {
            wishes.add(new ByteRange(offset + at, Math.min(4L * longest, size - at)));
        }
        return "";
    }
}
