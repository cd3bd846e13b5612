package io.jenkins.plugins.mlcwheels.engine.provenance;

import java.util.Base64;
import java.util.Optional;

/** PEM blocks (RFC 7468). */
final class Pem {

    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";
    private static final int LINE = 64;

    private Pem() {}

    /** What stands between two lines of dashes. */
    record Block(String label, byte[] der) {}

    /** The first block; empty if there is none that can be read. */
    static Optional<Block> first(String text) {
        int begin = text.indexOf(BEGIN);
        int labelEnd = begin < 0 ? -1 : text.indexOf(DASHES, begin + BEGIN.length());
        if (labelEnd < 0) {
            return Optional.empty();
        }
        String label = text.substring(begin + BEGIN.length(), labelEnd);
        int end = text.indexOf("-----END " + label + DASHES, labelEnd);
        if (end < 0 || label.length() > LINE) {
            return Optional.empty();
        }
        try {
            String body = text.substring(labelEnd + DASHES.length(), end).replaceAll("\\s+", "");
            return Optional.of(new Block(label, Base64.getDecoder().decode(body)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String print(String label, byte[] der) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return BEGIN + label + DASHES + "\n" + body + "\n-----END " + label + DASHES + "\n";
    }
}
