/** Writes qcow2 files of version 3: new, without a backing file, after docs/interop/qcow2.rst of QEMU. */
package dev.lifeboat.formats.qcow2.write;
