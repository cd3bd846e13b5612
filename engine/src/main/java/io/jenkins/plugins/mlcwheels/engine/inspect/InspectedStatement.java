package io.jenkins.plugins.mlcwheels.engine.inspect;

import io.jenkins.plugins.mlcwheels.engine.platform.ReportTexts;

/**
 * A signed statement beside a wheel, as it says of itself: who signed it is not verified. Texts are fit to be shown.
 *
 * @param file name of the bundle
 * @param predicateType what kind of statement it is; empty if it can't be read
 * @param keyId of the key that it says it is signed with; empty if it says none
 * @param aboutThis whether it is about a file of this name with these bytes
 * @param problem why it can't be read; empty if it can
 */
public record InspectedStatement(String file, String predicateType, String keyId, boolean aboutThis, String problem) {

    public InspectedStatement {
        file = ReportTexts.name(file);
        predicateType = ReportTexts.name(predicateType);
        keyId = ReportTexts.name(keyId);
        problem = ReportTexts.name(problem);
    }
}
