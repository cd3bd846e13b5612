package io.jenkins.plugins.mlcwheels.engine.macho;

/**
 * The signature of a slice's code. What counts for the kernel is that the digests of all pages are those of the file;
 * whose certificate signed them is not looked at.
 *
 * @param state whether there is one, and whether it is true of the file
 * @param adHoc whether nobody stands for it: it only has digests
 * @param identifier that the signer gave; empty if there is none
 * @param problem what is wrong with it, as a clause; empty if nothing is
 */
public record CodeSignature(State state, boolean adHoc, String identifier, String problem) {

    /** There is none. */
    public static final CodeSignature NONE = new CodeSignature(State.MISSING, false, "", "");

    /** Whether a signature is true of its file. */
    public enum State {
        MISSING,
        VALID,
        /** The kernel of Apple silicon ends what loads it. */
        INVALID,
        /** Its digests are of a kind that is not known. */
        UNKNOWN
    }

    static CodeSignature invalid(String problem) {
        return new CodeSignature(State.INVALID, false, "", problem);
    }
}
