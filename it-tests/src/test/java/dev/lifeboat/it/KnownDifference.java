package dev.lifeboat.it;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Something in which another tool and we do not agree, and are known not to.
 *
 * @param image pattern of the image's name
 * @param difference pattern of the line that says what differs
 * @param reason why that is in order, or what is not supported yet
 */
record KnownDifference(String image, String difference, String reason) {
    /**
     * Takes away what is known.
     *
     * @param image the image's name
     * @param differences all that was found
     * @param known all that is known, of any image
     * @return the differences that are not known, and a line for each known one of this image that was not met
     */
    static List<String> unexplained(String image, List<String> differences, List<KnownDifference> known) {
        List<String> left = new ArrayList<>(differences);
        for (KnownDifference row : known) {
            if (image.matches(row.image)) {
                Pattern pattern = Pattern.compile(row.difference);
                if (!left.removeIf(pattern.asMatchPredicate())) {
                    left.add("no longer differs, so the row can go: " + row);
                }
            }
        }
        return left;
    }
}
