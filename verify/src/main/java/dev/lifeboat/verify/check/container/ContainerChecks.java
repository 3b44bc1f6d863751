package dev.lifeboat.verify.check.container;

import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.ImageFile;
import java.util.List;

/** All checks of container files, in the order in which they are asked. */
public final class ContainerChecks {
    private ContainerChecks() {}

    /**
     * Returns the checks of a VHDX file.
     *
     * @return one a part of the format
     */
    public static List<Check<ImageFile>> vhdx() {
        return List.of(
                new VhdxHeaderCheck(),
                new VhdxLogCheck(),
                new VhdxRegionCheck(),
                new VhdxMetadataCheck(),
                new VhdxBlockCheck(),
                new VhdxParentCheck());
    }

    /**
     * Returns the checks of a VHD file.
     *
     * @return one a part of the format
     */
    public static List<Check<ImageFile>> vhd() {
        return List.of(new VhdFooterCheck(), new VhdHeaderCheck(), new VhdBlockCheck(), new VhdParentCheck());
    }
}
