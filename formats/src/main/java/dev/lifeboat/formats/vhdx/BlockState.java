package dev.lifeboat.formats.vhdx;

/** How a block of the virtual disk is stored, 2.5.1.1. */
public enum BlockState {
    /** Never written: the parent's bytes, or zeros where there is no parent. */
    NOT_PRESENT,
    /** Given up, content undefined: zeros, never the parent's bytes. */
    UNDEFINED,
    /** Known to be zero: never the parent's bytes. */
    ZERO,
    /** Given up by the guest's trim command: zeros, never the parent's bytes. */
    UNMAPPED,
    /** All of it is in the file. */
    FULLY_PRESENT,
    /** Of a differencing disk: a bitmap tells which sectors are in the file and which are the parent's. */
    PARTIALLY_PRESENT
}
