package io.jenkins.plugins.mlcwheels.engine.elf;

import java.nio.ByteBuffer;
import java.util.Random;

/** ELF files and what may be wrong with their bytes. */
final class ElfDamage {

    private static final long[] NASTY = {
        0, 1, -1, 7, 0x7F, 0xFF, 0xFFFF, 0x7FFFFFFF, 0x80000000L, 0xFFFFFFFFL, Long.MAX_VALUE, Long.MIN_VALUE, 0x10000
    };

    private ElfDamage() {}

    static byte[] seed(Random random) {
        TestElf elf = TestElf.of(random.nextBoolean(), random.nextBoolean(), random.nextBoolean() ? 62 : 22)
                .needed("libm.so.6", "libc.so.6")
                .soname("libcore.so")
                .runpath("$ORIGIN")
                .interpreter("/lib64/ld-linux-x86-64.so.2")
                .isa(3)
                .count(TestElf.Count.values()[random.nextInt(4)])
                .undefined("puts", "libc.so.6", "GLIBC_2.2.5")
                .defined("PyInit_core");
        return (random.nextBoolean() ? elf : elf.tablesLast()).build();
    }

    static void apply(byte[] elf, Random random) {
        ByteBuffer bytes = ByteBuffer.wrap(elf);
        for (int change = random.nextInt(4); change >= 0; change--) {
            long value = NASTY[random.nextInt(NASTY.length)];
            switch (random.nextInt(4)) {
                case 0 -> elf[random.nextInt(elf.length)] = (byte) random.nextInt();
                case 1 -> bytes.putShort(random.nextInt(elf.length - 1), (short) value);
                case 2 -> bytes.putInt(random.nextInt(elf.length / 4 - 1) * 4, (int) value);
                default -> bytes.putLong(random.nextInt(elf.length / 8 - 1) * 8, value);
            }
        }
    }
}
