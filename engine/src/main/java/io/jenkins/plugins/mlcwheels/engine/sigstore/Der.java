package io.jenkins.plugins.mlcwheels.engine.sigstore;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One value in DER (X.690), read strictly: definite lengths in their shortest form, nothing beyond the end. */
final class Der {

    static final int INTEGER = 0x02;
    static final int OCTETS = 0x04;
    static final int OID = 0x06;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;
    static final int CONTEXT_0 = 0xa0;
    static final int CONTEXT_3 = 0xa3;

    private static final int MOST_CHILDREN = 10_000;

    private final byte[] bytes;
    private final int start;
    private final int content;
    private final int end;

    private Der(byte[] bytes, int start, int content, int end) {
        this.bytes = bytes;
        this.start = start;
        this.content = content;
        this.end = end;
    }

    /** @throws KeylessException unless the bytes are one value and nothing else */
    static Der parse(byte[] bytes) {
        Der value = at(bytes, 0, bytes.length);
        if (value.end != bytes.length) {
            throw broken();
        }
        return value;
    }

    private static Der at(byte[] bytes, int start, int limit) {
        if (limit - start < 2 || (bytes[start] & 0x1f) == 0x1f) {
            throw broken();
        }
        int first = bytes[start + 1] & 0xff;
        int content = start + 2;
        int length = first;
        if (first >= 0x80) {
            int count = first - 0x80;
            if (count < 1 || count > 3 || limit - content < count || bytes[content] == 0) {
                throw broken();
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = length << 8 | bytes[content++] & 0xff;
            }
            if (length < 0x80) {
                throw broken();
            }
        }
        if (length > limit - content) {
            throw broken();
        }
        return new Der(bytes, start, content, content + length);
    }

    static KeylessException broken() {
        return new KeylessException("a certificate or timestamp that is no DER of the expected form");
    }

    int tag() {
        return bytes[start] & 0xff;
    }

    /** The same if it has that tag. */
    Der expect(int tag) {
        if (tag() != tag) {
            throw broken();
        }
        return this;
    }

    /** The values in it, in order. */
    List<Der> children() {
        if ((bytes[start] & 0x20) == 0) {
            throw broken();
        }
        List<Der> children = new ArrayList<>();
        for (int at = content; at < end; ) {
            Der child = at(bytes, at, end);
            children.add(child);
            at = child.end;
            if (children.size() > MOST_CHILDREN) {
                throw broken();
            }
        }
        return children;
    }

    Der child(int index) {
        List<Der> children = children();
        if (index >= children.size()) {
            throw broken();
        }
        return children.get(index);
    }

    /** The bytes within. */
    byte[] value() {
        return Arrays.copyOfRange(bytes, content, end);
    }

    /** All of it, tag and length included. */
    byte[] encoded() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    BigInteger integer() {
        expect(INTEGER);
        if (end == content) {
            throw broken();
        }
        return new BigInteger(value());
    }

    /** An object identifier with dots. */
    String oid() {
        expect(OID);
        StringBuilder text = new StringBuilder();
        BigInteger number = BigInteger.ZERO;
        for (int at = content; at < end; at++) {
            number = number.shiftLeft(7).or(BigInteger.valueOf(bytes[at] & 0x7f));
            if (bytes[at] >= 0) {
                if (text.length() == 0) {
                    int root = Math.min(2, number.intValue() / 40);
                    text.append(root).append('.').append(number.subtract(BigInteger.valueOf(root * 40L)));
                } else {
                    text.append('.').append(number);
                }
                number = BigInteger.ZERO;
            }
            if (number.bitLength() > 128) {
                throw broken();
            }
        }
        return text.toString();
    }

    /** A value of that tag with this content. */
    static byte[] encode(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 5);
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            int count = content.length < 0x100 ? 1 : content.length < 0x10000 ? 2 : 3;
            out.write(0x80 | count);
            for (int i = count - 1; i >= 0; i--) {
                out.write(content.length >> 8 * i);
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
