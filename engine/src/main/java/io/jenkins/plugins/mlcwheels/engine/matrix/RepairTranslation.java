package io.jenkins.plugins.mlcwheels.engine.matrix;

import io.jenkins.plugins.mlcwheels.engine.shell.ShellWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Translates forms of {@code auditwheel repair} to the built-in repair. A form is translated only if each of its words
 * has a counterpart; what else the shell would do, or an option without one, leaves the command as it is.
 */
final class RepairTranslation {

    /** What is more than one simple command of literal words. */
    private static final Pattern SHELL = Pattern.compile("[;&|<>()$`\\n#~]");

    private static final Pattern ASSIGNMENT = Pattern.compile("(LD_LIBRARY_PATH|AUDITWHEEL_LD_LIBRARY_PATH)=.*");
    private static final Pattern PLATFORM = Pattern.compile("auto|(manylinux|musllinux)[A-Za-z0-9_]+");
    private static final String WHEEL = "{wheel}";
    private static final String DEST_DIR = "{dest_dir}";

    private final List<String> words;
    private int next;
    private Optional<String> plat = Optional.empty();
    private boolean onlyPlat;
    private final List<String> excludes = new ArrayList<>();
    private Optional<List<String>> ldPaths = Optional.empty();
    private boolean anyInstructionSet;
    private Optional<Integer> level = Optional.empty();
    private final List<EnvironmentAssignment> environment = new ArrayList<>();
    private boolean wheel;
    private boolean destination;

    private RepairTranslation(List<String> words) {
        this.words = words;
    }

    /** The step that a command stands for. */
    static RepairStep of(String command) {
        if (command.isBlank()) {
            return new RepairStep(RepairStep.Kind.NONE, "", RepairStep.Own.DEFAULT);
        }
        return own(command)
                .map(own -> new RepairStep(RepairStep.Kind.OWN, command, own))
                .orElse(new RepairStep(RepairStep.Kind.COMMAND, command, RepairStep.Own.DEFAULT));
    }

    private static Optional<RepairStep.Own> own(String command) {
        if (hasShell(command)) {
            return Optional.empty();
        }
        try {
            return new RepairTranslation(ShellWords.split(command)).translate();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /**
     * Whether something outside of single quotes means more to a shell than its characters. Patterns do not count: no
     * file of the project is called as a library to exclude, and then a shell leaves them as they are.
     */
    private static boolean hasShell(String command) {
        return SHELL.matcher(command.strip().replaceAll("'[^']*'", "")).find();
    }

    private Optional<RepairStep.Own> translate() {
        while (next < words.size() && ASSIGNMENT.matcher(words.get(next)).matches()) {
            String word = take();
            int equals = word.indexOf('=');
            if (word.contains("{")) {
                return Optional.empty();
            }
            environment.add(
                    new EnvironmentAssignment(word.substring(0, equals), ShellWords.quote(word.substring(equals + 1))));
        }
        if (!program()) {
            return Optional.empty();
        }
        while (next < words.size()) {
            if (!word(take())) {
                return Optional.empty();
            }
        }
        return wheel && destination
                ? Optional.of(
                        new RepairStep.Own(plat, onlyPlat, excludes, ldPaths, anyInstructionSet, level, environment))
                : Optional.empty();
    }

    /** {@code auditwheel repair} or {@code python -m auditwheel repair}, with or without {@code -v}. */
    private boolean program() {
        if (next + 2 < words.size()
                && words.get(next).equals("python")
                && words.get(next + 1).equals("-m")) {
            next += 2;
        }
        if (next >= words.size() || !take().equals("auditwheel")) {
            return false;
        }
        while (next < words.size() && words.get(next).matches("-v+|--verbose")) {
            next++;
        }
        return next < words.size() && take().equals("repair");
    }

    private boolean word(String word) {
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        String option = equals < 0 ? word : word.substring(0, equals);
        Optional<String> attached = equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
        return switch (option) {
            case "-w", "--wheel-dir" -> {
                destination = value(attached).equals(DEST_DIR);
                yield destination;
            }
            case "--plat" -> {
                String value = value(attached);
                plat = Optional.of(value).filter(name -> !name.equals("auto"));
                yield PLATFORM.matcher(value).matches();
            }
            case "--exclude" -> literal(value(attached), excludes);
            case "--ldpaths" -> {
                List<String> paths = new ArrayList<>();
                boolean literal = true;
                for (String path : value(attached).split(":")) {
                    literal &= literal(path, paths);
                }
                ldPaths = Optional.of(paths);
                yield literal;
            }
            case "-z", "--zip-compression-level" -> {
                String value = value(attached);
                level = value.matches("[1-9]") ? Optional.of(Integer.valueOf(value)) : Optional.empty();
                yield level.isPresent();
            }
            case "--only-plat" -> {
                onlyPlat = true;
                yield attached.isEmpty();
            }
            case "--disable-isa-ext-check" -> {
                anyInstructionSet = true;
                yield attached.isEmpty();
            }
            case WHEEL -> {
                boolean first = !wheel;
                wheel = true;
                yield first;
            }
            default -> false;
        };
    }

    private static boolean literal(String value, List<String> into) {
        into.add(value);
        return !value.isEmpty() && !value.contains("{");
    }

    private String value(Optional<String> attached) {
        if (attached.isPresent()) {
            return attached.get();
        }
        return next < words.size() ? take() : "";
    }

    private String take() {
        return words.get(next++);
    }

    /** The built-in repair that a step stands for, as the command line has it. */
    static String words(RepairStep.Own own) {
        List<String> all = new ArrayList<>();
        own.environment().forEach(variable -> all.add(variable.toString()));
        all.add("mlc-wheels repair");
        own.plat().ifPresent(value -> all.add("--plat " + ShellWords.quote(value)));
        if (own.onlyPlat()) {
            all.add("--only-plat");
        }
        own.excludes().forEach(pattern -> all.add("--exclude " + ShellWords.quote(pattern)));
        own.ldPaths().ifPresent(paths -> all.add("--ldpath " + ShellWords.quote(String.join(":", paths))));
        if (own.anyInstructionSet()) {
            all.add("--disable-isa-ext-check");
        }
        own.level().ifPresent(value -> all.add("-z " + value));
        all.add("-w " + DEST_DIR + " " + WHEEL);
        return String.join(" ", all);
    }
}
