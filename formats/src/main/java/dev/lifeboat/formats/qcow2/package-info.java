/**
 * QEMU's qcow2, version 3, after docs/interop/qcow2.rst of QEMU: what Lifeboat writes, read back. Not here: compression,
 * encryption, snapshots, backing files, external data.
 */
package dev.lifeboat.formats.qcow2;
