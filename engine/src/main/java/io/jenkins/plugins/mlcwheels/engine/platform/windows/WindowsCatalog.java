package io.jenkins.plugins.mlcwheels.engine.platform.windows;

import io.jenkins.plugins.mlcwheels.engine.text.Glob;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What Windows, Python and runtimes bring, read from the data file {@code windows.txt} when it is first asked for. */
final class WindowsCatalog {

    private static final String FILE = "windows.txt";

    private final Map<String, WindowsVersion> dlls = new HashMap<>();
    private final List<Row> apiSets = new ArrayList<>();
    private final Map<String, WindowsVersion> functions = new HashMap<>();
    private final TreeMap<Integer, WindowsVersion> pythonSystems = new TreeMap<>();
    private final Map<String, Runtime> runtimes = new HashMap<>();
    private final Set<String> redistributables = new HashSet<>();
    private final List<Row> drivers = new ArrayList<>();

    private record Row(String pattern, WindowsVersion since) {}

    /** A DLL beside python.exe: since which minor version of CPython 3, on which platform tags. */
    private record Runtime(int since, Set<String> tags) {}

    private WindowsCatalog() {
        try (InputStream in = WindowsCatalog.class.getResourceAsStream(FILE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty() && line.charAt(0) != '#') {
                    add(line.split("\t"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Holder {
        private static final WindowsCatalog BUILT_IN = new WindowsCatalog();
    }

    static WindowsCatalog builtIn() {
        return Holder.BUILT_IN;
    }

    private void add(String[] row) {
        if (row.length != 4) {
            throw new IllegalStateException(FILE + ": a row has " + row.length + " parts: " + row[0]);
        }
        String name = row[1];
        switch (row[0]) {
            case "dll" -> dlls.put(name, WindowsVersion.named(row[2]));
            case "apiset" -> apiSets.add(new Row(name, WindowsVersion.named(row[2])));
            case "function" -> functions.put(name, WindowsVersion.named(row[2]));
            case "python-system" -> pythonSystems.put(minor(name), WindowsVersion.named(row[2]));
            case "python-runtime" -> {
                String[] since = row[2].split(" ");
                runtimes.put(name, new Runtime(minor(since[0]), Set.of(since[1].split(","))));
            }
            case "redistributable" -> redistributables.add(name);
            case "driver" -> drivers.add(new Row(name, WindowsVersion.named(row[2])));
            default -> throw new IllegalStateException(FILE + ": unknown kind of row: " + row[0]);
        }
    }

    /** 9 for 3.9. */
    private static int minor(String python) {
        return Integer.parseInt(python.substring("3.".length()));
    }

    /**
     * The oldest Windows that has a DLL.
     *
     * @param name in lower case
     */
    Optional<WindowsVersion> system(String name) {
        WindowsVersion since = dlls.get(name);
        return since != null ? Optional.of(since) : first(apiSets, name);
    }

    private static Optional<WindowsVersion> first(List<Row> rows, String name) {
        for (Row row : rows) {
            if (Glob.matches(row.pattern, name)) {
                return Optional.of(row.since);
            }
        }
        return Optional.empty();
    }

    /** The oldest Windows that has a function, if it came later than its DLL. */
    Optional<WindowsVersion> function(String dll, String function) {
        return Optional.ofNullable(functions.get(dll + "!" + function));
    }

    /** The oldest Windows that CPython 3.{@code minor} runs on. */
    WindowsVersion systemOf(int minor) {
        Map.Entry<Integer, WindowsVersion> row = pythonSystems.floorEntry(minor);
        return row == null ? WindowsVersion.W7 : row.getValue();
    }

    /** Since which minor version CPython for the platform tag has a DLL of the Visual C++ runtime. */
    Optional<Integer> runtime(String name, String platformTag) {
        Runtime runtime = runtimes.get(name);
        return runtime == null || !runtime.tags.contains(platformTag) ? Optional.empty() : Optional.of(runtime.since);
    }

    boolean isRedistributable(String name) {
        return redistributables.contains(name);
    }

    boolean isOfDriver(String name) {
        return first(drivers, name).isPresent();
    }
}
