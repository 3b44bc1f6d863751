/** Writes VHDX files: new, dynamic, without a parent. Section numbers are those of [MS-VHDX]. */
package dev.lifeboat.formats.vhdx.write;
