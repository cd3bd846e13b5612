package io.jenkins.plugins.mlcwheels.engine.platform;

import java.util.List;

/** A native file of a wheel, as far as it can be spoken of for every system alike. */
public interface NativeFile {

    /** In the wheel. */
    String path();

    /** The names by which other files may need it, that of the file itself among them. */
    List<String> names();

    /** Names of the libraries that it needs. */
    List<String> needs();

    /** Whether it is started as a program, and not loaded. */
    boolean isProgram();

    /** The processors that it has code for, in the words of platform tags. */
    List<String> architectures();

    /** Where the loader is told to look for libraries, as written. */
    List<String> searchPaths();

    /** The oldest system that it says it runs on, in words; empty if it says nothing. */
    String minimum();
}
