package dev.lifeboat.verify.check.container;

import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.ImageFile;
import java.util.List;

public final class ContainerChecks {
    private ContainerChecks() {}

    public static List<Check<ImageFile>> vhdx() {
        return List.of();
    }

    public static List<Check<ImageFile>> vhd() {
        return List.of();
    }
}
