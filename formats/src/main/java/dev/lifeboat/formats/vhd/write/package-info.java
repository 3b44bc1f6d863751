/** Writes VHD files: new, dynamic, without a parent, as Microsoft's specification of 2006 describes them. */
package dev.lifeboat.formats.vhd.write;
