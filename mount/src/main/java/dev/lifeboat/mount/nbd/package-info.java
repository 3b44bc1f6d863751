/**
 * A read-only server of the NBD protocol (Network Block Device): raw views over a socket, so that whatever speaks it, be it the
 * kernel, QEMU or nbdfuse, sees them as disks. Section names are those of the specification, doc/proto.md of the project
 * NetworkBlockDevice/nbd. Start at {@link dev.lifeboat.mount.nbd.NbdServer}; then {@code Handshake} and {@code Transmission}, in
 * the order of a connection.
 *
 * <p>What a client sends is hostile: lengths, counts and times are bounded. Not here: writing, compression, resizing.
 */
package dev.lifeboat.mount.nbd;
