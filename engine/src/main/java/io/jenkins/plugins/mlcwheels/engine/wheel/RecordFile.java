package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.text.Ascii;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryDigest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The RECORD of a wheel (PEP 376, 627): rows of path, hash and size as comma-separated values. */
public final class RecordFile {

    /**
     * @param path as in the archive
     * @param hash such as {@code sha256=...}, in URL-safe base64 without padding; empty if there is none
     * @param size in bytes; -1 if there is none
     */
    public record Row(String path, String hash, long size) {

        static Row of(String path, EntryDigest digest) {
            return new Row(path, digest.recordHash(), digest.size());
        }

        /** Name of the hash function in lower case; empty if there is none. */
        public String algorithm() {
            int at = hash.indexOf('=');
            return at < 0 ? "" : Ascii.lowerCase(hash.substring(0, at));
        }

        /** The digest after the algorithm's name, as written. */
        String encodedDigest() {
            return hash.substring(hash.indexOf('=') + 1);
        }
    }

    private final List<Row> rows;
    private final Map<String, Row> byPath;

    private RecordFile(Collection<Row> rows) {
        this.rows = List.copyOf(rows);
        byPath = new HashMap<>(this.rows.size() * 2);
        for (Row row : this.rows) {
            byPath.put(row.path, row);
        }
    }

    /** A RECORD of these rows, in their order. */
    public static RecordFile of(Collection<Row> rows) {
        return new RecordFile(rows);
    }

    /**
     * @param where the entry's name, for messages
     * @throws BrokenWheelException if it is not UTF-8, or a row has not three columns or a size that is not a number
     */
    public static RecordFile parse(String where, byte[] content) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BrokenWheelException(where, "is not UTF-8", e);
        }
        return new RecordFile(new RecordParser(where, text).rows());
    }

    /** In order, with duplicates. */
    public List<Row> rows() {
        return rows;
    }

    /** The last row of that path. */
    public Optional<Row> row(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    /** The file as CSV in UTF-8, its lines ended by a line feed. */
    public byte[] toBytes() {
        StringBuilder text = new StringBuilder(rows.size() * 100);
        for (Row row : rows) {
            append(text, row.path).append(',');
            append(text, row.hash).append(',');
            if (row.size >= 0) {
                text.append(row.size);
            }
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static StringBuilder append(StringBuilder text, String value) {
        if (value.indexOf(',') < 0 && value.indexOf('"') < 0 && value.indexOf('\n') < 0 && value.indexOf('\r') < 0) {
            return text.append(value);
        }
        return text.append('"').append(value.replace("\"", "\"\"")).append('"');
    }
}
