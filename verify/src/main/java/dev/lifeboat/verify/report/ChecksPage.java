package dev.lifeboat.verify.report;

import dev.lifeboat.verify.check.Rule;
import java.util.List;
import java.util.Map;

/** The page docs/checks.md: every check, what it can find, and the verdict that brings. */
public final class ChecksPage {
    private ChecksPage() {}

    /**
     * Writes the page.
     *
     * @return Markdown
     */
    public static String markdown() {
        StringBuilder page = new StringBuilder(
                """
                # What is checked, and what each finding means

                This page is made from the code; `lifeboat explain ID` shows the same. Every check belongs to the quick level,
                but for three that `--full` asks, too: those for the SHA-1s of a WIM, and that which reads every byte. The worst
                finding decides the verdict:

                | severity | verdict | exit code |
                | --- | --- | --- |
                | GOOD, NOTE | NO FAULT FOUND (quick); with `--full`, RESTORABLE, AS FAR AS AN IMAGE CAN SHOW (full) | 0 |
                | DAMAGED | RESTORABLE WITH LOSS | 4 |
                | UNDECIDED | UNDECIDED | 3 |
                | LOST | NOT RESTORABLE | 1 |

                Where several apply, the lower line of this table wins; but of a backup that is being written right now
                (`set.being-written`) nothing can be said, and the verdict is UNDECIDED. A quick check does not know:
                """);
        for (String line : Subject.SYSTEM_IMAGE.notChecked(Level.QUICK, false, false)) {
            page.append("- ").append(line).append('\n');
        }
        for (Map.Entry<String, List<Rule>> entry : AllRules.byQuestion().entrySet()) {
            page.append("\n## ").append(entry.getKey()).append("\n\n");
            page.append(
                    "| id | severity | verdict | what it means for a restore | what to do |\n| --- | --- | --- | --- | --- |\n");
            for (Rule rule : entry.getValue()) {
                page.append("| `").append(rule.id()).append("` | ").append(rule.severity());
                page.append(" | ").append(Verdict.of(rule.severity()).label(Level.QUICK));
                page.append(" | ")
                        .append(rule.meaning())
                        .append(" | ")
                        .append(rule.remedy())
                        .append(" |\n");
            }
        }
        return page.toString();
    }
}
