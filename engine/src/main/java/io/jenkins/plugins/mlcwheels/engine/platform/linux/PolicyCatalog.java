package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All platform policies, read from the data file {@code platform-policies.txt}. Only what is asked for is read, since
 * most calls judge wheels of one architecture.
 */
public final class PolicyCatalog {

    private static final PolicyCatalog BUILT_IN = new PolicyCatalog(load());

    private final String text;
    private final Map<String, PolicySet> sets = new ConcurrentHashMap<>();

    PolicyCatalog(String text) {
        this.text = text;
    }

    /** The policies that come with the engine; read once. */
    public static PolicyCatalog builtIn() {
        return BUILT_IN;
    }

    /** Every policy of that libc and architecture, and {@code linux}, which alone is left if there is none. */
    public PolicySet all(Libc libc, Architecture architecture) {
        String key = libc + " " + architecture;
        PolicySet set = sets.get(key);
        if (set == null) {
            set = new PolicySet(libc, architecture, PolicyFile.read(text, libc, architecture));
            sets.put(key, set);
        }
        return set;
    }

    /**
     * The policies that a wheel is judged by. For musl that is the newest one only: musl's symbols have no versions, so
     * nothing in a wheel tells which of its versions it needs.
     */
    public PolicySet forVerdict(Libc libc, Architecture architecture) {
        PolicySet set = all(libc, architecture);
        return libc == Libc.GLIBC || set.asList().size() <= 2
                ? set
                : new PolicySet(libc, architecture, List.of(set.lowest()));
    }

    /** The names of all policies of a libc, without the architecture, most portable first. */
    public List<String> names(Libc libc) {
        List<String> names = new ArrayList<>();
        for (String line : text.split("\n")) {
            String[] words = line.split(" ");
            if (words[0].equals("policy") && words[1].startsWith(libc.tagPrefix())) {
                names.add(words[1]);
            }
        }
        return names;
    }

    private static String load() {
        try (InputStream in = PolicyCatalog.class.getResourceAsStream("platform-policies.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
