package io.jenkins.plugins.mlcwheels.engine.pe;

import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a PE file runs on.
 *
 * @param machineCode as in the file
 * @param characteristics flags of the file
 * @param dllCharacteristics flags for the loader
 * @param subsystem 2 for windows, 3 for the console
 */
public record PeHeader(
        PeMachine machine,
        int machineCode,
        boolean is64,
        int characteristics,
        int subsystem,
        int dllCharacteristics,
        Version operatingSystem,
        Version subsystemVersion) {

    private static final int DLL = 0x2000;

    /** A version as headers have it: 6.1 is Windows 7, 10.0 is Windows 10. */
    public record Version(int major, int minor) implements Comparable<Version> {
        @Override
        public int compareTo(Version other) {
            return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
        }

        @Override
        public String toString() {
            return major + "." + minor;
        }
    }

    /** Whether it is a library, and not a program. */
    public boolean isDll() {
        return (characteristics & DLL) != 0;
    }

    /** Whether it may be loaded at any address (ASLR). */
    public boolean hasDynamicBase() {
        return (dllCharacteristics & 0x0040) != 0;
    }

    /** Whether it works where data can't be executed (DEP). */
    public boolean isNxCompatible() {
        return (dllCharacteristics & 0x0100) != 0;
    }

    /** Whether indirect calls are checked (Control Flow Guard). */
    public boolean hasControlFlowGuard() {
        return (dllCharacteristics & 0x4000) != 0;
    }

    PeHeader withMachine(PeMachine other) {
        return new PeHeader(
                other,
                machineCode,
                is64,
                characteristics,
                subsystem,
                dllCharacteristics,
                operatingSystem,
                subsystemVersion);
    }

    static boolean isPe(StreamedBytes bytes) throws IOException {
        if (bytes.length() < 64) {
            return false;
        }
        ByteBuffer dos = bytes.read("e_magic", 0, 64);
        long at = dos.getInt(0x3C) & 0xFFFFFFFFL;
        return dos.getShort(0) == 0x5A4D
                && at >= 4
                && bytes.holds(at, 24)
                && bytes.read("e_lfanew", at, 4).getInt(0) == 0x4550;
    }
}
