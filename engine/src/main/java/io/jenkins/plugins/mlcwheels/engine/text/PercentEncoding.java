package io.jenkins.plugins.mlcwheels.engine.text;

import java.nio.charset.StandardCharsets;

/** Percent encoding (RFC 3986, section 2) of UTF-8 text. */
public final class PercentEncoding {

    private static final String DIGITS = "0123456789ABCDEF";

    /** Beside letters and digits; section 2.3. */
    private static final String UNRESERVED = "-._~";

    private PercentEncoding() {}

    /** Encodes all but unreserved characters, so that the text can stand anywhere in an address. */
    public static String encode(String text) {
        return encode(text, "");
    }

    /** @param kept ASCII characters that stay as they are, beside unreserved ones */
    public static String encode(String text, String kept) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (Ascii.isAlphanumeric(c) || UNRESERVED.indexOf(c) >= 0 || kept.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(DIGITS.charAt(c >> 4)).append(DIGITS.charAt(c & 15));
            }
        }
        return encoded.toString();
    }

    /**
     * Decodes; {@code +} stands for itself.
     *
     * @throws IllegalArgumentException if two hexadecimal digits don't follow each percent sign
     */
    public static String decode(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[encoded.length];
        int length = 0;
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] == '%') {
                int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
                int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException("a percent sign without two hexadecimal digits behind it");
                }
                decoded[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                decoded[length++] = encoded[i];
            }
        }
        return new String(decoded, 0, length, StandardCharsets.UTF_8);
    }
}
