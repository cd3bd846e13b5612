package io.jenkins.plugins.mlcwheels.engine;

import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.time.Duration;

/**
 * Hears what the engine is doing while it does it. Calls may come from several threads at once, and must return
 * quickly; what they throw aborts the work.
 */
@FunctionalInterface
public interface ProgressListener {

    /** Hears nothing. */
    ProgressListener SILENT = event -> {};

    void on(Event event);

    /** Something that happened. */
    sealed interface Event permits PhaseStarted, PhaseFinished, Output, Notice, Transferred {}

    /** A phase of the work, such as {@code build} or {@code audit}, began. */
    record PhaseStarted(String phase) implements Event {}

    /** The phase ended well. */
    record PhaseFinished(String phase, Duration took) implements Event {}

    /** A line that a tool run by the engine wrote, without its line end and otherwise as it is, colours included. */
    record Output(String line) implements Event {}

    /** A sentence for the person who watches, on one line and fit to be shown. */
    record Notice(String text, boolean warning) implements Event {
        public Notice {
            text = PrintableText.line(text);
        }
    }

    /** How many bytes of a named thing have been moved so far; {@code total} is -1 while unknown. */
    record Transferred(String name, long done, long total) implements Event {
        public Transferred {
            name = PrintableText.line(name);
        }
    }
}
