package io.jenkins.plugins.mlcwheels.engine.deflate;

/**
 * How hard the encoder tries.
 *
 * @param tries how many earlier places are compared
 * @param furtherTries the same at the position after a match, which may have a longer one
 * @param patient matches of this length are taken without a look at the next position
 * @param enough matches of this length end a search
 */
record Effort(int tries, int furtherTries, int patient, int enough) {

    static Effort of(int level) {
        if (level <= 3) {
            return new Effort(2, 1, 8, 32);
        }
        if (level <= 5) {
            return new Effort(4, 2, 16, 48);
        }
        if (level == 6) {
            return new Effort(6, 4, 32, 64);
        }
        return level <= 8 ? new Effort(32, 16, 64, 128) : new Effort(256, 128, 258, 258);
    }
}
