package io.jenkins.plugins.mlcwheels.steps;

import hudson.AbortException;
import hudson.FilePath;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.manifest.TestRecord;
import io.jenkins.plugins.mlcwheels.record.WheelTestRecord;
import java.io.IOException;
import java.io.InputStream;

/** The record that a test left on an agent. Agents are not trusted: what can't be true is refused. */
final class AgentTestRecord {

    private static final int LARGEST = (1 << 20) + 1;

    private AgentTestRecord() {}

    /**
     * Reads one.
     *
     * @throws AbortException if it can't be used
     */
    static WheelTestRecord read(FilePath file, String sha256) throws IOException, InterruptedException {
        try (InputStream in = file.read()) {
            TestRecord record = TestRecord.parse(in.readNBytes(LARGEST));
            if (!record.sha256().equals(sha256)) {
                throw new AbortException("The agent's record of a test can't be used: it is of another wheel");
            }
            return new WheelTestRecord(record.test());
        } catch (EngineException e) {
            throw new AbortException("The agent's record of a test can't be used: " + e.getMessage());
        }
    }
}
