package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Who uploads. Never prints the password. */
public final class IndexCredentials {

    private final String user;
    private final String password;

    private IndexCredentials(String user, String password) {
        this.user = user;
        this.password = password;
    }

    /**
     * @param user {@code __token__} for a token of PyPI
     * @throws EngineException if they can't be sent; without the password in its text
     */
    public static IndexCredentials of(String user, String password) {
        if (user.isEmpty() || user.indexOf(':') >= 0 || hasControl(user)) {
            throw unusable("the user name for the package index is empty, or has a colon or a line break in it");
        }
        if (password.isEmpty() || hasControl(password)) {
            throw unusable("the password for the package index is empty, or has a line break in it");
        }
        return new IndexCredentials(user, password);
    }

    private static EngineException unusable(String what) {
        return new EngineException(
                EngineException.Kind.INPUT, what, "Check how it was stored: a line break may have slipped in.");
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(c -> c < ' ' || c == 0x7f);
    }

    /** As given. */
    public String user() {
        return user;
    }

    /** As given; for sending and for blotting out only. */
    public String password() {
        return password;
    }

    String authorization() {
        return "Basic " + encoded();
    }

    private String encoded() {
        return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** What must never be shown beside the password. */
    public List<String> secrets() {
        return List.of(encoded());
    }

    /** The user only. */
    @Override
    public String toString() {
        return user;
    }
}
