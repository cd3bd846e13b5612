package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.text.Ascii;
import java.util.ArrayList;
import java.util.List;

/** Reads comma-separated values with quotes as Python's csv module does, three columns to a row. */
final class RecordParser {

    private final String where;
    private final String text;
    private final List<RecordFile.Row> rows = new ArrayList<>();
    private int at;

    RecordParser(String where, String text) {
        this.where = where;
        this.text = text;
    }

    List<RecordFile.Row> rows() {
        while (at < text.length()) {
            if (isLineEnd(text.charAt(at))) {
                at++;
            } else {
                rows.add(row());
            }
        }
        return rows;
    }

    private RecordFile.Row row() {
        String path = field();
        comma();
        String hash = field();
        comma();
        String size = field();
        if (at < text.length() && !isLineEnd(text.charAt(at))) {
            throw broken("has more than three columns, or text after a quote");
        }
        return new RecordFile.Row(path, hash, size.isEmpty() ? -1 : number(size));
    }

    private void comma() {
        if (at >= text.length() || text.charAt(at) != ',') {
            throw broken("has not three columns");
        }
        at++;
    }

    private String field() {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int from = at;
        while (at < text.length() && text.charAt(at) != ',' && !isLineEnd(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (true) {
            int end = text.indexOf('"', at);
            if (end < 0) {
                throw broken("has a quote that never ends");
            }
            value.append(text, at, end);
            at = end + 1;
            if (at >= text.length() || text.charAt(at) != '"') {
                return value.toString();
            }
            value.append('"');
            at++;
        }
    }

    private long number(String digits) {
        if (digits.length() > 18) {
            throw broken("has a size that is not a number");
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (!Ascii.isDigit(digits.charAt(i))) {
                throw broken("has a size that is not a number");
            }
            value = value * 10 + digits.charAt(i) - '0';
        }
        return value;
    }

    private BrokenWheelException broken(String reason) {
        return new BrokenWheelException(where, "row " + (rows.size() + 1) + " " + reason);
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
