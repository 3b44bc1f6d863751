package dev.lifeboat.mount.windows;

import java.io.IOException;

/** Something that needs the rights of an administrator, asked of a process without them. */
public final class NotElevatedException extends IOException {
    NotElevatedException() {
        super("to mount an image, Windows wants administrator rights");
    }
}
