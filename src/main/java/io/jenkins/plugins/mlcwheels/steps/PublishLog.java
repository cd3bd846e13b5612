package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.console.LineTransformationOutputStream;
import hudson.model.TaskListener;
import hudson.util.Secret;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.mlcwheels.engine.text.PercentEncoding;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * What publishing says, on its way from an agent to the log of the build: without the token, should it ever be in it, and
 * with the last line kept as the step's status.
 */
final class PublishLog extends LineTransformationOutputStream.Delegating {

    private static final String MASK = "****";

    @CheckForNull
    private final Secret token;

    private final Consumer<String> status;

    private PublishLog(OutputStream out, @CheckForNull Secret token, Consumer<String> status) {
        super(out);
        this.token = token;
        this.status = status;
    }

    /** @param status hears each line */
    static TaskListener listener(TaskListener to, @CheckForNull Secret token, Consumer<String> status) {
        return new StreamTaskListener(new PublishLog(to.getLogger(), token, status), StandardCharsets.UTF_8);
    }

    @Override
    protected void eol(byte[] bytes, int length) throws IOException {
        String line = masked(new String(bytes, 0, length, StandardCharsets.UTF_8), token);
        status.accept(line.strip());
        out.write(line.getBytes(StandardCharsets.UTF_8));
    }

    /** Closing it does not close the log of the build. */
    @Override
    public void close() throws IOException {
        forceEol();
        flush();
    }

    static String masked(@NonNull String text, @CheckForNull Secret token) {
        String plain = Secret.toString(token);
        return plain.isEmpty()
                ? text
                : text.replace(plain, MASK).replace(PercentEncoding.encode(plain), MASK);
    }
}
