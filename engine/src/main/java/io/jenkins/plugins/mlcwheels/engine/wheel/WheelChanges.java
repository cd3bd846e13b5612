package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.zip.EntryDigest;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What {@link WheelWriter} is to make different from the source wheel. RECORD is none of it: the writer makes it anew.
 * Names are those of entries; a new name is given by {@link #add}, a changed content by {@link #replace}.
 */
public final class WheelChanges {

    /** Content in memory or in a file; exactly one of the two. */
    record Content(byte[] bytes, Path file, int mode) {}

    private final WheelFilename filename;
    private final Set<String> removed = new HashSet<>();
    private final Map<String, Content> replaced = new HashMap<>();
    private final Map<String, Content> added = new LinkedHashMap<>();
    private final Map<String, String> renamed = new HashMap<>();
    private final Map<String, EntryDigest> digests = new HashMap<>();

    /** @param filename of the new wheel */
    public WheelChanges(WheelFilename filename) {
        this.filename = filename;
    }

    /** Leaves an entry out. */
    public WheelChanges remove(String name) {
        removed.add(name);
        return this;
    }

    /** Gives an entry another content; its permissions stay. */
    public WheelChanges replace(String name, byte[] content) {
        replaced.put(name, new Content(content, null, 0));
        return this;
    }

    /** @param content a file that is read while writing */
    public WheelChanges replace(String name, Path content) {
        replaced.put(name, new Content(null, content, 0));
        return this;
    }

    /** @param permissions such as 0644 */
    public WheelChanges add(String name, byte[] content, int permissions) {
        added.put(name, new Content(content, null, permissions));
        return this;
    }

    /** @param permissions such as 0755 */
    public WheelChanges add(String name, Path content, int permissions) {
        added.put(name, new Content(null, content, permissions));
        return this;
    }

    /** The entry keeps its bytes, or gets those of {@link #replace} under its old name. */
    public WheelChanges rename(String from, String to) {
        renamed.put(from, to);
        return this;
    }

    /** Digests of the source's entries that the caller has seen itself, so that they need not be inflated again. */
    public WheelChanges knownDigests(Map<String, EntryDigest> known) {
        digests.putAll(known);
        return this;
    }

    WheelFilename filename() {
        return filename;
    }

    boolean isRemoved(String name) {
        return removed.contains(name);
    }

    Content replacement(String name) {
        return replaced.get(name);
    }

    String newName(String name) {
        return renamed.getOrDefault(name, name);
    }

    EntryDigest digest(String name) {
        return digests.get(name);
    }

    Map<String, Content> added() {
        return Collections.unmodifiableMap(added);
    }

    /** All names that have to exist in the source. */
    Set<String> touched() {
        Set<String> names = new HashSet<>(removed);
        names.addAll(replaced.keySet());
        names.addAll(renamed.keySet());
        return names;
    }
}
