package io.jenkins.plugins.mlcwheels.engine.zip;

/** Fields of one header of the central directory, after ZIP64 values were put in place. */
final class CentralHeader {
    String name;
    byte[] rawName;
    int madeBy;
    int neededVersion;
    int flags;
    int method;
    int dosTime;
    int crc;
    long compressedSize;
    long size;
    int externalAttributes;
    long headerOffset;
}
