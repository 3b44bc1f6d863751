package dev.lifeboat.mount.nbd;

import java.io.IOException;

/** A client does what the protocol does not allow, so that nothing it sends can be understood any more. */
final class ProtocolException extends IOException {
    ProtocolException(String what) {
        super(what);
    }
}
