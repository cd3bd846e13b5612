package io.jenkins.plugins.mlcwheels.engine.version;

import io.jenkins.plugins.mlcwheels.engine.text.Ascii;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version.Pre;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version.PreLabel;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a version from left to right, by the expression of PEP 440's appendix B with its alternative spellings; by
 * hand, because compiling patterns costs time at every start.
 */
final class Pep440Scanner {

    private record Word(String spelling, PreLabel label) {}

    private static final List<Word> PRE = List.of(
            new Word("alpha", PreLabel.ALPHA),
            new Word("beta", PreLabel.BETA),
            new Word("preview", PreLabel.RC),
            new Word("pre", PreLabel.RC),
            new Word("rc", PreLabel.RC),
            new Word("a", PreLabel.ALPHA),
            new Word("b", PreLabel.BETA),
            new Word("c", PreLabel.RC));
    private static final List<String> POST = List.of("post", "rev", "r");
    private static final List<String> DEV = List.of("dev");
    private static final String SEPARATORS = "-_.";

    private final String text;
    private int at;
    private BigInteger epoch = BigInteger.ZERO;
    private final List<BigInteger> release = new ArrayList<>();
    private Pre pre;
    private BigInteger post;
    private BigInteger dev;
    private final List<String> local = new ArrayList<>();

    /** @param text in lower case, without blanks around it */
    Pep440Scanner(String text) {
        this.text = text;
        at = text.startsWith("v") ? 1 : 0;
    }

    /** Reads; the parts are there if the whole text is a version. */
    boolean isVersion() {
        if (!isDigit(at)) {
            return false;
        }
        BigInteger first = number();
        if (is(at, '!')) {
            epoch = first;
            at++;
            if (!isDigit(at)) {
                return false;
            }
            first = number();
        }
        release.add(first);
        while (is(at, '.') && isDigit(at + 1)) {
            at++;
            release.add(number());
        }
        pre = readPre();
        post = readPost();
        dev = numbered(DEV);
        return at == text.length() || isLocal();
    }

    private Pre readPre() {
        int start = afterSeparator(at);
        for (Word word : PRE) {
            if (text.startsWith(word.spelling, start)) {
                at = start + word.spelling.length();
                return new Pre(word.label, labelNumber());
            }
        }
        return null;
    }

    private BigInteger readPost() {
        if (is(at, '-') && isDigit(at + 1)) {
            at++;
            return number();
        }
        return numbered(POST);
    }

    /** The number behind one of the words, 0 if there is none; null if no word is there. */
    private BigInteger numbered(List<String> words) {
        int start = afterSeparator(at);
        for (String word : words) {
            if (text.startsWith(word, start)) {
                at = start + word.length();
                return labelNumber();
            }
        }
        return null;
    }

    private BigInteger labelNumber() {
        int digits = afterSeparator(at);
        if (!isDigit(digits)) {
            return BigInteger.ZERO;
        }
        at = digits;
        return number();
    }

    private boolean isLocal() {
        if (!is(at, '+')) {
            return false;
        }
        for (String part : Ascii.split(text.substring(at + 1).replace('-', '.').replace('_', '.'), '.')) {
            if (!Ascii.isMadeOf(part, "")) {
                return false;
            }
            local.add(Pep440Version.isNumeric(part) ? new BigInteger(part).toString() : part);
        }
        return true;
    }

    private BigInteger number() {
        int from = at;
        while (isDigit(at)) {
            at++;
        }
        return new BigInteger(text.substring(from, at));
    }

    private int afterSeparator(int place) {
        return place < text.length() && SEPARATORS.indexOf(text.charAt(place)) >= 0 ? place + 1 : place;
    }

    private boolean isDigit(int place) {
        return place < text.length() && Ascii.isDigit(text.charAt(place));
    }

    private boolean is(int place, char c) {
        return place < text.length() && text.charAt(place) == c;
    }

    BigInteger epoch() {
        return epoch;
    }

    List<BigInteger> release() {
        return release;
    }

    /** Null if there is none. */
    Pre pre() {
        return pre;
    }

    /** Null if there is none. */
    BigInteger post() {
        return post;
    }

    /** Null if there is none. */
    BigInteger dev() {
        return dev;
    }

    List<String> local() {
        return local;
    }
}
