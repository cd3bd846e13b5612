package io.jenkins.plugins.mlcwheels.engine.zip;

/** Numbers of the ZIP format (APPNOTE 6.3.10, sections 4.3 and 4.5). */
final class ZipFormat {

    static final int LOCAL = 0x04034b50;
    static final int CENTRAL = 0x02014b50;
    static final int END = 0x06054b50;
    static final int END64 = 0x06064b50;
    static final int LOCATOR64 = 0x07064b50;
    static final int DESCRIPTOR = 0x08074b50;

    static final int LOCAL_SIZE = 30;
    static final int CENTRAL_SIZE = 46;
    static final int END_SIZE = 22;
    static final int END64_SIZE = 56;
    static final int LOCATOR64_SIZE = 20;

    static final int EXTRA_ZIP64 = 1;
    static final int EXTRA_UNICODE_PATH = 0x7075;

    static final int FLAG_ENCRYPTED = 1;
    static final int FLAG_DESCRIPTOR = 1 << 3;
    static final int FLAG_PATCHED = 1 << 5;
    static final int FLAG_STRONG_ENCRYPTION = 1 << 6;
    static final int FLAG_UTF8 = 1 << 11;
    static final int FLAG_MASKED = 1 << 13;

    /** Newest version of the format, times ten, whose entries Python's zipfile opens. */
    static final int NEWEST_VERSION = 63;

    static final long MAX32 = 0xFFFFFFFFL;
    static final int MAX16 = 0xFFFF;

    private ZipFormat() {}
}
