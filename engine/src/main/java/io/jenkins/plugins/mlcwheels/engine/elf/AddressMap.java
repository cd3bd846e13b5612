package io.jenkins.plugins.mlcwheels.engine.elf;

import java.util.List;

/** Where virtual addresses lie in the file, by the segments that the loader maps. */
record AddressMap(List<Segment> segments) {

    /** Offset of an address in the file, or -1 when no segment maps it from there. */
    long offsetOf(long address) {
        Segment segment = mapping(address);
        return segment == null ? -1 : segment.offset() + (address - segment.virtualAddress());
    }

    /** How many bytes from an address on come from the file without a gap; 0 when it is not mapped. */
    long bytesFrom(long address) {
        Segment segment = mapping(address);
        return segment == null ? 0 : segment.fileSize() - (address - segment.virtualAddress());
    }

    /** @throws MalformedElfException when the address is not mapped from the file */
    long require(String field, long address) {
        long offset = offsetOf(address);
        if (offset < 0) {
            throw new MalformedElfException(
                    field, "points to address 0x" + Long.toHexString(address) + ", which no segment loads");
        }
        return offset;
    }

    private Segment mapping(long address) {
        for (Segment segment : segments) {
            if (segment.type() == Segment.PT_LOAD
                    && Long.compareUnsigned(address - segment.virtualAddress(), segment.fileSize()) < 0) {
                return segment;
            }
        }
        return null;
    }
}
