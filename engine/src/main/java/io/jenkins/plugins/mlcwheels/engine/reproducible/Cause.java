package io.jenkins.plugins.mlcwheels.engine.reproducible;

/** Why two builds of one source differ, the surest first. */
public enum Cause {
    /** The directory of the build is in it. */
    BUILD_PATH(
            "the path of the build directory",
            "Let the project not write paths into its files, or use paths relative to the source."),
    /** The name of the user who built is in it. */
    USER_NAME("the name of the user", "Let the build not ask for the user's name."),
    /** A time that is right for one time zone only is in it. */
    TIME_ZONE("the time zone", "Use UTC, such as gmtime() or date -u, with the time of SOURCE_DATE_EPOCH."),
    /** The time of the build is in it. */
    TIME_STAMP("the time of the build", "Use the time of SOURCE_DATE_EPOCH instead of the present one."),
    /** The permissions of files are those that the umask left. */
    UMASK("the umask", "Let the build set the permissions of its files."),
    /** The same parts are in another order. */
    ORDER(
            "the order of things that have none",
            "Sort what comes from a set, a hash table, or the listing of a directory."),
    /** The names of symbols are made of random numbers. */
    RANDOM_SYMBOL(
            "random names of symbols",
            "Make names from the content, or give the compiler -frandom-seed= with a fixed value."),
    /** A text has a part that is random. */
    RANDOM_TEXT("a random text", "Make it from the content, or with a fixed seed."),
    /** Only the build id differs. */
    BUILD_ID(
            "the build id alone",
            "It is made of what the linker wrote first: look for what is removed afterwards, such as debug information"
                    + " or a search path of the build directory (CMAKE_BUILD_RPATH_USE_ORIGIN, SKIP_BUILD_RPATH)."),
    /** No reason was found. */
    UNKNOWN("no known reason", "Build twice by hand with the directories kept, and compare the files of the build.");

    private final String words;
    private final String remedy;

    Cause(String words, String remedy) {
        this.words = words;
        this.remedy = remedy;
    }

    /** What it is, as it follows "likely cause:". */
    public String words() {
        return words;
    }

    /** What to do about it: a sentence. */
    public String remedy() {
        return remedy;
    }
}
