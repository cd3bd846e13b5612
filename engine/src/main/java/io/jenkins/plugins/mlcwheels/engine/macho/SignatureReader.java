package io.jenkins.plugins.mlcwheels.engine.macho;

import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import io.jenkins.plugins.mlcwheels.engine.macho.CodeSignature.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Reads the signature of a slice and compares the digests in it with the file. A signature may have a code directory
 * for each kind of digest; the kernel takes the strongest that it knows, so that one is compared.
 */
final class SignatureReader {

    private static final int SUPER_BLOB = 0xFADE0CC0;
    private static final int CODE_DIRECTORY = 0xFADE0C02;
    private static final int SLOT_DIRECTORY = 0;
    private static final int SLOT_ALTERNATE = 0x1000;
    private static final int SLOT_LAST_ALTERNATE = 0x1004;
    private static final int SLOT_CMS = 0x10000;
    private static final int AD_HOC = 0x2;
    private static final int MOST_BLOBS = 64;
    private static final long LARGEST = 64 << 20;

    private final StreamedBytes bytes;
    private final long offset;
    private final long size;
    private final PageDigests digests;

    SignatureReader(StreamedBytes bytes, long offset, long size, PageDigests digests) {
        this.bytes = bytes;
        this.offset = offset;
        this.size = size;
        this.digests = digests;
    }

    CodeSignature read(int dataOffset, int dataSize) throws IOException {
        long at = dataOffset & 0xFFFFFFFFL;
        long length = dataSize & 0xFFFFFFFFL;
        if (at > size - length || length > size) {
            throw bytes.malformed("LC_CODE_SIGNATURE", "lies outside the file");
        }
        if (length > LARGEST || length < 12) {
            return CodeSignature.invalid("has " + length + " bytes");
        }
        ByteBuffer blob = bytes.read("LC_CODE_SIGNATURE", offset + at, length).order(ByteOrder.BIG_ENDIAN);
        long count = blob.getInt(8) & 0xFFFFFFFFL;
        if (blob.getInt(0) != SUPER_BLOB || count > MOST_BLOBS || 12 + 8 * count > length) {
            return CodeSignature.invalid("is not a list of signature parts");
        }
        return directory(blob, (int) count, at);
    }

    private CodeSignature directory(ByteBuffer blob, int count, long signatureAt) throws IOException {
        ByteBuffer best = null;
        boolean cms = false;
        for (int i = 0; i < count; i++) {
            int slot = blob.getInt(12 + 8 * i);
            long at = blob.getInt(16 + 8 * i) & 0xFFFFFFFFL;
            if (at > blob.limit() - 8) {
                return CodeSignature.invalid("has a part that lies outside of it");
            }
            long length = blob.getInt((int) at + 4) & 0xFFFFFFFFL;
            if (length < 8 || length > blob.limit() - at) {
                return CodeSignature.invalid("has a part of " + length + " bytes, which lies outside of it");
            }
            if (slot == SLOT_CMS) {
                cms = length > 8;
            }
            boolean directory = slot == SLOT_DIRECTORY || slot >= SLOT_ALTERNATE && slot <= SLOT_LAST_ALTERNATE;
            if (directory && blob.getInt((int) at) == CODE_DIRECTORY) {
                if (length < 44) {
                    return CodeSignature.invalid("has a code directory of " + length + " bytes");
                }
                ByteBuffer found = blob.slice((int) at, (int) length).order(ByteOrder.BIG_ENDIAN);
                best = best == null || rank(found) > rank(best) ? found : best;
            }
        }
        return best == null ? CodeSignature.invalid("has no code directory") : compare(best, cms, signatureAt);
    }

    /** SHA-1 before what is not known, SHA-256 cut short, SHA-256, SHA-384. */
    private static int rank(ByteBuffer directory) {
        return switch (directory.get(37)) {
            case 1 -> 1;
            case 3 -> 2;
            case 2 -> 3;
            case 4 -> 4;
            default -> 0;
        };
    }

    private CodeSignature compare(ByteBuffer directory, boolean cms, long signatureAt) throws IOException {
        boolean adHoc = (directory.getInt(12) & AD_HOC) != 0 || !cms;
        String identifier = identifier(directory);
        String problem = problem(directory, signatureAt);
        State state = problem == null ? State.UNKNOWN : problem.isEmpty() ? State.VALID : State.INVALID;
        return new CodeSignature(state, adHoc, identifier, problem == null ? "" : problem);
    }

    private static String identifier(ByteBuffer directory) {
        int at = directory.getInt(20);
        if (at < 0 || at >= directory.limit()) {
            return "";
        }
        int end = at;
        while (end < directory.limit() && directory.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[Math.min(end - at, 1024)];
        directory.get(at, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Empty if all digests are right, null if they are of a kind that is not known. */
    private String problem(ByteBuffer directory, long signatureAt) throws IOException {
        long slots = directory.getInt(28) & 0xFFFFFFFFL;
        long limit = limit(directory);
        int hashSize = directory.get(36) & 0xFF;
        int pageBits = directory.get(39) & 0xFF;
        long hashes = directory.getInt(16) & 0xFFFFFFFFL;
        if (limit < 0 || limit > signatureAt) {
            return "is about " + limit + " bytes, and begins after " + signatureAt;
        }
        if (pageBits > 30) {
            return "has pages of 2^" + pageBits + " bytes";
        }
        long page = pageBits == 0 ? Math.max(limit, 1) : 1L << pageBits;
        if (slots != (limit + page - 1) / page) {
            return "has digests of " + slots + " pages; the file has " + (limit + page - 1) / page;
        }
        if (hashes > directory.limit() || slots * hashSize > directory.limit() - hashes) {
            return "has its digests outside of it";
        }
        String algorithm =
                switch (directory.get(37)) {
                    case 1 -> "SHA-1";
                    case 2, 3 -> "SHA-256";
                    case 4 -> "SHA-384";
                    default -> null;
                };
        int full = algorithm == null ? 0 : PageDigests.digest(algorithm).getDigestLength();
        if (algorithm == null) {
            return null;
        }
        if (hashSize == 0 || hashSize > full) {
            return "has digests of " + hashSize + " bytes";
        }
        byte[] expected = new byte[(int) (slots * hashSize)];
        directory.get((int) hashes, expected);
        return pages(expected, hashSize, algorithm, page, limit);
    }

    private static long limit(ByteBuffer directory) {
        boolean wide = directory.getInt(8) >= 0x20300 && directory.limit() >= 64 && directory.getLong(56) != 0;
        return wide ? directory.getLong(56) : directory.getInt(32) & 0xFFFFFFFFL;
    }

    private String pages(byte[] expected, int hashSize, String algorithm, long page, long limit) throws IOException {
        int slots = expected.length / hashSize;
        boolean passed = algorithm.equals("SHA-256") && page == PageDigests.PAGE && offset % page == 0;
        MessageDigest digest = PageDigests.digest(algorithm);
        for (int i = 0; i < slots; i++) {
            long from = i * page;
            long length = Math.min(page, limit - from);
            long index = (offset + from) / PageDigests.PAGE;
            boolean same = passed && length == page && index < digests.pages()
                    ? digests.matches((int) index, expected, i * hashSize, hashSize)
                    : matches(digest, from, length, expected, i * hashSize, hashSize);
            if (!same) {
                return "is not of this file: the " + length + " bytes at " + from + " have another digest";
            }
        }
        return "";
    }

    private boolean matches(MessageDigest digest, long from, long length, byte[] expected, int at, int hashSize)
            throws IOException {
        long done = 0;
        while (done < length) {
            long count = Math.min(length - done, 1 << 20);
            digest.update(bytes.read("code page", offset + from + done, count));
            done += count;
        }
        byte[] found = digest.digest();
        for (int i = 0; i < hashSize; i++) {
            if (found[i] != expected[at + i]) {
                return false;
            }
        }
        return true;
    }
}
