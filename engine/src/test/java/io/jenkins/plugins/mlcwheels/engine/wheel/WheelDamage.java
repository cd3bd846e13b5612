package io.jenkins.plugins.mlcwheels.engine.wheel;

import java.util.Arrays;
import java.util.Random;

/** Changes bytes of a wheel as bad disks, cut transfers and attackers do. */
final class WheelDamage {

    private WheelDamage() {}

    static byte[] of(byte[] good, Random random, int changes) {
        byte[] bytes = good.clone();
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), (byte) -1);
                case 3 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                default -> {
                    int from = random.nextInt(bytes.length);
                    int length = Math.min(random.nextInt(64), bytes.length - Math.max(at, from));
                    System.arraycopy(bytes, from, bytes, at, length);
                }
            }
        }
        return bytes;
    }
}
