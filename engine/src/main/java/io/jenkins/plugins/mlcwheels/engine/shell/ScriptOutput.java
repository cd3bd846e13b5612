package io.jenkins.plugins.mlcwheels.engine.shell;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Stopwatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Understands what the engine's own scripts say in lines that begin with {@code [mlc-wheels] }: {@code phase NAME}
 * begins a phase, {@code error: TEXT} and {@code hint: TEXT} explain a failure, {@code warning: TEXT} warns, and any
 * other first word is a fact that the script reports. All other lines are output of what the scripts run. Phases are
 * timed, and everything is passed on to a listener.
 */
public final class ScriptOutput implements ProgressListener {

    private static final String PREFIX = "[mlc-wheels] ";

    private final ProgressListener listener;
    private final Map<String, Duration> phases = new LinkedHashMap<>();
    private final Map<String, List<String>> facts = new LinkedHashMap<>();
    private String phase;
    private Stopwatch phaseBegan;

    /** @param listener is told of every line and phase */
    public ScriptOutput(ProgressListener listener) {
        this.listener = listener;
    }

    @Override
    public synchronized void on(Event event) {
        if (event instanceof Output output && output.line().startsWith(PREFIX)) {
            String said = output.line().substring(PREFIX.length());
            int blank = said.indexOf(' ');
            hear(blank < 0 ? said : said.substring(0, blank), blank < 0 ? "" : said.substring(blank + 1), said);
        } else {
            listener.on(event);
        }
    }

    private void hear(String word, String rest, String said) {
        if (word.equals("phase")) {
            finishPhase();
            phase = rest;
            phaseBegan = Stopwatch.started();
            listener.on(new PhaseStarted(rest));
            return;
        }
        facts.computeIfAbsent(word, any -> new ArrayList<>()).add(rest);
        boolean explains = word.equals("error:") || word.equals("hint:");
        if (!explains) {
            listener.on(new Notice(word.equals("warning:") ? rest : said, word.equals("warning:")));
        }
    }

    /** To be called when the script has ended well. */
    public synchronized void finishPhase() {
        if (phase != null) {
            Duration took = phaseBegan.elapsed();
            phases.merge(phase, took, Duration::plus);
            listener.on(new PhaseFinished(phase, took));
            phase = null;
        }
    }

    /** Whether the script has begun its first phase, so that it was it that ended and not what was to run it. */
    public synchronized boolean hasBegun() {
        return phase != null || !phases.isEmpty();
    }

    /** How long each phase took that has ended well. */
    public synchronized Map<String, Duration> phases() {
        return new LinkedHashMap<>(phases);
    }

    /** What followed a first word when it was said last: {@code error:}, {@code wheel}, {@code ccache}. */
    public synchronized Optional<String> last(String word) {
        List<String> said = all(word);
        return said.isEmpty() ? Optional.empty() : Optional.of(said.get(said.size() - 1));
    }

    /** What followed a first word, each time it was said. */
    public synchronized List<String> all(String word) {
        return List.copyOf(facts.getOrDefault(word, List.of()));
    }
}
