/** What only Windows has, called through JNA. The bindings hold no logic. */
package dev.lifeboat.mount.windows;
