package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.util.List;
import java.util.stream.Collectors;

/** Files that the index would refuse, or has with other bytes. Nothing was sent; all problems that were found are in it. */
public final class UploadRefusedException extends EngineException {

    private static final long serialVersionUID = 1L;

    private final String message;
    private final transient List<UploadProblem> problems;

    /** @param problems at least one */
    public UploadRefusedException(String index, List<UploadProblem> problems) {
        super(
                Kind.PUBLISH_REFUSED,
                "",
                problems.size() == 1
                        ? problems.get(0).remedy()
                        : "Nothing was sent. Fix these problems and upload again.");
        this.message = PrintableText.lines(message(index, problems));
        this.problems = List.copyOf(problems);
    }

    private static String message(String index, List<UploadProblem> problems) {
        if (problems.size() == 1) {
            return "nothing was uploaded to " + index + ": " + problems.get(0).what();
        }
        return "nothing was uploaded to " + index + ", for " + problems.size() + " reasons"
                + problems.stream().map(problem -> "\n  - " + problem).collect(Collectors.joining("", ":", ""));
    }

    /** One line, or with several problems a line for each of them. */
    @Override
    public String getMessage() {
        return message;
    }

    /** Each of them; none where the exception comes from another process, whose message still tells. */
    public List<UploadProblem> problems() {
        return problems == null ? List.of() : problems;
    }
}
