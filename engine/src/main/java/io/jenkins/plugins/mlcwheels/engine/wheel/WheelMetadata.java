package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.text.Ascii;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The WHEEL file of a wheel (PEP 427). */
public final class WheelMetadata {

    private final String text;
    private final HeaderFields fields;
    private final SortedSet<WheelTag> tags;

    private WheelMetadata(String where, byte[] content) {
        fields = HeaderFields.parse(where, content);
        text = new String(content, StandardCharsets.UTF_8);
        tags = new TreeSet<>();
        for (String tag : fields.all("Tag")) {
            expand(tag);
        }
    }

    /**
     * @param where the entry's name, for messages
     * @throws BrokenWheelException if it can't be read
     * @throws InvalidWheelNameException if one of its tags is none
     */
    public static WheelMetadata parse(String where, byte[] content) {
        return new WheelMetadata(where, content);
    }

    /** The specification asks for one line per tag; some tools write compressed sets. */
    private void expand(String tag) {
        List<String> parts = Ascii.split(tag, '-');
        if (parts.size() != 3 || tag.length() > 500) {
            throw new InvalidWheelNameException(tag, "is not a tag; write a line such as 'Tag: py3-none-any'");
        }
        for (String python : Ascii.split(parts.get(0), '.')) {
            for (String abi : Ascii.split(parts.get(1), '.')) {
                for (String platform : Ascii.split(parts.get(2), '.')) {
                    tags.add(new WheelTag(python, abi, platform));
                }
            }
        }
    }

    /** Version of the wheel format, such as {@code 1.0}; empty if it isn't given. */
    public String wheelVersion() {
        return fields.first("Wheel-Version");
    }

    /** The tool that made it; empty if it isn't given. */
    public String generator() {
        return fields.first("Generator");
    }

    /** Whether the root of the archive goes to purelib rather than platlib. */
    public boolean rootIsPurelib() {
        return fields.first("Root-Is-Purelib").equalsIgnoreCase("true");
    }

    /** The value of Root-Is-Purelib as written; empty if it isn't given. */
    String rootIsPurelibText() {
        return fields.first("Root-Is-Purelib");
    }

    /** The build tag, as written. */
    public Optional<String> build() {
        String build = fields.first("Build");
        return build.isEmpty() ? Optional.empty() : Optional.of(build);
    }

    /** All tags, compressed sets expanded. */
    public SortedSet<WheelTag> tags() {
        return Collections.unmodifiableSortedSet(tags);
    }

    /** The same file with other tags, one to a line where the first stood; all other lines are kept. */
    public byte[] withTags(Collection<WheelTag> replacement) {
        List<String> lines = new ArrayList<>();
        int place = -1;
        for (String line : Ascii.split(text.replace("\r\n", "\n"), '\n')) {
            if (!line.regionMatches(true, 0, "Tag:", 0, 4)) {
                lines.add(line);
            } else if (place < 0) {
                place = lines.size();
            }
        }
        List<String> added = new ArrayList<>();
        for (WheelTag tag : replacement) {
            added.add("Tag: " + tag);
        }
        lines.addAll(place < 0 ? fieldCount(lines) : place, added);
        return Ascii.join(lines, '\n').getBytes(StandardCharsets.UTF_8);
    }

    private static int fieldCount(List<String> lines) {
        int empty = lines.indexOf("");
        return empty < 0 ? lines.size() : empty;
    }
}
