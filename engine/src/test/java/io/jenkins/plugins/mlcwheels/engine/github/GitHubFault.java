package io.jenkins.plugins.mlcwheels.engine.github;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Something that goes wrong with a request to a {@link LoopbackGitHub}. */
public interface GitHubFault {

    void apply(GitHubExchange exchange) throws IOException;

    /** Lets go of requests that it holds. */
    default void end() {}

    /** Answers so instead of doing what was asked. */
    static GitHubFault status(int status) {
        return answer(status, Map.of(), "{\"message\": \"fault " + status + "\"}");
    }

    static GitHubFault answer(int status, Map<String, String> headers, String body) {
        return exchange -> {
            exchange.skipBody();
            headers.forEach(exchange::header);
            exchange.answer(status, body);
        };
    }

    /** Does what was asked, and answers that it failed. */
    static GitHubFault statusAfterEffect(int status) {
        return exchange -> {
            exchange.effect();
            exchange.answer(status, "{\"message\": \"fault " + status + "\"}");
        };
    }

    /** Does what was asked, and hangs up without an answer. */
    static GitHubFault lostAnswer() {
        return GitHubExchange::effect;
    }

    /** Hangs up before anything is done. */
    static GitHubFault noAnswer() {
        return exchange -> {};
    }

    /** An upload that GitHub lost: answered 502, with a {@code starter} asset left under the name. */
    static GitHubFault starter() {
        return exchange -> {
            exchange.skipBody();
            exchange.leaveStarter();
            exchange.answer(502, "{\"message\": \"Bad Gateway\"}");
        };
    }

    /** Hangs up in the middle of an upload, with a {@code starter} asset left. */
    static GitHubFault resetAfter(int bytes) {
        return exchange -> {
            exchange.readSome(bytes);
            exchange.leaveStarter();
        };
    }

    /** Takes some bytes of an upload and then no more, with a {@code starter} asset left. */
    static GitHubFault stallAfter(int bytes) {
        return hanging(exchange -> {
            exchange.readSome(bytes);
            exchange.leaveStarter();
        });
    }

    /** Answers with some bytes and hangs up. */
    static GitHubFault breakOffAfter(int bytes) {
        return exchange -> exchange.sendPart(bytes);
    }

    /** Answers with some bytes and then no more. */
    static GitHubFault stallAnswerAfter(int bytes) {
        return hanging(exchange -> exchange.sendPart(bytes));
    }

    /** Goes wrong in some way, and holds the connection until the end. */
    private static GitHubFault hanging(GitHubFault beginning) {
        CountDownLatch end = new CountDownLatch(1);
        return new GitHubFault() {
            @Override
            public void apply(GitHubExchange exchange) throws IOException {
                beginning.apply(exchange);
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void end() {
                end.countDown();
            }
        };
    }

    /** Stores an upload with its first byte changed. */
    static GitHubFault corrupt() {
        return exchange -> {
            exchange.corruptBody();
            exchange.proceed();
        };
    }

    /** Stores an upload under another name. */
    static GitHubFault misname(String name) {
        return exchange -> {
            exchange.storeAs(name);
            exchange.proceed();
        };
    }

    /** Sends the client elsewhere. */
    static GitHubFault redirect(int status, String location) {
        return answer(status, Map.of("Location", location), "{\"message\": \"Moved\"}");
    }
}
