package io.jenkins.plugins.mlcwheels.credentials;

import io.jenkins.plugins.mlcwheels.engine.github.GitHubExchange;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/** A GitHub App that is installed on a {@link LoopbackGitHub}: makes a new token whenever it is asked for one. */
public final class LoopbackApp {

    private static final String TOKENS = "/api/v3/app/installations/7/access_tokens";

    private final LoopbackGitHub github;
    private final List<String> tokens = Collections.synchronizedList(new ArrayList<>());

    private LoopbackApp(LoopbackGitHub github) {
        this.github = github;
    }

    public static LoopbackApp on(LoopbackGitHub github) {
        LoopbackApp app = new LoopbackApp(github);
        github.fail(request -> request.path().startsWith("/api/v3/app"), Integer.MAX_VALUE, app::answer);
        return app;
    }

    /** A private key for it, as such credentials want it. */
    public static String privateKey() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** All tokens so far, the oldest first. */
    public List<String> tokens() {
        synchronized (tokens) {
            return List.copyOf(tokens);
        }
    }

    /** No token from before is taken any more, as an hour later. */
    public void expireTokens() {
        tokens().forEach(github::expire);
    }

    private void answer(GitHubExchange exchange) throws IOException {
        String path = exchange.request().path();
        if (path.equals(TOKENS)) {
            String token = "ghs_AppToken" + (tokens.size() + 1);
            tokens.add(token);
            github.allow(token);
            exchange.answer(201, "{\"token\": \"" + token + "\", \"expires_at\": \"2199-01-01T00:00:00Z\"}");
        } else if (path.endsWith("/installations")) {
            exchange.answer(200, "[" + installation() + "]");
        } else {
            exchange.answer(200, "{\"id\": 1, \"slug\": \"app\", \"name\": \"App\"}");
        }
    }

    private String installation() {
        return "{\"id\": 7, \"account\": {\"login\": \"" + github.repository().split("/")[0] + "\", \"id\": 1},"
                + " \"permissions\": {\"contents\": \"write\"},"
                + " \"access_tokens_url\": \"" + github.api() + "/app/installations/7/access_tokens\"}";
    }
}
