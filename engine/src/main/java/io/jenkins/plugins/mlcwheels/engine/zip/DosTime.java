package io.jenkins.plugins.mlcwheels.engine.zip;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The date and time format of ZIP headers: date in the upper 16 bits, time in the lower, steps of two seconds. */
public final class DosTime {

    /** 1980-01-01 00:00:00, the first that there is. */
    public static final int FIRST = 1 << 21 | 1 << 16;

    /** 2107-12-31 23:59:58, the last. */
    private static final int LAST = 127 << 25 | 12 << 21 | 31 << 16 | 23 << 11 | 59 << 5 | 29;

    private static final long FIRST_SECOND = 315_532_800L;
    private static final long LAST_SECOND = 4_354_819_198L;

    private DosTime() {}

    static LocalDateTime toDateTime(int dos) {
        try {
            return LocalDateTime.of(
                    1980 + (dos >>> 25),
                    dos >>> 21 & 0xF,
                    dos >>> 16 & 0x1F,
                    dos >>> 11 & 0x1F,
                    dos >>> 5 & 0x3F,
                    (dos & 0x1F) * 2);
        } catch (DateTimeException e) {
            return LocalDateTime.of(1980, 1, 1, 0, 0);
        }
    }

    /** @param epochSecond in UTC; what is out of range becomes the nearest that there is */
    public static int ofEpochSecond(long epochSecond) {
        if (epochSecond <= FIRST_SECOND) {
            return FIRST;
        }
        if (epochSecond >= LAST_SECOND) {
            return LAST;
        }
        LocalDateTime time = LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
        return (time.getYear() - 1980) << 25
                | time.getMonthValue() << 21
                | time.getDayOfMonth() << 16
                | time.getHour() << 11
                | time.getMinute() << 5
                | time.getSecond() / 2;
    }
}
