/**
 * Runs a command of this program again with the rights of an administrator, and brings what it writes back to where it was asked for:
 * Windows gives such a process a console of its own, or none. What goes through the pipes is portable, the rest is Windows only.
 */
package dev.lifeboat.mount.elevation;
