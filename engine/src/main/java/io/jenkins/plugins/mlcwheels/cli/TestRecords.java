package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.manifest.TestRecord;
import io.jenkins.plugins.mlcwheels.engine.manifest.WheelTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Records of tests beside the wheels: {@code NAME.whl.test.json}. */
final class TestRecords {

    private static final int LARGEST = 1 << 20;

    private TestRecords() {}

    private static Path beside(Path wheel) {
        return wheel.resolveSibling(wheel.getFileName() + TestRecord.SUFFIX);
    }

    /**
     * How a wheel was tested, if the record beside it is of its bytes.
     *
     * @throws io.jenkins.plugins.mlcwheels.engine.manifest.InvalidTestRecordException if there is one that can't be read
     */
    static Optional<WheelTest> of(Path wheel, String sha256) throws IOException {
        return whole(wheel, sha256).map(TestRecord::test);
    }

    /** The whole record beside a wheel, if it is of its bytes. */
    static Optional<TestRecord> whole(Path wheel, String sha256) throws IOException {
        Path file = beside(wheel);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        byte[] json;
        try (var in = Files.newInputStream(file)) {
            json = in.readNBytes(LARGEST + 1);
        }
        TestRecord record = TestRecord.parse(json);
        return Optional.of(record).filter(found -> found.sha256().equals(sha256));
    }

    /** Removes the record of an earlier test, which says nothing once the wheel is tested again. */
    static void forget(Path wheel) throws IOException {
        Files.deleteIfExists(beside(wheel));
    }

    /** Keeps a record; a directory that can't be written to is worth a warning. */
    static void keep(Path wheel, TestRecord record, ProgressListener listener) {
        RecordFile.write(beside(wheel), record.toJson(), "the test", listener);
    }
}
